package io.tocsin.engine.operator;

import io.tocsin.engine.reading.Quality;

/**
 * Flags that operators pass along with a reading, in the bits above the flags that are journalled with it. They never
 * enter a journal.
 */
public final class ValueFlags {
    /**
     * The reading is BAD and no input provides a value any more: no member of a group has one, or no input of a result.
     */
    public static final int GONE = 1 << 8;
    /** With {@link #GONE}: the limit that the value was compared with is lost, not the measured value. */
    public static final int LIMIT = 1 << 9;

    /** On a result: it counts at the time of its sensor's newest reading, unless its own time is later. */
    public static final int AT_NEWEST = 1 << 10;
    /** On a reading forwarded to a group: it belongs to a member, and the group counts its members' values. */
    public static final int MEMBER = 1 << 11;
    /** With {@link #MEMBER}: the member gains a value. */
    public static final int CAME = 1 << 12;
    /** With {@link #MEMBER}: the member loses its value. */
    public static final int WENT = 1 << 13;

    private static final int ON_THE_WAY = AT_NEWEST | MEMBER | CAME | WENT;
    private static final int JOURNALLED = (1 << 8) - 1;
    private static final int BAD = Quality.BAD.code();

    private ValueFlags() {}

    /** Whether a reading says that there is no value any more. */
    public static boolean isGone(int flags) {
        return (flags & GONE) != 0;
    }

    /** Whether the limit that the value was compared with is lost. */
    public static boolean isLimitGone(int flags) {
        return (flags & LIMIT) != 0;
    }

    /** Whether a group must still evaluate the flags before operators see the reading. */
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

    /** The flags of a result that ends: the reason given by its input. */
    static int ofResult(int flags) {
        return GONE | AT_NEWEST | (flags & LIMIT);
    }

    public static boolean isBad(int quality) {
        return quality == BAD;
    }
}
