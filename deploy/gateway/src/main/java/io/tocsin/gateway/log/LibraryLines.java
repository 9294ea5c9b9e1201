package io.tocsin.gateway.log;

import io.tocsin.engine.log.LineLog;
import io.tocsin.ingest.DistinctLog;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * Log lines of libraries, one line each without a stack trace: warnings and errors only, repeats at most once a minute
 * with their number. {@code -Dtocsin.libraryTraces=true} prints the stack traces as well. Any thread.
 *
 * <p>Some loggers are suppressed. The gateway itself logs the lost connections of the MQTT client, the missing answers
 * of Modbus devices and a used port of the embedded broker. The logger of thread affinity warns at every start that JNA
 * is absent, which is intended.
 */
final class LibraryLines {
    private static final String TRACES = "tocsin.libraryTraces";
    private static final List<String> TOLD_BY_THE_GATEWAY = List.of(
            "org.eclipse.paho",
            "com.digitalpetri.modbus",
            "io.moquette.broker.NewNettyAcceptor",
            "net.openhft.affinity");
    private static final LibraryLines CONSOLE = onStandardError();

    private final DistinctLog lines;
    private final Consumer<String> traces;
    private final boolean withTraces;

    /**
     * @param log takes the lines
     * @param traces takes stack traces when they are wanted
     */
    LibraryLines(LineLog log, Consumer<String> traces, boolean withTraces, LongSupplier clockNs) {
        this.lines = new DistinctLog(log, clockNs);
        this.traces = traces;
        this.withTraces = withTraces;
    }

    /** Log lines of this process. */
    static LibraryLines console() {
        return CONSOLE;
    }

    /** Whether a logger's lines are shown. */
    boolean isShown(String logger) {
        return withTraces || TOLD_BY_THE_GATEWAY.stream().noneMatch(logger::startsWith);
    }

    /**
     * Logs a line of a library.
     *
     * @param pattern common part of the line's repeats
     * @param text the line
     * @param thrown null when there is none
     */
    void say(String logger, String pattern, String text, Throwable thrown) {
        if (!isShown(logger)) {
            return;
        }
        String hint = thrown == null || withTraces ? "" : " (stack trace: -D" + TRACES + "=true)";
        lines.report(logger + '\n' + pattern, "library " + logger + ": " + text + hint);
        if (thrown != null && withTraces) {
            traces.accept(StackText.of(thrown));
        }
    }

    private static LibraryLines onStandardError() {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        LongSupplier clockNs = SystemEpochNanoClock.INSTANCE::nanoTime;
        return new LibraryLines(new ConsoleLog(err, clockNs), err::print, Boolean.getBoolean(TRACES), clockNs);
    }
}
