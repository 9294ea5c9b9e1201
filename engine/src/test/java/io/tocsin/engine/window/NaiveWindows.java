package io.tocsin.engine.window;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Slow oracle for windows: every window has a list of its samples and is looked at after every step. Written from
 * docs/semantics.md; shares nothing with {@link AlignedWindows} but the numbers of the window. One key.
 */
final class NaiveWindows {
    /** A row of the result. */
    record Row(long startNs, long endNs, boolean isUpdate, Map<Aggregate, Double> values) {}

    record Sample(long timeNs, double value) {}

    private static final class Open {
        private final List<Sample> samples = new ArrayList<>();
        private boolean isGiven;
    }

    private final AlignedWindow window;
    private final long latenessNs;
    private final List<Aggregate> aggregates;
    private final TreeMap<Long, Open> byEnd = new TreeMap<>();
    private final List<Row> rows = new ArrayList<>();
    private long lateCount;

    NaiveWindows(AlignedWindow window, List<Aggregate> aggregates, long latenessNs) {
        this.window = window;
        this.aggregates = aggregates;
        this.latenessNs = latenessNs;
    }

    List<Row> rows() {
        return rows;
    }

    long lateCount() {
        return lateCount;
    }

    /** A sample; the watermark is the one before it and the one after it. */
    void onSample(long timeNs, double value, long watermarkBeforeNs, long watermarkNs) {
        boolean isTaken = false;
        long firstStart = Math.floorDiv(timeNs - window.offsetNs() - window.sizeNs(), window.slideNs()) + 1;
        for (long start = firstStart * window.slideNs() + window.offsetNs();
                start <= timeNs;
                start += window.slideNs()) {
            long end = start + window.sizeNs();
            if (timeNs >= end || end + latenessNs <= watermarkBeforeNs) {
                continue;
            }
            isTaken = true;
            Open open = byEnd.computeIfAbsent(end, e -> new Open());
            open.samples.add(new Sample(timeNs, value));
            if (end <= watermarkBeforeNs) {
                // Of a window that closed empty this is the first row.
                give(end, open);
            }
        }
        lateCount += isTaken ? 0 : 1;
        onWatermark(watermarkNs);
    }

    void onWatermark(long watermarkNs) {
        byEnd.headMap(watermarkNs, true).forEach((end, open) -> {
            if (!open.isGiven) {
                give(end, open);
            }
        });
    }

    /** The windows that may still change. */
    List<Row> kept(long watermarkNs) {
        List<Row> kept = new ArrayList<>();
        byEnd.forEach((end, open) -> {
            if (end + latenessNs > watermarkNs) {
                kept.add(row(end, open));
            }
        });
        return kept;
    }

