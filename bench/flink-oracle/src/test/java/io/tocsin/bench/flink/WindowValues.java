package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.Aggregate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The aggregates of a window, computed from its samples with exact arithmetic; shares nothing with the engine. */
final class WindowValues {
    private WindowValues() {}

    /** Whether an aggregate is compared: the average weighted by time and the sketches are ours alone. */
    static boolean isKnown(Aggregate aggregate) {
        return aggregate.ordinal() <= Aggregate.RATE.ordinal();
    }

    /**
     * @param samples by time, those of one instant in the order of arrival
     */
    static double of(Aggregate aggregate, List<Reading> samples) {
        Reading first = samples.get(0);
        Reading last = samples.get(samples.size() - 1);
        return switch (aggregate) {
            case COUNT -> samples.size();
            case SUM -> sum(samples).doubleValue();
            case AVG -> mean(samples).doubleValue();
            case MIN -> min(samples);
            case MAX -> max(samples);
            case RANGE -> max(samples) - min(samples);
            case FIRST -> first.value();
            case LAST -> last.value();
            case STDDEV -> deviation(samples);
            case RATE ->
                last.timeNs() == first.timeNs()
                        ? Double.NaN
                        : (last.value() - first.value()) / ((last.timeNs() - first.timeNs()) / 1e9);
            default -> throw new IllegalArgumentException("not compared, aggregate=" + aggregate);
        };
    }

    private static double min(List<Reading> samples) {
        return samples.stream().mapToDouble(Reading::value).reduce(Double.POSITIVE_INFINITY, Math::min);
    }

    private static double max(List<Reading> samples) {
        return samples.stream().mapToDouble(Reading::value).reduce(Double.NEGATIVE_INFINITY, Math::max);
    }

    private static BigDecimal sum(List<Reading> samples) {
        return samples.stream().map(sample -> new BigDecimal(sample.value())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal mean(List<Reading> samples) {
        return sum(samples).divide(BigDecimal.valueOf(samples.size()), MathContext.DECIMAL128);
    }

    private static double deviation(List<Reading> samples) {
        BigDecimal mean = mean(samples);
        BigDecimal squares = samples.stream()
                .map(sample -> new BigDecimal(sample.value()).subtract(mean))
                .map(distance -> distance.multiply(distance))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Math.sqrt(squares.divide(BigDecimal.valueOf(samples.size()), MathContext.DECIMAL128)
                .doubleValue());
    }
}
