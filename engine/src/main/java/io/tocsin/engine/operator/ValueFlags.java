package io.tocsin.engine.operator;

import io.tocsin.engine.reading.Quality;

/**
 * Flags that operators pass along with a reading, in the bits above those that are journalled with it. They never enter
 * a journal.
 */
public final class ValueFlags {
    /** BAD, and nothing else gives the value any more: of a group no member has one, of a result no input. */
    public static final int GONE = 1 << 8;
    /** With {@link #GONE}: what the value was compared with is gone, not what was measured. */
    public static final int LIMIT = 1 << 9;

    /** Of a result: counts at the time of the newest reading of its sensor, unless its own is later. */
    public static final int AT_NEWEST = 1 << 10;
    /** Of a reading on its way to a group: it is of a member, whose values the group counts. */
    public static final int MEMBER = 1 << 11;
    /** With {@link #MEMBER}: the member had no value before. */
    public static final int CAME = 1 << 12;
    /** With {@link #MEMBER}: the member had a value before. */
    public static final int WENT = 1 << 13;

    private static final int ON_THE_WAY = AT_NEWEST | MEMBER | CAME | WENT;
    private static final int JOURNALLED = (1 << 8) - 1;
    private static final int BAD = Quality.BAD.code();

    private ValueFlags() {}

    /** Whether a reading says that there is no value any more. */
    public static boolean isGone(int flags) {
        return (flags & GONE) != 0;
    }

    /** Whether what the value was compared with is gone. */
    public static boolean isLimitGone(int flags) {
        return (flags & LIMIT) != 0;
    }

    /** Whether somebody must still act by them before operators see the reading. */
    public static boolean isOnTheWay(int flags) {
        return (flags & ON_THE_WAY) != 0;
    }

    /** The flags that operators see. */
    public static int arrived(int flags) {
        return flags & ~ON_THE_WAY;
    }

    /** The flags that are journalled with a reading, and that users' functions may see. */
    public static int journalled(int flags) {
        return flags & JOURNALLED;
    }

    /** Of a result that ends: why, as its input said. */
    static int ofResult(int flags) {
        return GONE | AT_NEWEST | (flags & LIMIT);
    }

    public static boolean isBad(int quality) {
        return quality == BAD;
    }
}
