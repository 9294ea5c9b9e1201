package io.tocsin.engine.operator;

import org.agrona.UnsafeApi;

/**
 * State of a missing alarm for one sensor, or for the whole group: what every reading touches, as small as can be, apart from
 * what only an event touches. The same slot index leads to both.
 *
 * <pre>
 *   hot    0        8        16       24
 *         +--------+--------+--------+
 *         | last   | next   | value  |
 *         | time   | timer  |        |
 *         +--------+--------+--------+
 *
 *   cold   0        8        16   20   24   28   32       40
 *         +--------+--------+----+----+----+----+--------+
 *         | last   | raised |occ |sens|acti|    | last   |
 *         | event  | time   |    |    |ve  |    | good   |
 *         +--------+--------+----+----+----+----+--------+
 *
 *   stored 0        8        16       24       32       40       48   52   56   60   64
 *         +--------+--------+--------+--------+--------+--------+----+----+----+----+
 *         | last   | next   | value  | last   | raised | last   |occ |sens|acti|    |
 *         | time   | timer  |        | event  | time   | good   |    |    |ve  |    |
 *         +--------+--------+--------+--------+--------+--------+----+----+----+----+
 * </pre>
 *
 * Last good is the event time of the last good sample, {@code Long.MIN_VALUE} before the first: not armed. While a timer is
 * set it is the timer less the timeout, and what the cold part says means nothing. The stored form is that of snapshots and
 * digests, and older than the other two.
 */
final class MissingLayout {
    static final int LAST_TIME_OFFSET = 0;
    static final int NEXT_TIMER_OFFSET = 8;
    static final int VALUE_OFFSET = 16;
    static final int HOT_LENGTH = 24;

    static final int LAST_EVENT_OFFSET = 0;
    static final int RAISED_OFFSET = 8;
    static final int OCCURRENCE_OFFSET = 16;
    static final int SENSOR_OFFSET = 20;
    static final int ACTIVE_OFFSET = 24;
    static final int LAST_GOOD_OFFSET = 32;
    static final int COLD_LENGTH = 40;

    static final int STORED_LENGTH = 64;
    private static final int STORED_LAST_EVENT_OFFSET = 24;
    private static final int STORED_RAISED_OFFSET = 32;
    private static final int STORED_LAST_GOOD_OFFSET = 40;
    private static final int STORED_OCCURRENCE_OFFSET = 48;
    private static final int STORED_SENSOR_OFFSET = 52;
    private static final int STORED_ACTIVE_OFFSET = 56;

    private MissingLayout() {}

    /** Puts a slot into its stored form; the bytes that mean nothing must be zero. */
    static void store(long hot, long cold, long lastGoodNs, long stored) {
        UnsafeApi.putLong(stored + LAST_TIME_OFFSET, UnsafeApi.getLong(hot + LAST_TIME_OFFSET));
        UnsafeApi.putLong(stored + NEXT_TIMER_OFFSET, UnsafeApi.getLong(hot + NEXT_TIMER_OFFSET));
        UnsafeApi.putLong(stored + VALUE_OFFSET, UnsafeApi.getLong(hot + VALUE_OFFSET));
        UnsafeApi.putLong(stored + STORED_LAST_EVENT_OFFSET, UnsafeApi.getLong(cold + LAST_EVENT_OFFSET));
        UnsafeApi.putLong(stored + STORED_RAISED_OFFSET, UnsafeApi.getLong(cold + RAISED_OFFSET));
        UnsafeApi.putLong(stored + STORED_LAST_GOOD_OFFSET, lastGoodNs);
        UnsafeApi.putInt(stored + STORED_OCCURRENCE_OFFSET, UnsafeApi.getInt(cold + OCCURRENCE_OFFSET));
        UnsafeApi.putInt(stored + STORED_SENSOR_OFFSET, UnsafeApi.getInt(cold + SENSOR_OFFSET));
        UnsafeApi.putInt(stored + STORED_ACTIVE_OFFSET, UnsafeApi.getInt(cold + ACTIVE_OFFSET));
    }

    /** Takes a slot from its stored form. */
    static void load(long stored, long hot, long cold) {
        UnsafeApi.putLong(hot + LAST_TIME_OFFSET, UnsafeApi.getLong(stored + LAST_TIME_OFFSET));
        UnsafeApi.putLong(hot + NEXT_TIMER_OFFSET, UnsafeApi.getLong(stored + NEXT_TIMER_OFFSET));
        UnsafeApi.putLong(hot + VALUE_OFFSET, UnsafeApi.getLong(stored + VALUE_OFFSET));
        UnsafeApi.putLong(cold + LAST_EVENT_OFFSET, UnsafeApi.getLong(stored + STORED_LAST_EVENT_OFFSET));
        UnsafeApi.putLong(cold + RAISED_OFFSET, UnsafeApi.getLong(stored + STORED_RAISED_OFFSET));
        UnsafeApi.putLong(cold + LAST_GOOD_OFFSET, UnsafeApi.getLong(stored + STORED_LAST_GOOD_OFFSET));
        UnsafeApi.putInt(cold + OCCURRENCE_OFFSET, UnsafeApi.getInt(stored + STORED_OCCURRENCE_OFFSET));
        UnsafeApi.putInt(cold + SENSOR_OFFSET, UnsafeApi.getInt(stored + STORED_SENSOR_OFFSET));
        UnsafeApi.putInt(cold + ACTIVE_OFFSET, UnsafeApi.getInt(stored + STORED_ACTIVE_OFFSET));
    }
}
