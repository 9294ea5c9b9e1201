package io.tocsin.engine.plan.window;

import java.util.Locale;

/**
 * Aggregate of a window's samples. Append new constants at the end: snapshots store their ordinals.
 */
public enum Aggregate {
    /** How many. */
    COUNT,
    /** Their sum, compensated: as exact as the rounding of the exact sum, but for sums near overflow. */
    SUM,
    /** Sum by count. */
    AVG,
    /** The least. */
    MIN,
    /** The greatest. */
    MAX,
    /** Greatest less least. */
    RANGE,
    /** The sample with the least event time; of equal times the first that came. */
    FIRST,
    /** The one with the greatest event time; of several the last that came. */
    LAST,
    /** Standard deviation of the population. */
    STDDEV,
    /** Last less first, by the seconds between them; NaN with a single instant. */
    RATE,
    /** The average of the values, each weighted by how long it held: until the next sample, the last one to the end. */
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
    /** How many different values: exact up to 256, about 2 % off beyond. */
    DISTINCT;

    private static final int NO_PERCENTILE = 0;

    private final int perMille;

    Aggregate() {
        this(NO_PERCENTILE);
    }

    Aggregate(int perMille) {
        this.perMille = perMille;
    }

    /** Its name in the configuration, in rows and in the names of derived sensors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it tells which value so many of the samples do not exceed. */
    public boolean isPercentile() {
        return perMille != NO_PERCENTILE;
    }

    /** Of a percentile: how many of a thousand samples do not exceed it. */
    public int perMille() {
        return perMille;
    }

    /** Whether it can be told of samples in the order of event time only. */
    public boolean needsOrder() {
        return this == TIME_WEIGHTED_AVG;
    }
}
