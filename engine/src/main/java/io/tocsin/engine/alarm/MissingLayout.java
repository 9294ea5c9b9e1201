package io.tocsin.engine.alarm;

import io.tocsin.engine.operator.KeyedOperator;
import org.agrona.UnsafeApi;

/**
 * State of a missing alarm for one sensor or a whole group, in two parts: a minimal hot part, which every reading
 * touches, and a cold part, which only other readings touch. The same slot index locates both.
 *
 * <pre>
 *   hot    0        8        16
 *         +--------+--------+
 *         | last   | value  |
 *         | sign   |        |
 *         +--------+--------+
 *
 *   cold   0        8        16   20   24   28   32       40       48   52   56
 *         +--------+--------+----+----+----+----+--------+--------+----+----+
 *         | last   | raised |occ |sens|acti|arm | last   | last   |num |out |
 *         | event  | time   |    |    |ve  |ed  | good   | time   |bers|age |
 *         +--------+--------+----+----+----+----+--------+--------+----+----+
 *
 *   stored 0        8        16       24       32       40       48   52   56   60   64
 *         +--------+--------+--------+--------+--------+--------+----+----+----+----+
 *         | last   | next   | value  | last   | raised | last   |occ |sens|acti|num |
 *         | time   | timer  |        | event  | time   | good   |    |    |ve  |bers|
 *         +--------+--------+--------+--------+--------+--------+----+----+----+----+
 * </pre>
 *
 * <p>Last sign is the time of the latest reading if that was a sign of life, as nearly all are, and {@link #NO_SIGN}
 * otherwise. While there is a last sign, it is also the last time and the last good time, the alarm is armed, and the
 * cold part's values of these three are invalid. Numbers are those of {@link Episode}. Last good is the event time of
 * the last good sample, {@code Long.MIN_VALUE} before the first; the end of an outage puts it forward. Outage is the
 * state of {@link OutageHold}. Snapshots and digests use the stored form, which is older than the two parts and has the
 * outage in the upper bytes of active.
 */
final class MissingLayout {
    /**
     * Last sign when the latest reading was no sign of life: so late that no reading comes within the timeout after it.
     */
    static final long NO_SIGN = Long.MAX_VALUE;

    static final int LAST_SIGN_OFFSET = 0;
    static final int VALUE_OFFSET = 8;
    static final int HOT_LENGTH = 16;

    static final int LAST_EVENT_OFFSET = 0;
    static final int RAISED_OFFSET = 8;
    static final int OCCURRENCE_OFFSET = 16;
    static final int SENSOR_OFFSET = 20;
    static final int ACTIVE_OFFSET = 24;
    static final int ARMED_OFFSET = 28;
    static final int LAST_GOOD_OFFSET = 32;
    static final int LAST_TIME_OFFSET = 40;
    static final int NUMBERS_OFFSET = 48;
    static final int OUTAGE_OFFSET = 52;
    static final int COLD_LENGTH = 56;

    static final int STORED_LENGTH = 64;
    private static final int STORED_LAST_TIME_OFFSET = 0;
    private static final int STORED_NEXT_TIMER_OFFSET = 8;
    private static final int STORED_VALUE_OFFSET = 16;
    private static final int STORED_LAST_EVENT_OFFSET = 24;
    private static final int STORED_RAISED_OFFSET = 32;
    private static final int STORED_LAST_GOOD_OFFSET = 40;
    private static final int STORED_OCCURRENCE_OFFSET = 48;
    private static final int STORED_SENSOR_OFFSET = 52;
    private static final int STORED_ACTIVE_OFFSET = 56;
    private static final int STORED_NUMBERS_OFFSET = 60;
    private static final int STORED_ACTIVE_BITS = 8;

    private MissingLayout() {}

    /** Writes a slot without a pending sign of life in its stored form. */
    static void store(long hot, long cold, long timerNs, long stored) {
        UnsafeApi.putLong(stored + STORED_LAST_TIME_OFFSET, UnsafeApi.getLong(cold + LAST_TIME_OFFSET));
        UnsafeApi.putLong(stored + STORED_NEXT_TIMER_OFFSET, timerNs);
        UnsafeApi.putLong(stored + STORED_VALUE_OFFSET, UnsafeApi.getLong(hot + VALUE_OFFSET));
        UnsafeApi.putLong(stored + STORED_LAST_EVENT_OFFSET, UnsafeApi.getLong(cold + LAST_EVENT_OFFSET));
        UnsafeApi.putLong(stored + STORED_RAISED_OFFSET, UnsafeApi.getLong(cold + RAISED_OFFSET));
        UnsafeApi.putLong(stored + STORED_LAST_GOOD_OFFSET, UnsafeApi.getLong(cold + LAST_GOOD_OFFSET));
        UnsafeApi.putInt(stored + STORED_OCCURRENCE_OFFSET, UnsafeApi.getInt(cold + OCCURRENCE_OFFSET));
        UnsafeApi.putInt(stored + STORED_SENSOR_OFFSET, UnsafeApi.getInt(cold + SENSOR_OFFSET));
        int outage = UnsafeApi.getInt(cold + OUTAGE_OFFSET) << STORED_ACTIVE_BITS;
        UnsafeApi.putInt(stored + STORED_ACTIVE_OFFSET, UnsafeApi.getInt(cold + ACTIVE_OFFSET) | outage);
        UnsafeApi.putInt(stored + STORED_NUMBERS_OFFSET, UnsafeApi.getInt(cold + NUMBERS_OFFSET));
    }

    /** Reads a slot from its stored form. */
    static void load(long stored, long hot, long cold) {
        boolean isArmed = UnsafeApi.getLong(stored + STORED_NEXT_TIMER_OFFSET) != KeyedOperator.NO_TIMER;
        UnsafeApi.putLong(hot + LAST_SIGN_OFFSET, NO_SIGN);
        UnsafeApi.putLong(hot + VALUE_OFFSET, UnsafeApi.getLong(stored + STORED_VALUE_OFFSET));
        UnsafeApi.putLong(cold + LAST_EVENT_OFFSET, UnsafeApi.getLong(stored + STORED_LAST_EVENT_OFFSET));
        UnsafeApi.putLong(cold + RAISED_OFFSET, UnsafeApi.getLong(stored + STORED_RAISED_OFFSET));
        UnsafeApi.putInt(cold + OCCURRENCE_OFFSET, UnsafeApi.getInt(stored + STORED_OCCURRENCE_OFFSET));
        UnsafeApi.putInt(cold + SENSOR_OFFSET, UnsafeApi.getInt(stored + STORED_SENSOR_OFFSET));
        int active = UnsafeApi.getInt(stored + STORED_ACTIVE_OFFSET);
        UnsafeApi.putInt(cold + ACTIVE_OFFSET, active & 1);
        UnsafeApi.putInt(cold + OUTAGE_OFFSET, active >> STORED_ACTIVE_BITS);
        UnsafeApi.putInt(cold + ARMED_OFFSET, isArmed ? 1 : 0);
        UnsafeApi.putInt(cold + NUMBERS_OFFSET, UnsafeApi.getInt(stored + STORED_NUMBERS_OFFSET));
        UnsafeApi.putLong(cold + LAST_GOOD_OFFSET, UnsafeApi.getLong(stored + STORED_LAST_GOOD_OFFSET));
        UnsafeApi.putLong(cold + LAST_TIME_OFFSET, UnsafeApi.getLong(stored + STORED_LAST_TIME_OFFSET));
    }
}
