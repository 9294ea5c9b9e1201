package io.tocsin.engine.operator;

/**
 * State of a missing alarm for one sensor, or for the whole group.
 *
 * <pre>
 *   0        8        16       24       32       40       48   52   56   60
 *  +--------+--------+--------+--------+--------+--------+----+----+----+----+
 *  | last   | next   | value  | last   | raised | last   |occ |sens|acti|    |
 *  | time   | timer  |        | event  | time   | good   |    |    |ve  |    |
 *  +--------+--------+--------+--------+--------+--------+----+----+----+----+
 * </pre>
 */
final class MissingLayout {
    static final int LAST_TIME_OFFSET = 0;
    static final int NEXT_TIMER_OFFSET = 8;
    static final int VALUE_OFFSET = 16;
    static final int LAST_EVENT_OFFSET = 24;
    static final int RAISED_OFFSET = 32;
    /** Event time of the last good sample, {@code Long.MIN_VALUE} before the first: not armed. */
    static final int LAST_GOOD_OFFSET = 40;

    static final int OCCURRENCE_OFFSET = 48;
    static final int SENSOR_OFFSET = 52;
    static final int ACTIVE_OFFSET = 56;
    static final int LENGTH = 64;

    private MissingLayout() {}
}