    /** End of the first window that has not closed. */
    long nextEndNs() {
        return byEnd.entrySet().stream()
                .filter(entry -> !entry.getValue().isGiven)
                .mapToLong(Map.Entry::getKey)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private void give(long end, Open open) {
        rows.add(row(end, open));
        open.isGiven = true;
    }

    private Row row(long end, Open open) {
        Map<Aggregate, Double> values = new EnumMap<>(Aggregate.class);
        for (Aggregate aggregate : aggregates) {
            values.put(aggregate, value(aggregate, open.samples, end));
        }
        return new Row(end - window.sizeNs(), end, open.isGiven, values);
    }

    /**
     * Value of an aggregate.
     *
     * @param untilNs how long the last value holds
     */
    static double value(Aggregate aggregate, List<Sample> samples, long untilNs) {
        double[] values = samples.stream().mapToDouble(Sample::value).toArray();
        return switch (aggregate) {
            case COUNT -> values.length;
            case SUM -> sum(values).doubleValue();
            case AVG ->
                sum(values)
                        .divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
                        .doubleValue();
            case MIN -> samples.stream().mapToDouble(Sample::value).min().orElseThrow();
            case MAX -> samples.stream().mapToDouble(Sample::value).max().orElseThrow();
            case RANGE -> value(Aggregate.MAX, samples, untilNs) - value(Aggregate.MIN, samples, untilNs);
            case FIRST -> first(samples).value();
            case LAST -> last(samples).value();
            case STDDEV -> deviation(values);
            case RATE -> {
                double seconds = (last(samples).timeNs() - first(samples).timeNs()) / 1e9;
                yield seconds == 0
                        ? Double.NaN
                        : (last(samples).value() - first(samples).value()) / seconds;
            }
            case TIME_WEIGHTED_AVG -> heldMean(samples, untilNs);
            case P50 -> percentile(samples, "0.5");
            case P90 -> percentile(samples, "0.9");
            case P95 -> percentile(samples, "0.95");
            case P99 -> percentile(samples, "0.99");
            case P999 -> percentile(samples, "0.999");
            // Adding it makes one zero of the two.
            case DISTINCT ->
                samples.stream().map(sample -> sample.value() + 0.0).distinct().count();
            case INCREASE, COUNTER_RATE -> throw new IllegalArgumentException("depends on samples before the window");
        };
    }

    /**
     * For how long the value was in a state.
     *
     * @param untilNs how long the last value holds
     */
    static double secondsIn(TimeInState state, List<Sample> samples, long untilNs) {
        List<Sample> sorted = samples.stream()
                .sorted(Comparator.comparingLong(Sample::timeNs))
                .toList();
        long inNs = 0;
        for (int i = 0; i < sorted.size(); i++) {
            double value = sorted.get(i).value();
            boolean isAbove = state.hasLeast() ? value >= state.least() : value > state.least();
            boolean isBelow = state.hasGreatest() ? value <= state.greatest() : value < state.greatest();
            if (isAbove && isBelow) {
                long endNs = i + 1 < sorted.size() ? sorted.get(i + 1).timeNs() : untilNs;
                inNs += endNs - sorted.get(i).timeNs();
            }
        }
        return inNs / 1e9;
    }

    private static double heldMean(List<Sample> samples, long untilNs) {
        List<Sample> sorted = samples.stream()
                .sorted(Comparator.comparingLong(Sample::timeNs))
                .toList();
        BigDecimal area = BigDecimal.ZERO;
        for (int i = 0; i < sorted.size(); i++) {
            long endNs = i + 1 < sorted.size() ? sorted.get(i + 1).timeNs() : untilNs;
            BigDecimal heldNs = BigDecimal.valueOf(endNs - sorted.get(i).timeNs());
            area = area.add(new BigDecimal(sorted.get(i).value()).multiply(heldNs));
        }
        long lengthNs = untilNs - sorted.get(0).timeNs();
        return lengthNs == 0
                ? sorted.get(sorted.size() - 1).value()
                : area.divide(BigDecimal.valueOf(lengthNs), MathContext.DECIMAL128)
                        .doubleValue();
    }

    /** The least value that a share of the samples do not exceed. */
    private static double percentile(List<Sample> samples, String share) {
        double[] sorted = samples.stream().mapToDouble(Sample::value).sorted().toArray();
        BigDecimal rank = new BigDecimal(share).multiply(BigDecimal.valueOf(sorted.length));
        return sorted[rank.setScale(0, RoundingMode.CEILING).intValueExact() - 1];
    }

    private static Sample first(List<Sample> samples) {
        Sample first = samples.get(0);
        for (Sample sample : samples) {
            first = sample.timeNs() < first.timeNs() ? sample : first;
        }
        return first;
    }

    private static Sample last(List<Sample> samples) {
        Sample last = samples.get(0);
        for (Sample sample : samples) {
            last = sample.timeNs() >= last.timeNs() ? sample : last;
        }
        return last;
    }

    private static BigDecimal sum(double[] values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : values) {
            sum = sum.add(new BigDecimal(value));
        }
        return sum;
    }

    private static double deviation(double[] values) {
        BigDecimal count = BigDecimal.valueOf(values.length);
        BigDecimal mean = sum(values).divide(count, MathContext.DECIMAL128);
        BigDecimal squares = BigDecimal.ZERO;
        for (double value : values) {
            BigDecimal distance = new BigDecimal(value).subtract(mean);
            squares = squares.add(distance.multiply(distance));
        }
        return Math.sqrt(squares.divide(count, MathContext.DECIMAL128).doubleValue());
    }
}
