package io.tocsin.engine.plan.window;

import java.util.Locale;

/**
 * Aggregate of a window's samples. Append new constants at the end: snapshots store their ordinals.
 */
public enum Aggregate {
    /** The number of samples. */
    COUNT,
    /** The sum, compensated: as exact as the rounding of the exact sum, except for sums near overflow. */
    SUM,
    /** The sum divided by the count. */
    AVG,
    /** The least value. */
    MIN,
    /** The greatest value. */
    MAX,
    /** The greatest value minus the least. */
    RANGE,
    /** The sample with the least event time; of equal times the first to arrive. */
    FIRST,
    /** The sample with the greatest event time; of equal times the last to arrive. */
    LAST,
    /** Standard deviation of the population. */
    STDDEV,
    /** The last value minus the first, divided by the seconds between them; NaN for a single instant. */
    RATE,
    /**
     * The average of the values, each weighted by its duration: until the next sample, the last value until the end.
     */
    TIME_WEIGHTED_AVG,
    /** The median: the least value that half of the samples do not exceed. */
    P50(500),
    /** The least value that 90 % of the samples do not exceed. */
    P90(900),
    /** The least value that 95 % of the samples do not exceed. */
    P95(950),
    /** The least value that 99 % of the samples do not exceed. */
    P99(990),
    /** The least value that 99.9 % of the samples do not exceed. */
    P999(999),
    /** The number of distinct values: exact up to 256, about 2 % off beyond. */
    DISTINCT,
    /**
     * How much a counter has increased: the sum of its steps from sample to sample, from the last sample before the
     * window on. A fall is a reset, or a roll-over.
     */
    INCREASE,
    /** {@link #INCREASE} per second between its first and its last sample; NaN for a single instant. */
    COUNTER_RATE;

    private static final int NO_PERCENTILE = 0;

    private final int perMille;

    Aggregate() {
        this(NO_PERCENTILE);
    }

    Aggregate(int perMille) {
        this.perMille = perMille;
    }

    /** Name in the configuration, in rows and in the names of derived sensors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the aggregate is a percentile. */
    public boolean isPercentile() {
        return perMille != NO_PERCENTILE;
    }

    /** For a percentile: how many of a thousand samples do not exceed it. */
    public int perMille() {
        return perMille;
    }

    /** Whether the aggregate needs samples in the order of event time. */
    public boolean needsOrder() {
        return this == TIME_WEIGHTED_AVG || isOfCounter();
    }

    /** Whether the aggregate takes its samples for those of one counter, also beyond the window. */
    public boolean isOfCounter() {
        return this == INCREASE || this == COUNTER_RATE;
    }
}
