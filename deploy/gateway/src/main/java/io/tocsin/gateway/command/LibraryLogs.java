package io.tocsin.gateway.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the MQTT library's stack traces off the console: every failure that it reports through {@code java.util.logging} is
 * also an exception, which the gateway tells in a line of its own. A logging configuration of the user's own is left as it is.
 */
public final class LibraryLogs {
    /** Held for the life of the process: a logger that nobody holds forgets its level. */
    private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

    private LibraryLogs() {}

    /** From now on only our own lines. */
    public static void silence() {
        boolean isConfigured = System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null;
        if (!isConfigured) {
            PAHO.setLevel(Level.OFF);
        }
    }
}
