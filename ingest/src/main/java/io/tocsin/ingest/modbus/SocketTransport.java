package io.tocsin.ingest.modbus;

import com.digitalpetri.modbus.ModbusTcpFrame;
import com.digitalpetri.modbus.client.ModbusTcpClientTransport;
import com.digitalpetri.modbus.tcp.ModbusTcpCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.tocsin.engine.log.FaultText;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One TCP connection under the library's client, made once and never again: the library's own transport reconnects on a
 * schedule of its own, and leaves the requests of a lost connection to their timeouts.
 */
final class SocketTransport implements ModbusTcpClientTransport {
    private final Bootstrap bootstrap;
    private final Runnable onLost;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private volatile Consumer<ModbusTcpFrame> receiver = frame -> {};
    private volatile Channel channel;
    private volatile boolean isConnected;
    private volatile String lostBecause = "the device closed it";

    /**
     * @param eventLoop its thread does all work of the connection
     * @param onLost called once, on that thread, when the connection, or the attempt to make it, has ended
     */
    SocketTransport(ModbusSourceConfig config, EventLoopGroup eventLoop, Runnable onLost) {
        this.onLost = onLost;
        this.bootstrap = new Bootstrap()
                .group(eventLoop)
                .channel(NioSocketChannel.class)
                .remoteAddress(config.host(), config.port())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TimeUnit.NANOSECONDS.toMillis(config.timeoutNs()))
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline().addLast(new ModbusTcpCodec(), new FrameHandler());
                    }
                });
    }

    @Override
    public CompletableFuture<Void> connect() {
        ChannelFuture attempt = bootstrap.connect();
        channel = attempt.channel();
        ChannelFuture unused = attempt.addListener(done -> {
            if (!done.isSuccess()) {
                connected.completeExceptionally(done.cause());
            } else if (!attempt.channel().isActive()) {
                connected.completeExceptionally(new IOException(lostBecause));
            }
        });
        ChannelFuture unusedToo = channel.closeFuture().addListener(closed -> {
            isConnected = false;
            onLost.run();
        });
        return connected;
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        isConnected = false;
        return completed(channel.close());
    }

    /** Ends the connection, or the attempt to make it. */
    void disconnect(String reason) {
        lostBecause = reason;
        CompletableFuture<Void> unused = disconnect();
    }

    @Override
    public boolean isConnected() {
        return isConnected;
    }

    /** Why the connection has ended. */
    String lostBecause() {
        return lostBecause;
    }

    @Override
    public CompletableFuture<Void> send(ModbusTcpFrame frame) {
        return completed(channel.writeAndFlush(frame));
    }

    @Override
    public void receive(Consumer<ModbusTcpFrame> frameReceiver) {
        receiver = frameReceiver;
    }

    private static CompletableFuture<Void> completed(ChannelFuture operation) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        ChannelFuture unused = operation.addListener(done -> {
            if (done.isSuccess()) {
                result.complete(null);
            } else {
                result.completeExceptionally(done.cause());
            }
        });
        return result;
    }

    private final class FrameHandler extends SimpleChannelInboundHandler<ModbusTcpFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ModbusTcpFrame frame) {
            receiver.accept(frame);
        }

        /** In the order of the loss; the listener of the attempt may be called after that. */
        @Override
        public void channelActive(ChannelHandlerContext context) {
            isConnected = true;
            connected.complete(null);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            lostBecause = FaultText.of(cause);
            ChannelFuture unused = context.close();
        }
    }
}
