package io.tocsin.engine.operator;

import org.agrona.BitUtil;

/**
 * State of a limit alarm for one sensor.
 *
 * <pre>
 *   0        8        16       24       32       40       48   52   56       64 …
 *  +--------+--------+--------+--------+--------+--------+----+----+--------+--------
 *  | last   | next   | value  | status | last   | raised |occ |sens| since  | since …  (one a level)
 *  | time   | timer  |        |        | event  | time   |    |    | level 0| level 1
 *  +--------+--------+--------+--------+--------+--------+----+----+--------+--------
 * </pre>
 *
 * One level is one cache line. Status has two bits a level ({@link #NORMAL} … {@link #PENDING_OFF}) from bit 0, and from
 * bit 8 one more than the index of the level at which the alarm stands, 0 for none.
 */
final class LimitLayout {
    static final int LAST_TIME_OFFSET = 0;
    static final int NEXT_TIMER_OFFSET = 8;
    static final int VALUE_OFFSET = 16;
    static final int STATUS_OFFSET = 24;
    static final int LAST_EVENT_OFFSET = 32;
    static final int RAISED_OFFSET = 40;
    static final int OCCURRENCE_OFFSET = 48;
    static final int SENSOR_OFFSET = 52;
    static final int SINCE_OFFSET = 56;

    static final int NORMAL = 0;
    static final int PENDING_ON = 1;
    static final int ACTIVE = 2;
    static final int PENDING_OFF = 3;

    private static final int BITS_PER_LEVEL = 2;
    private static final int LEVEL_MASK = 3;
    private static final int STANDING_SHIFT = 8;
    private static final int LEVELS_MASK = (1 << STANDING_SHIFT) - 1;

    private LimitLayout() {}

    static int slotLength(int levelCount) {
        int length = SINCE_OFFSET + levelCount * Long.BYTES;
        return length <= BitUtil.CACHE_LINE_LENGTH ? BitUtil.CACHE_LINE_LENGTH : BitUtil.align(length, 16);
    }

    static int sinceOffset(int level) {
        return SINCE_OFFSET + level * Long.BYTES;
    }

    static int levelState(int status, int level) {
        return (status >>> (level * BITS_PER_LEVEL)) & LEVEL_MASK;
    }

    static int withLevelState(int status, int level, int state) {
        int shift = level * BITS_PER_LEVEL;
        return (status & ~(LEVEL_MASK << shift)) | (state << shift);
    }

    /** Index of the level at which the alarm stands, or -1. */
    static int standing(int status) {
        return (status >>> STANDING_SHIFT) - 1;
    }

    static int withStanding(int status, int level) {
        return (status & LEVELS_MASK) | ((level + 1) << STANDING_SHIFT);
    }
}
