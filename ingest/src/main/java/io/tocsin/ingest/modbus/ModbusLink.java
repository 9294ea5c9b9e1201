package io.tocsin.ingest.modbus;

import com.digitalpetri.modbus.TimeoutScheduler;
import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.pdu.ModbusRequestPdu;
import com.digitalpetri.modbus.pdu.ModbusResponsePdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadCoilsResponse;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsResponse;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersResponse;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersResponse;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.tocsin.engine.log.FaultText;
import io.tocsin.ingest.modbus.ModbusFault.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way to a device: one connection at most and one request at a time, for many devices answer no second one. Only
 * this class and {@link SocketTransport} know the library.
 *
 * <p>Futures fail with a {@link ModbusFault} for a cause. One thread uses it; a thread of its own does the input and
 * output and completes the futures.
 */
final class ModbusLink implements AutoCloseable {
    private static final int GATEWAY_PATH_UNAVAILABLE = 10;
    private static final int GATEWAY_TARGET_SILENT = 11;
    private static final int ILLEGAL_ADDRESS = 2;
    /** Numbers of registers in manuals begin here, with a digit for the table. */
    private static final int FIRST_REGISTER_NUMBER = 10_001;

    private final ModbusSourceConfig config;
    private final EventLoopGroup eventLoop;
    private SocketTransport transport;
    private ModbusTcpClient client;
    private volatile CompletableFuture<byte[]> pending = new CompletableFuture<>();

    ModbusLink(ModbusSourceConfig config) {
        this.config = config;
        this.eventLoop = new NioEventLoopGroup(1, new DefaultThreadFactory("tocsin-modbus-" + config.name(), true));
    }

    /** Makes a connection; there must be none. */
    CompletableFuture<Void> connect() {
        transport = new SocketTransport(config, eventLoop, this::onLost);
        client = ModbusTcpClient.create(transport, settings -> {
            settings.setRequestTimeout(Duration.ofNanos(config.timeoutNs()));
            settings.setTimeoutScheduler(TimeoutScheduler.create(eventLoop, eventLoop));
        });
        return transport.connect().exceptionallyCompose(cause -> CompletableFuture.failedFuture(unreachable(cause)));
    }

    boolean isConnected() {
        return transport != null && transport.isConnected();
    }

    /** Why the last connection has ended; there must have been one. */
    String lostBecause() {
        return transport.lostBecause();
    }

    /** Asks for registers or bits; nothing else may be pending. The result is the data, as long as was asked for. */
    CompletableFuture<byte[]> read(int unitId, ReadRequest request) {
        CompletableFuture<byte[]> answer = client.sendAsync(unitId, pdu(request))
                .toCompletableFuture()
                .handle((response, cause) -> {
                    if (cause != null) {
                        throw new CompletionException(fault(cause, request));
                    }
                    return data(response, request);
                });
        pending = answer;
        if (!transport.isConnected()) {
            onLost();
        }
        return answer;
    }

    /** Ends the connection, or the attempt to make one, for a reason of our own. */
    void drop(String reason) {
        transport.disconnect(reason);
    }

    /** Ends the connection and the thread; waits for neither. */
    @Override
    public void close() {
        Future<?> unused = eventLoop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
    }

    private void onLost() {
        pending.completeExceptionally(new ModbusFault(Kind.NO_CONNECTION, "the connection is lost"));
    }

    private static ModbusRequestPdu pdu(ReadRequest request) {
        int address = request.address();
        int count = request.count();
        return switch (request.table()) {
            case HOLDING -> new ReadHoldingRegistersRequest(address, count);
            case INPUT -> new ReadInputRegistersRequest(address, count);
            case COIL -> new ReadCoilsRequest(address, count);
            case DISCRETE -> new ReadDiscreteInputsRequest(address, count);
        };
    }

    private static byte[] data(ModbusResponsePdu response, ReadRequest request) {
        byte[] data = switch (request.table()) {
            case HOLDING -> ((ReadHoldingRegistersResponse) response).registers();
            case INPUT -> ((ReadInputRegistersResponse) response).registers();
            case COIL -> ((ReadCoilsResponse) response).coils();
            case DISCRETE -> ((ReadDiscreteInputsResponse) response).inputs();
        };
        if (data.length != request.answerBytes()) {
            throw new CompletionException(new ModbusFault(
                    Kind.REFUSED,
                    "the answer has " + data.length + " bytes of data in place of " + request.answerBytes()));
        }
        return data;
    }

    private ModbusFault fault(Throwable failure, ReadRequest request) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ModbusResponseException exception) {
            return exception(exception.getExceptionCode(), request);
        }
        if (cause instanceof TimeoutException) {
            return new ModbusFault(Kind.TIMEOUT, noAnswer());
        }
        if (cause instanceof IOException) {
            return new ModbusFault(Kind.NO_CONNECTION, FaultText.of(cause));
        }
        String detail = cause instanceof ModbusException ? cause.getMessage() : cause.toString();
        return new ModbusFault(Kind.REFUSED, "the answer cannot be read: " + detail);
    }

    private static ModbusFault exception(int code, ReadRequest request) {
        boolean isUnitAway = code == GATEWAY_PATH_UNAVAILABLE || code == GATEWAY_TARGET_SILENT;
        boolean isByNumber = code == ILLEGAL_ADDRESS && request.address() >= FIRST_REGISTER_NUMBER;
        return new ModbusFault(
                isUnitAway ? Kind.UNIT_AWAY : Kind.REFUSED,
                "exception " + code + meaning(code)
                        + (isByNumber ? " (addresses begin with 0: register 40001 of a manual is holding 0)" : ""));
    }

    /** Name of an exception in the specification, chapter 7. */
    private static String meaning(int code) {
        return switch (code) {
            case 1 -> ", illegal function";
            case ILLEGAL_ADDRESS -> ", illegal data address";
            case 3 -> ", illegal data value";
            case 4 -> ", device failure";
            case 5 -> ", acknowledge";
            case 6 -> ", device busy";
            case 8 -> ", memory parity error";
            case GATEWAY_PATH_UNAVAILABLE -> ", gateway path unavailable";
            case GATEWAY_TARGET_SILENT -> ", gateway target device failed to respond";
            default -> "";
        };
    }

    private ModbusFault unreachable(Throwable failure) {
        String reason;
        if (failure instanceof ConnectTimeoutException) {
            reason = noAnswer();
        } else if (failure instanceof UnknownHostException) {
            reason = "no such host";
        } else {
            // Netty wraps the operating system's refusal in one whose message ends in the address.
            reason = FaultText.of(failure.getCause() instanceof ConnectException refused ? refused : failure);
        }
        return new ModbusFault(Kind.NO_CONNECTION, reason);
    }

    private String noAnswer() {
        return "no answer within " + TimeUnit.NANOSECONDS.toMillis(config.timeoutNs()) + " ms";
    }
}
