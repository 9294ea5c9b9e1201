package io.tocsin.gateway.command;

import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Terminal;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.run.Replay;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Prints the progress of a replay: a line a second on a terminal, a line every ten seconds in a log. A shorter replay
 * prints nothing.
 */
public final class ReplayProgress implements Replay.Milestone {
    /** Records between two reads of the clock */
    public static final long RECORD_COUNT = 4096;

    private static final long TERMINAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOG_NS = TimeUnit.SECONDS.toNanos(10);
    private static final double PERCENT = 100;
    private static final double NS_PER_S = 1e9;

    private final PrintWriter err;
    private final long endPosition;
    private final LongSupplier nanoTime;
    private final long intervalNs;
    private long lastNs;
    private long lastPosition;

    /**
     * @param err gets the lines
     * @param endPosition upper bound of the replay's end
     * @param nanoTime as {@link System#nanoTime()}
     * @param intervalNs between lines
     */
    ReplayProgress(PrintWriter err, long endPosition, LongSupplier nanoTime, long intervalNs) {
        this.err = err;
        this.endPosition = endPosition;
        this.nanoTime = nanoTime;
        this.intervalNs = intervalNs;
        this.lastNs = nanoTime.getAsLong();
    }

    /** Interval for a terminal or a log. */
    public static ReplayProgress to(PrintWriter err, long endPosition) {
        return new ReplayProgress(
                err, endPosition, System::nanoTime, Terminal.isStandardError() ? TERMINAL_NS : LOG_NS);
    }

    @Override
    public void reached(long position, long receiveTimeNs) {
        if (lastPosition == 0) {
            lastPosition = position; // a snapshot may replace all records before it
        }
        long nowNs = nanoTime.getAsLong();
        if (nowNs - lastNs < intervalNs) {
            return;
        }
        err.println(String.format(
                Locale.ROOT,
                "replay: %s of %s records, %.1f %%, %,.0f/s%s",
                Numbers.grouped(position),
                Numbers.grouped(endPosition),
                PERCENT * position / endPosition,
                (position - lastPosition) * NS_PER_S / (nowNs - lastNs),
                receiveTimeNs == Replay.NO_TIME ? "" : ", at " + Times.seconds(receiveTimeNs)));
        err.flush();
        lastNs = nowNs;
        lastPosition = position;
    }
}
