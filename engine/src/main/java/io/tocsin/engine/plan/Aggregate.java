package io.tocsin.engine.plan;

import java.util.Locale;

/** What a window tells of its samples. */
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
    /** The one with the least event time; of several the first that came. */
    FIRST,
    /** The one with the greatest event time; of several the last that came. */
    LAST,
    /** Standard deviation of the population. */
    STDDEV,
    /** Last less first, by the seconds between them; NaN with a single instant. */
    RATE;

    /** Its name in the configuration, in rows and in the names of derived sensors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
