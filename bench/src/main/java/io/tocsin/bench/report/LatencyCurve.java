package io.tocsin.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Latencies of one contender at one rate.
 *
 * @param isFloor whether it is the floor of the machine, below which no contender can be
 * @param isOurs whether it is one of ours
 * @param latenciesNs of all rounds
 */
public record LatencyCurve(String contender, boolean isFloor, boolean isOurs, Histogram latenciesNs) {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    /** Fewer samples than this above a percentile say nothing about it. */
    private static final int SAMPLES_ABOVE_MIN = 2;

    /** A row for each contender: percentiles and the greatest latency in µs, and the number of samples. */
    public static String table(List<LatencyCurve> curves) {
        List<String> columns = Arrays.stream(PERCENTILES)
                .mapToObj(percentile -> "p" + (percentile % 1 == 0 ? String.valueOf((int) percentile) : percentile))
                .toList();
        MarkdownTable table = new MarkdownTable(
                Stream.concat(columns.stream(), Stream.of("max", "alarms")).toList());
        for (LatencyCurve curve : curves) {
            Histogram latencies = curve.latenciesNs;
            Stream<String> figures = Arrays.stream(PERCENTILES)
                    .mapToObj(percentile ->
                            curve.has(percentile) ? micros(latencies.getValueAtPercentile(percentile)) : "–");
            table.row(
                    curve.contender,
                    Stream.concat(
                                    figures,
                                    Stream.of(
                                            micros(latencies.getMaxValue()),
                                            String.format(Locale.ROOT, "%,d", latencies.getTotalCount())))
                            .toList());
        }
        return table.toString();
    }

    /** Whether there are samples enough for a percentile. */
    boolean has(double percentile) {
        return latenciesNs.getTotalCount() * (100 - percentile) / 100 >= SAMPLES_ABOVE_MIN - 1e-6;
    }

    private static String micros(long ns) {
        double micros = ns / 1e3;
        return String.format(Locale.ROOT, micros >= 100 ? "%,.0f" : micros >= 10 ? "%.1f" : "%.2f", micros);
    }
}
