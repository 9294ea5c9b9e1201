package io.tocsin.alerts.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real Mosquitto as a child process on a free port, its sessions kept over restarts. */
final class Mosquitto implements AutoCloseable {
    private final Path directory;
    private final int port;
    private final List<String> extraLines;
    private Process process;

    Mosquitto(Path directory, String... extraLines) throws IOException {
        this.directory = directory;
        this.extraLines = List.of(extraLines);
        this.port = freePort();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Starts it and returns when it listens. */
    void start() throws Exception {
        Path config = directory.resolve("mosquitto.conf");
        List<String> lines = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1",
                "persistence true",
                "persistence_location " + directory + "/",
                "autosave_on_changes true",
                "autosave_interval 1",
                "max_inflight_messages 1000",
                "max_queued_messages 1000000",
                "set_tcp_nodelay true",
                "log_dest stderr",
                "user " + System.getProperty("user.name")));
        lines.addAll(extraLines.isEmpty() ? List.of("allow_anonymous true") : extraLines);
        Files.write(config, lines);
        process = new ProcessBuilder(executable(), "-c", config.toString(), "-v")
                .redirectErrorStream(true)
                .start();
        CountDownLatch listening = new CountDownLatch(1);
        Process started = process;
        Thread drain = new Thread(() -> drain(started, listening), "mosquitto-output");
        drain.setDaemon(true);
        drain.start();
        if (!listening.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("mosquitto does not listen");
        }
    }

    /** Stops it in order, so that it saves its sessions. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("mosquitto does not stop");
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private static void drain(Process process, CountDownLatch listening) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains("running")) {
                    listening.countDown();
                }
            }
        } catch (IOException e) {
            // The process was destroyed under the reader.
            listening.countDown();
        }
    }

    private static String executable() {
        Stream<String> path = Stream.concat(
                Stream.of("/usr/sbin", "/usr/local/sbin"),
                Stream.of(System.getenv("PATH").split(":", -1)));
        String found = path.map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(found != null, "skipped: there is no mosquitto in /usr/sbin or on the PATH");
        return found;
    }
}
