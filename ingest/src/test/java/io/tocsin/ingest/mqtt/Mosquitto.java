package io.tocsin.ingest.mqtt;

import java.io.File;
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
import org.junit.jupiter.api.Assumptions;

/** A real Mosquitto as a child process on a free port; the tests that need it are skipped where there is none. */
final class Mosquitto implements AutoCloseable {
    private static final long START_TIMEOUT_NS = 10_000_000_000L;

    private final Path directory;
    private final int port;
    private final List<String> extra;
    private Process process;

    private Mosquitto(Path directory, int port, List<String> extra) {
        this.directory = directory;
        this.port = port;
        this.extra = extra;
    }

    static Mosquitto start(Path directory, String... extraLines) throws IOException, InterruptedException {
        Assumptions.assumeTrue(find("mosquitto") != null, "mosquitto is not installed: broker tests are skipped");
        Mosquitto broker = new Mosquitto(directory, freePort(), List.of(extraLines));
        broker.start();
        return broker;
    }

    /** A program on the PATH or in /usr/sbin, or null. */
    static String find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        for (String entry : path.split(File.pathSeparator, -1)) {
            File file = new File(entry, program);
            if (!entry.isEmpty() && file.canExecute()) {
                return file.getPath();
            }
        }
        return null;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void start() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1",
                "persistence true",
                "persistence_location " + directory + "/",
                "autosave_on_changes true",
                "autosave_interval 1",
                "max_inflight_messages 1000",
                "max_queued_messages 1000000",
                "set_tcp_nodelay true"));
        lines.addAll(extra);
        if (extra.stream().noneMatch(line -> line.startsWith("allow_anonymous"))) {
            lines.add("allow_anonymous true");
        }
        Path config = Files.write(directory.resolve("mosquitto.conf"), lines);
        String user = System.getProperty("user.name");
        if (user.equals("root")) {
            lines.add("user root");
            Files.write(config, lines);
        }
        process = new ProcessBuilder(find("mosquitto"), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.out").toFile())
                .start();
        long deadline = System.nanoTime() + START_TIMEOUT_NS;
        while (!listens()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException(
                        "mosquitto did not start: " + Files.readString(directory.resolve("mosquitto.out")));
            }
            Thread.sleep(10);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops it as a service manager would: it writes its sessions. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends it at once, so that it publishes no wills. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int port() {
        return port;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
