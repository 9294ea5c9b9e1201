package io.tocsin.engine.alarm;

/**
 * The sample that a sensor's next sample is compared with, stored besides the episode of {@link EpisodeOperator}.
 *
 * <pre>
 *   0        8        16
 *  +--------+--------+
 *  | time   | value  |
 *  +--------+--------+
 * </pre>
 *
 * <p>Time is {@link #NO_REFERENCE} when there is no such sample: before the first one, after the value is lost, and
 * after the clock has restarted.
 */
final class RateOfChangeLayout {
    static final long NO_REFERENCE = Long.MIN_VALUE;

    static final int TIME_OFFSET = 0;
    static final int VALUE_OFFSET = 8;
    static final int LENGTH = 16;

    private RateOfChangeLayout() {}
}
