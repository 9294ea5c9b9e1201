package io.tocsin.gateway.log;

import io.tocsin.engine.log.LineLog;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Redirects the messages that libraries would write to standard error: {@code java.util.logging} and the stack trace of
 * a thread that ends by an exception. SLF4J finds {@link LibraryLoggers} by itself. A user's own {@code
 * java.util.logging} configuration stays unchanged.
 */
public final class LibraryOutput {
    private static final String OWN_THREADS = "(main|tocsin|sink).*";

    private LibraryOutput() {}

    /** Installs the redirection for the whole process; call it once, at the start. */
    public static void takeOver() {
        boolean isConfigured = System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null;
        if (!isConfigured) {
            LogManager.getLogManager().reset();
            Logger root = Logger.getLogger("");
            root.setLevel(Level.WARNING);
            root.addHandler(new LibraryHandler(LibraryLines.console()));
        }
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        LineLog log = ConsoleLog.to(err);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> onUncaught(thread, thrown, log, err));
    }

    /** A thread has ended by an exception. The stack trace of a library's thread is shown only on request. */
    static void onUncaught(Thread thread, Throwable thrown, LineLog log, PrintWriter err) {
        if (thread.getName().matches(OWN_THREADS)) {
            log.say(
                    LineLog.Level.ERROR,
                    "thread " + thread.getName() + " has ended; internal error, please report it:");
            thrown.printStackTrace(err);
        } else {
            LibraryLines.console()
                    .say(
                            "thread " + thread.getName(),
                            "ended",
                            "has ended with an error: " + thrown.getMessage(),
                            thrown);
        }
    }
}
