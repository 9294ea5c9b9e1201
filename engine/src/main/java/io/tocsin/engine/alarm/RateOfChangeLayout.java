package io.tocsin.engine.alarm;

/**
 * The sample that the next one of a sensor is compared with, beside the episode in {@link EpisodeOperator}.
 *
 * <pre>
 *   0        8        16
 *  +--------+--------+
 *  | time   | value  |
 *  +--------+--------+
 * </pre>
 *
 * Time is {@link #NO_REFERENCE} when there is no such sample: before the first one, after a value that went, and after
 * a clock that began anew.
 */
final class RateOfChangeLayout {
    static final long NO_REFERENCE = Long.MIN_VALUE;

    static final int TIME_OFFSET = 0;
    static final int VALUE_OFFSET = 8;
    static final int LENGTH = 16;

    private RateOfChangeLayout() {}
}
