package io.tocsin.ingest.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.FunctionCode;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.UnknownUnitIdException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import com.digitalpetri.modbus.server.ModbusRequestContext;
import com.digitalpetri.modbus.server.ModbusServices;
import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadOnlyModbusServices;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/**
 * A device by the server of the same library, in this process or, by {@link #main}, in one of its own. Unit
 * {@value #SILENT_UNIT} never answers; holding registers from {@link #refuseFrom} on are refused.
 */
final class TestDevice implements AutoCloseable {
    static final int SILENT_UNIT = 9;

    private final ProcessImage image = new ProcessImage();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ModbusTcpServer server;
    private volatile int firstRefused = Integer.MAX_VALUE;

    TestDevice(int port) throws ExecutionException, InterruptedException {
        NettyTcpServerTransport transport = NettyTcpServerTransport.create(settings -> {
            settings.setBindAddress("127.0.0.1");
            settings.setPort(port);
        });
        server = ModbusTcpServer.create(transport, new Services());
        server.start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Serves register 100 with 250 and coil 3 until it is killed or its input ends. */
    public static void main(String[] arguments) throws Exception {
        try (TestDevice device = new TestDevice(Integer.parseInt(arguments[0]))) {
            device.holding(100, 250);
            device.coil(3, true);
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // until whoever has started it is gone
            }
        }
    }

    void holding(int address, int... words) {
        image.with(transaction -> transaction.writeHoldingRegisters(registers -> {
            for (int i = 0; i < words.length; i++) {
                registers.put(address + i, new byte[] {(byte) (words[i] >> 8), (byte) words[i]});
            }
        }));
    }

    void input(int address, int word) {
        image.with(transaction -> transaction.writeInputRegisters(registers ->
                registers.put(address, new byte[] {(byte) (word >> 8), (byte) word})));
    }

    void coil(int address, boolean isOn) {
        image.with(transaction -> transaction.writeCoils(coils -> coils.put(address, isOn)));
    }

    void discrete(int address, boolean isOn) {
        image.with(transaction -> transaction.writeDiscreteInputs(inputs -> inputs.put(address, isOn)));
    }

    /** Refuses reads of holding registers that reach this address. */
    void refuseFrom(int address) {
        firstRefused = address;
    }

    /** Reads of holding registers: {@code unit address count}. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.getTransport().unbind().toCompletableFuture().join();
    }

    /** The tables for units that answer. */
    private final class Tables extends ReadOnlyModbusServices {
        @Override
        protected Optional<ProcessImage> getProcessImage(int unitId) {
            return unitId == SILENT_UNIT ? Optional.empty() : Optional.of(image);
        }
    }

    private final class Services implements ModbusServices {
        private final Tables tables = new Tables();

        @Override
        public ReadCoilsResponse readCoils(ModbusRequestContext context, int unitId, ReadCoilsRequest request)
                throws ModbusResponseException, UnknownUnitIdException {
            return tables.readCoils(context, unitId, request);
        }

        @Override
        public ReadDiscreteInputsResponse readDiscreteInputs(
                ModbusRequestContext context, int unitId, ReadDiscreteInputsRequest request)
                throws ModbusResponseException, UnknownUnitIdException {
            return tables.readDiscreteInputs(context, unitId, request);
        }

        @Override
        public ReadHoldingRegistersResponse readHoldingRegisters(
                ModbusRequestContext context, int unitId, ReadHoldingRegistersRequest request)
                throws ModbusResponseException, UnknownUnitIdException {
            requests.add(unitId + " " + request.address() + " " + request.quantity());
            if (request.address() + request.quantity() > firstRefused) {
                throw new ModbusResponseException(
                        FunctionCode.READ_HOLDING_REGISTERS, ExceptionCode.ILLEGAL_DATA_ADDRESS);
            }
            return tables.readHoldingRegisters(context, unitId, request);
        }

        @Override
        public ReadInputRegistersResponse readInputRegisters(
                ModbusRequestContext context, int unitId, ReadInputRegistersRequest request)
                throws ModbusResponseException, UnknownUnitIdException {
            return tables.readInputRegisters(context, unitId, request);
        }
    }
}
