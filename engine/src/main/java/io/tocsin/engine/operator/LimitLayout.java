package io.tocsin.engine.operator;

/**
 * State of a limit alarm for one sensor: what every reading touches, two sensors a cache line, apart from what only a
 * change touches. The same slot index leads to both.
 *
 * <pre>
 *   hot     0        8        16       24   28   32
 *          +--------+--------+--------+----+----+
 *          | last   | next   | value  |stat|sens|
 *          | time   | timer  |        |us  |or  |
 *          +--------+--------+--------+----+----+
 *
 *   cold    0        8        16   20   24       32
 *          +--------+--------+----+----+--------+--------
 *          | last   | raised |occ |num | since  | since …  (one a level)
 *          | event  | time   |    |bers| level 0| level 1
 *          +--------+--------+----+----+--------+--------
 * </pre>
 *
 * Numbers are those of {@link Episode}. Status has two bits a level ({@link #NORMAL} … {@link #PENDING_OFF}) from bit 0, and from bit 8 one more than the index
 * of the level at which the alarm stands, 0 for none.
 */
final class LimitLayout {
    static final int LAST_TIME_OFFSET = 0;
    static final int NEXT_TIMER_OFFSET = 8;
    static final int VALUE_OFFSET = 16;
    static final int STATUS_OFFSET = 24;
    static final int SENSOR_OFFSET = 28;
    static final int HOT_LENGTH = 32;

    static final int LAST_EVENT_OFFSET = 0;
    static final int RAISED_OFFSET = 8;
    static final int OCCURRENCE_OFFSET = 16;
    static final int NUMBERS_OFFSET = 20;
    private static final int SINCE_OFFSET = 24;

    static final int NORMAL = 0;
    static final int PENDING_ON = 1;
    static final int ACTIVE = 2;
    static final int PENDING_OFF = 3;

    private static final int BITS_PER_LEVEL = 2;
    private static final int LEVEL_MASK = 3;
    private static final int STANDING_SHIFT = 8;
    private static final int LEVELS_MASK = (1 << STANDING_SHIFT) - 1;

    private LimitLayout() {}

    static int coldLength(int levelCount) {
        return SINCE_OFFSET + levelCount * Long.BYTES;
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

    /** How many combinations of level states there are. */
    static int combinationCount(int levelCount) {
        return 1 << (levelCount * BITS_PER_LEVEL);
    }

    /** The level states alone, an index below {@link #combinationCount}. */
    static int combination(int status) {
        return status & LEVELS_MASK;
    }

    /** Index of the level at which the alarm stands, or -1. */
    static int standing(int status) {
        return (status >>> STANDING_SHIFT) - 1;
    }

    static int withStanding(int status, int level) {
        return (status & LEVELS_MASK) | ((level + 1) << STANDING_SHIFT);
    }
}
