package io.tocsin.bench.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Mosquitto on a free port, without persistence, with up to 1,000 messages in flight to a client. */
final class Broker implements AutoCloseable {
    private static final long START_MS = 10_000;
    private static final int CONNECT_MS = 500;
    private static final long PAUSE_MS = 20;

    private final int port;
    private final Process process;

    Broker(Path directory) throws IOException, InterruptedException {
        port = freePort();
        List<String> lines = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1",
                "allow_anonymous true",
                "persistence false",
                "max_inflight_messages 1000",
                "max_queued_messages 1000000",
                "set_tcp_nodelay true"));
        if (System.getProperty("user.name").equals("root")) {
            lines.add("user root");
        }
        Path config = Files.write(directory.resolve("mosquitto.conf"), lines);
        process = new ProcessBuilder(program(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.out").toFile())
                .start();
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS);
        while (!listens()) {
            if (System.nanoTime() > deadlineNs || !process.isAlive()) {
                throw new IOException(
                        "mosquitto did not start: " + Files.readString(directory.resolve("mosquitto.out")));
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    int port() {
        return port;
    }

    /** Packages put it where only the PATH of root leads. */
    private static String program() {
        Path usual = Path.of("/usr/sbin/mosquitto");
        return Files.isExecutable(usual) ? usual.toString() : "mosquitto";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
