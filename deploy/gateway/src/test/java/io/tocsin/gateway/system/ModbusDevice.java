package io.tocsin.gateway.system;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadOnlyModbusServices;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.util.Optional;

/** A Modbus device, a program of its own: {@code PORT ADDRESS WORD} serves one holding register until it is killed. */
final class ModbusDevice extends ReadOnlyModbusServices {
    private final ProcessImage image = new ProcessImage();

    private ModbusDevice(int address, int word) {
        byte[] register = {(byte) (word >> Byte.SIZE), (byte) word};
        image.with(transaction -> transaction.writeHoldingRegisters(registers -> registers.put(address, register)));
    }

    @Override
    protected Optional<ProcessImage> getProcessImage(int unitId) {
        return Optional.of(image);
    }

    public static void main(String[] arguments) throws Exception {
        NettyTcpServerTransport transport = NettyTcpServerTransport.create(settings -> {
            settings.setBindAddress("127.0.0.1");
            settings.setPort(Integer.parseInt(arguments[0]));
        });
        ModbusDevice device = new ModbusDevice(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        ModbusTcpServer.create(transport, device).start();
        Thread.currentThread().join();
    }
}
