package io.tocsin.gateway.run;

import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The latencies of a run as a table for people. */
public final class LatencyTable {
    private static final double[] PERCENTILES = {50, 99, 99.9, 99.99, 100};
    private static final String ROW = "  %-24s %12s %10s %10s %10s %10s %10s";

    private LatencyTable() {}

    /** The table's lines. Stages in which nothing was recorded are left out. */
    public static List<String> lines(Latencies latencies) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, ROW, "latency", "count", "p50", "p99", "p99.9", "p99.99", "max"));
        for (LatencyStage stage : LatencyStage.values()) {
            Histogram histogram = latencies.total(stage);
            if (histogram.getTotalCount() > 0) {
                Object[] cells = new Object[PERCENTILES.length + 2];
                cells[0] = stage.label();
                cells[1] = String.format(Locale.ROOT, "%,d", histogram.getTotalCount());
                for (int i = 0; i < PERCENTILES.length; i++) {
                    cells[i + 2] = duration(histogram.getValueAtPercentile(PERCENTILES[i]));
                }
                lines.add(String.format(Locale.ROOT, ROW, cells));
            }
        }
        return lines;
    }

    /** Nanoseconds with three digits and the unit that fits: {@code 1.25 ms}. */
    public static String duration(long ns) {
        if (ns < 1_000) {
            return ns + " ns";
        }
        double value = ns;
        String[] units = {"ns", "µs", "ms", "s"};
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        String format = value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, units[unit]);
    }
}
