package io.tocsin.engine.alarm;

/**
 * State of a limit alarm for one sensor, in two parts: the hot part, which every reading touches, two sensors a cache
 * line, and the cold part, which only a change touches. The same slot index locates both.
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
 * <p>Numbers are those of {@link Episode}. The bits of the status: from bit 0 two bits a level ({@link #NORMAL} …
 * {@link #PENDING_OFF}); from bit 8 the index of the alarm's current level plus 1, 0 for none; {@link #GONE} when there
 * is no value any more; from bit 17 the number of earlier events of the episode at the time of its last event.
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

    private static final int BUDGET_LEAST = 64;
    private static final int BUDGET_STEP = 16;

    static final int NORMAL = 0;
    static final int PENDING_ON = 1;
    static final int ACTIVE = 2;
    static final int PENDING_OFF = 3;

    private static final int BITS_PER_LEVEL = 2;
    private static final int LEVEL_MASK = 3;
    private static final int STANDING_SHIFT = 8;
    private static final int LEVELS_MASK = (1 << STANDING_SHIFT) - 1;
    private static final int STANDING_MASK = 7 << STANDING_SHIFT;
    /** Status bit: the value is lost. */
    static final int GONE = 1 << 16;

    private static final int EARLIER_SHIFT = 17;
    private static final int EARLIER_MAX = (1 << (Integer.SIZE - EARLIER_SHIFT)) - 1;

    private LimitLayout() {}

    static int coldLength(int levelCount) {
        return SINCE_OFFSET + levelCount * Long.BYTES;
    }

    /** Bytes of a slot for the memory budget; from one cache line on in steps of 16. */
    static int bytesPerKey(int levelCount) {
        int length = HOT_LENGTH + coldLength(levelCount);
        return length <= BUDGET_LEAST ? BUDGET_LEAST : (length + BUDGET_STEP - 1) / BUDGET_STEP * BUDGET_STEP;
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

    /** The status with all levels normal and the rest unchanged. */
    static int withoutLevels(int status) {
        return status & ~LEVELS_MASK;
    }

    /** Number of combinations of level states. */
    static int combinationCount(int levelCount) {
        return 1 << (levelCount * BITS_PER_LEVEL);
    }

    /** The level states alone, an index below {@link #combinationCount}. */
    static int combination(int status) {
        return status & LEVELS_MASK;
    }

    /** Index of the alarm's current level, or -1. */
    static int standing(int status) {
        return ((status & STANDING_MASK) >>> STANDING_SHIFT) - 1;
    }

    /** Number of earlier events of the current episode at the time of the last event. */
    static int earlier(int status) {
        return status >>> EARLIER_SHIFT;
    }

    /**
     * The status after an event.
     *
     * @param level index of the alarm's current level, -1 for none
     * @param earlier {@link #earlier}; saturates at {@value #EARLIER_MAX}
     */
    static int withStanding(int status, int level, int earlier) {
        return (status & (LEVELS_MASK | GONE))
                | ((level + 1) << STANDING_SHIFT)
                | (Math.min(earlier, EARLIER_MAX) << EARLIER_SHIFT);
    }
}
