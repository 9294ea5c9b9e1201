package io.tocsin.gateway.log;

import io.tocsin.alerts.event.PlainText;
import io.tocsin.engine.log.LineLog;
import io.tocsin.gateway.print.Times;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * The gateway's log: {@code 2026-11-20 17:31:00.123Z  WARN   source plant: …}, one line each, in UTC. A line break in a
 * text becomes a blank, any other control character is escaped, so that no name or message can begin a line of its own.
 * Any thread.
 */
public final class ConsoleLog implements LineLog {
    private final PrintWriter err;
    private final LongSupplier clockNs;

    /** With the system's clock. */
    public static ConsoleLog to(PrintWriter err) {
        return new ConsoleLog(err, SystemEpochNanoClock.INSTANCE::nanoTime);
    }

    /**
     * @param err is flushed after every line and never closed
     * @param clockNs epoch nanoseconds
     */
    ConsoleLog(PrintWriter err, LongSupplier clockNs) {
        this.err = err;
        this.clockNs = clockNs;
    }

    @Override
    public void say(Level level, String line) {
        String text = PlainText.escape(line.strip().replaceAll("\\R+", " "));
        synchronized (err) {
            err.println(
                    Times.millis(clockNs.getAsLong()) + "  " + String.format(Locale.ROOT, "%-5s", level) + "  " + text);
            err.flush();
        }
    }
}
