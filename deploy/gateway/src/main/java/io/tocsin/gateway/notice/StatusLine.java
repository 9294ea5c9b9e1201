package io.tocsin.gateway.notice;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.tally.InputTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One line a minute about a running gateway: readings a second, active alarms, and the readings dropped since the
 * previous line, by reason and by topic filter or file. One thread.
 */
public final class StatusLine {
    private static final long EVERY_NS = TimeUnit.MINUTES.toNanos(1);

    private final Counters counters;
    private final List<InputTally> tallies;
    private final LongSupplier activeAlarms;
    private final LongSupplier nanoTime;
    private final long[] countsBefore = new long[Counter.values().length];
    private final long[][] dropsBefore;
    private long beforeNs;

    /**
     * @param activeAlarms how many are active
     * @param nanoTime as {@link System#nanoTime()}
     */
    public StatusLine(Counters counters, List<InputTally> tallies, LongSupplier activeAlarms, LongSupplier nanoTime) {
        this.counters = counters;
        this.tallies = List.copyOf(tallies);
        this.activeAlarms = activeAlarms;
        this.nanoTime = nanoTime;
        this.dropsBefore = new long[tallies.size()][Counter.values().length];
        this.beforeNs = nanoTime.getAsLong();
    }

    /** The line when a minute has passed, otherwise null. */
    public String next() {
        long nowNs = nanoTime.getAsLong();
        long tookNs = nowNs - beforeNs;
        if (tookNs < EVERY_NS) {
            return null;
        }
        beforeNs = nowNs;
        long received = since(Counter.RECEIVED);
        List<String> drops = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            if (counter.isDrop()) {
                addDrops(counter, drops);
            }
        }
        long active = activeAlarms.getAsLong();
        return String.format(
                Locale.ROOT,
                "status: %,.1f readings/s, %,d %s active, dropped since the last status: %s",
                received * (double) TimeUnit.SECONDS.toNanos(1) / tookNs,
                active,
                active == 1 ? "alarm" : "alarms",
                drops.isEmpty() ? "none" : String.join(", ", drops));
    }

    private long since(Counter counter) {
        long count = counters.get(counter);
        long more = count - countsBefore[counter.ordinal()];
        countsBefore[counter.ordinal()] = count;
        return more;
    }

    /** Drops of each input, then drops of the engine, which alone recognizes duplicates. */
    private void addDrops(Counter counter, List<String> drops) {
        long rest = since(counter);
        for (int i = 0; i < tallies.size(); i++) {
            InputTally tally = tallies.get(i);
            long count = tally.dropped(counter);
            long more = count - dropsBefore[i][counter.ordinal()];
            dropsBefore[i][counter.ordinal()] = count;
            rest -= more;
            if (more > 0) {
                drops.add(counter.label() + " " + Numbers.grouped(more) + " (" + tally.source() + ", " + tally.name()
                        + ")");
            }
        }
        if (rest > 0) {
            drops.add(counter.label() + " " + Numbers.grouped(rest));
        }
    }
}
