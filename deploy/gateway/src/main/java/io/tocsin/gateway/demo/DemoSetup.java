package io.tocsin.gateway.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lays out the demo's directory: the example's configuration, with a free port when its own is taken. */
public final class DemoSetup {
    private static final String EXAMPLE = "/examples/press-hall.yaml";
    private static final int EXAMPLE_PORT = 1883;
    private static final int ANY_PORT = 0;

    private DemoSetup() {}

    /**
     * @param dir is created when it is missing
     * @return the configuration in it
     */
    public static Path layOut(Path dir) throws IOException {
        Files.createDirectories(dir);
        String yaml;
        try (InputStream example = DemoSetup.class.getResourceAsStream(EXAMPLE)) {
            yaml = new String(example.readAllBytes(), StandardCharsets.UTF_8);
        }
        int port = freePort();
        String adapted = yaml.replace("embedded: " + EXAMPLE_PORT, "embedded: " + port)
                .replace("tcp://127.0.0.1:" + EXAMPLE_PORT, "tcp://127.0.0.1:" + port);
        return Files.writeString(dir.resolve("press-hall.yaml"), adapted);
    }

    private static int freePort() throws IOException {
        try {
            return portOf(EXAMPLE_PORT);
        } catch (IOException e) {
            // another broker uses the port
            return portOf(ANY_PORT);
        }
    }

    private static int portOf(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
