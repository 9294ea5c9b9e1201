package io.tocsin.engine.dispatch;

/**
 * An entry of the {@link Dispatch}, as a long: where one input of a sensor's readings goes.
 *
 * <pre>
 *   63          57                    32                           0
 *  +------------+---------------------+---------------------------+
 *  | kind: bits | index of operator   | slot, or index of a group |
 *  +------------+---------------------+---------------------------+
 * </pre>
 */
public final class DispatchEntry {
    /** Bit for an alarm over a group: all its keys share one slot. */
    static final int GROUP_BIT = 1 << 30;

    static final int FORWARD_BIT = 1 << 29;
    static final int RECEIVE_TIME_BIT = 1 << 28;
    static final int BROADCAST_BIT = 1 << 27;
    /** Bit for a group by key: the sensor is one of several that may share the key. */
    static final int MEMBER_BIT = 1 << 26;
    /** Bit of a member's entry: its newest reading is not BAD, and its source has not ended. */
    static final int VALUE_BIT = 1 << 25;

    private static final int KINDS =
            GROUP_BIT | FORWARD_BIT | RECEIVE_TIME_BIT | BROADCAST_BIT | MEMBER_BIT | VALUE_BIT;

    private DispatchEntry() {}

    /**
     * @param bits the operator's index with the bits of the kind
     */
    static long of(int bits, int slot) {
        return ((long) bits << Integer.SIZE) | (slot & 0xFFFF_FFFFL);
    }

    static int bits(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    static boolean has(long entry, int bit) {
        return (bits(entry) & bit) != 0;
    }

    static long withValue(long entry, boolean hasValue) {
        int bits = bits(entry);
        return of(hasValue ? bits | VALUE_BIT : bits & ~VALUE_BIT, slot(entry));
    }

    /** The operator's index. */
    public static int operator(long entry) {
        return bits(entry) & ~KINDS;
    }

    /** The operator's slot; the group's index when the entry forwards. */
    public static int slot(long entry) {
        return (int) entry;
    }

    /** Whether the entry is plain: an operator and the sensor's own slot. */
    public static boolean isPlain(long entry) {
        return !has(entry, KINDS);
    }

    /** Whether the entry forwards to a shared group. */
    public static boolean isForward(long entry) {
        return has(entry, FORWARD_BIT);
    }

    /** Whether the entry leads to all keys of an operator. */
    public static boolean isBroadcast(long entry) {
        return has(entry, BROADCAST_BIT);
    }

    /** Whether the readings that the entry forwards count at their receive times. */
    public static boolean isByReceiveTime(long entry) {
        return has(entry, RECEIVE_TIME_BIT);
    }
}
