package io.tocsin.gateway.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.gateway.system.Mosquitto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Commands of the operating system that the faults are made of. */
final class Shell {
    private static final long TIMEOUT_SECONDS = 60;

    private Shell() {}

    /** Skips the test, and says so, when not all of the programs are there. */
    static void requirePrograms(String... programs) {
        for (String program : programs) {
            assumeTrue(Mosquitto.find(program).isPresent(), "SKIPPED: " + program + " is not installed");
        }
    }

    /** Skips the test, and says so, when it does not run as root. */
    static void requireRoot() throws IOException {
        Path self = Path.of("/proc/self");
        boolean isRoot =
                Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0);
        assumeTrue(isRoot, "SKIPPED: needs root and Linux");
    }

    static boolean has(String program) {
        return Mosquitto.find(program).isPresent();
    }

    /** Runs a command; returns its output. */
    static String run(String... command) throws IOException, InterruptedException {
        return tryRun(command).orElseThrow(() -> new IOException("command failed: " + String.join(" ", command)));
    }

    /** Runs a command; returns its output, empty when it failed. */
    static Optional<String> tryRun(String... command) throws IOException, InterruptedException {
        Path program = Mosquitto.find(command[0]).orElseThrow(() -> new IOException("not installed: " + command[0]));
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.set(0, program.toString());
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return Optional.empty();
        }
        if (process.exitValue() != 0) {
            System.err.println(String.join(" ", command) + ": " + output);
            return Optional.empty();
        }
        return Optional.of(output);
    }
}
