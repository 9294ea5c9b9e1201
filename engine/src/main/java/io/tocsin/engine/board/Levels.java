package io.tocsin.engine.board;

import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.result.AlarmEventFlyweight;

/** Compares levels of alarms by their codes: the side, and the severity within it. Rules without levels have one. */
final class Levels {
    static final int NONE = AlarmEventFlyweight.NO_LEVEL;

    private static final Level[] LEVELS = Level.values();

    private Levels() {}

    /** Whether two levels are on different sides; no level has no side. */
    static boolean isOtherSide(int level, int other) {
        return level != NONE && other != NONE && LEVELS[level].isHigh() != LEVELS[other].isHigh();
    }

    /** Whether a level is more severe than another; every level is above none. */
    static boolean isAbove(int level, int other) {
        return rank(level) > rank(other);
    }

    /** Whether an acknowledgement of a level covers another one. */
    static boolean covers(int acknowledged, int level) {
        return !isOtherSide(acknowledged, level) && !isAbove(level, acknowledged);
    }

    /** The code of a level's name, or {@link #NONE}. */
    static int ofName(String name) {
        for (Level level : LEVELS) {
            if (level.name().equals(name)) {
                return level.ordinal();
            }
        }
        return NONE;
    }

    private static int rank(int level) {
        if (level == NONE) {
            return 0;
        }
        return switch (LEVELS[level]) {
            case HI, LO -> 1;
            case HIHI, LOLO -> 2;
        };
    }
}
