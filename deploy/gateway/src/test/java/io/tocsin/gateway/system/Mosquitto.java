package io.tocsin.gateway.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Mosquitto of the test's own: on a free port of 127.0.0.1, which keeps all in memory. */
public final class Mosquitto implements AutoCloseable {
    private static final long START_TIMEOUT_MS = 10_000;
    private static final long POLL_MS = 20;

    private final Path directory;
    private final int port;
    private final List<String> moreLines;
    private Process process;

    /**
     * Skips the test, and says so, where there is no Mosquitto.
     *
     * @param maxInFlight how many messages a client may have unacknowledged, 0 = any number
     */
    public Mosquitto(Path directory, int maxInFlight) throws IOException {
        this(directory, "max_inflight_messages " + maxInFlight);
    }

    /**
     * Skips the test, and says so, where there is no Mosquitto.
     *
     * @param moreLines of its configuration; a later line takes the place of an earlier one
     */
    public Mosquitto(Path directory, String... moreLines) throws IOException {
        assumeTrue(find("mosquitto").isPresent(), "SKIPPED: mosquitto is not installed (apt-get install mosquitto)");
        this.directory = Files.createDirectories(directory);
        this.port = freePort();
        this.moreLines = List.of(moreLines);
    }

    /** Starts it; clients can connect when this returns. */
    public void start() throws IOException, InterruptedException {
        Path config = directory.resolve("mosquitto.conf");
        Files.writeString(config, """
                listener %d 127.0.0.1
                allow_anonymous true
                user root
                persistence false
                max_inflight_messages 1000
                max_queued_messages 1000000
                set_tcp_nodelay true
                log_type error
                %s
                """.formatted(port, String.join("\n", moreLines)));
        process = new ProcessBuilder(find("mosquitto").orElseThrow().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start();
        awaitPort();
    }

    /** Stops it as a service manager would. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(START_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Ends it at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** A program on the PATH or in the directories of system programs. */
    public static Optional<Path> find(String program) {
        List<String> directories = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
        directories.addAll(List.of("/usr/sbin", "/usr/local/sbin"));
        return directories.stream()
                .map(candidate -> Path.of(candidate, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MS);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException(
                            "mosquitto does not listen: " + Files.readString(directory.resolve("mosquitto.log")), e);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }
    }
}
