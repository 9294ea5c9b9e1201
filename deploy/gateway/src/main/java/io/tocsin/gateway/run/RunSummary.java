package io.tocsin.gateway.run;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Summary of a run, for people: counts of readings, size of the journal, latencies. */
public final class RunSummary {
    private RunSummary() {}

    /**
     * The summary's lines.
     *
     * @param gateway a stopped gateway
     * @param ranNs duration of the run, nanoseconds
     */
    public static List<String> lines(Gateway gateway, long ranNs) {
        Counters counters = gateway.counters();
        long received = counters.get(Counter.RECEIVED);
        List<String> lines = new ArrayList<>();
        lines.add(Numbers.grouped(received) + " readings received = "
                + Numbers.grouped(counters.get(Counter.PROCESSED)) + " processed + "
                + Numbers.grouped(counters.dropped()) + " dropped"
                + (gateway.isBalanced() ? "" : "   THE BALANCE IS OFF"));
        TextTable others = new TextTable("", ">");
        for (Counter counter : Counter.values()) {
            boolean isShown = counter != Counter.RECEIVED && counter != Counter.PROCESSED;
            if (isShown && counters.get(counter) > 0) {
                others.row("  " + counter.label(), Numbers.grouped(counters.get(counter)));
            }
        }
        lines.addAll(others.lines().stream().skip(1).toList());
        lines.addAll(gateway.unmatchedLookups());
        double seconds = Math.max(ranNs, 1) / 1e9;
        lines.add(String.format(
                Locale.ROOT,
                "%s sensors, %,.0f readings/s over %.1f s; journal: %.1f bytes a reading, %s syncs",
                Numbers.grouped(gateway.sensorCount()),
                received / seconds,
                seconds,
                received == 0 ? 0.0 : (double) gateway.journalBytes() / received,
                Numbers.grouped(gateway.syncCount())));
        lines.addAll(LatencyTable.lines(gateway.latencies()));
        return lines;
    }
}
