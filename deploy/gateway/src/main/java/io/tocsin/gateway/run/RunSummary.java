package io.tocsin.gateway.run;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run did, for people: where every reading went, latencies, what the journal cost. */
public final class RunSummary {
    private RunSummary() {}

    /**
     * The summary's lines.
     *
     * @param gateway a stopped gateway
     * @param ranNs how long it took readings, nanoseconds
     */
    public static List<String> lines(Gateway gateway, long ranNs) {
        Counters counters = gateway.counters();
        List<String> lines = new ArrayList<>();
        long received = counters.get(Counter.RECEIVED);
        lines.add(String.format(
                Locale.ROOT,
                "%,d readings received = %,d processed + %,d dropped%s",
                received,
                counters.get(Counter.PROCESSED),
                counters.dropped(),
                gateway.isBalanced() ? "" : "   THE BALANCE IS OFF"));
        for (Counter counter : Counter.values()) {
            boolean shown = counter != Counter.RECEIVED && counter != Counter.PROCESSED;
            if (shown && counters.get(counter) > 0) {
                lines.add(String.format(Locale.ROOT, "  %-24s %,12d", counter.label(), counters.get(counter)));
            }
        }
        double seconds = Math.max(ranNs, 1) / 1e9;
        lines.add(String.format(
                Locale.ROOT,
                "%,d sensors, %,.0f readings/s over %.1f s; journal: %.1f bytes a reading, %,d syncs",
                gateway.sensorCount(),
                received / seconds,
                seconds,
                received == 0 ? 0.0 : (double) gateway.journalBytes() / received,
                gateway.syncCount()));
        lines.addAll(LatencyTable.lines(gateway.latencies()));
        return lines;
    }
}
