package io.tocsin.gateway.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Detects a terminal. */
public final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Whether standard error is a terminal; false when the system does not report it. */
    public static boolean isStandardError() {
        try {
            Path file = Files.readSymbolicLink(STANDARD_ERROR);
            return file.startsWith("/dev/pts") || file.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no Linux, or closed
        }
    }
}
