package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.frame.Lost;
import io.tocsin.engine.log.LineLog;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs the losses of sinks by the alarm log's bound: at once, then at most once a minute for each sink, with sums. One
 * thread at a time.
 */
public final class LossLines {
    private static final long PERIOD_NS = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final Map<String, Long> toldNs = new HashMap<>();
    private final Map<String, long[]> untold = new HashMap<>();

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    public LossLines(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Logs or counts a loss of a sink. */
    public void tell(String sink, Lost lost) {
        long[] sums = untold.computeIfAbsent(sink, name -> new long[2]);
        sums[0] += lost.events();
        sums[1] += lost.rows();
        long nowNs = nanoTime.getAsLong();
        Long lastNs = toldNs.get(sink);
        if (lastNs == null || nowNs - lastNs >= PERIOD_NS) {
            toldNs.put(sink, nowNs);
            untold.remove(sink);
            LineLog.warn(
                    log,
                    String.format(
                            Locale.ROOT,
                            "sink %s: LOST %,d alarm events and %,d rows before their delivery: the alarm log has"
                                    + " reached"
                                    + " alarmLog.retention.maxSize; one GAP event will report this to the sink."
                                    + " Repair the sink, or raise maxSize",
                            sink,
                            sums[0],
                            sums[1]));
        }
    }
}
