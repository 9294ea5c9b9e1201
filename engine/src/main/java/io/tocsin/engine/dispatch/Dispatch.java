package io.tocsin.engine.dispatch;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;

/**
 * The table that routes all readings: one flat array of (operator, slot) entries, in which the entries of a sensor are
 * contiguous. The sensor's state record locates them. {@link EntryWriter} fills the table when a sensor is defined or
 * the plan changes.
 */
public final class Dispatch {
    /** Bit of an entry for an alarm over a group: all its keys share one slot. */
    static final int GROUP_BIT = 1 << 30;

    static final int FORWARD_BIT = 1 << 29;
    static final int RECEIVE_TIME_BIT = 1 << 28;
    static final int BROADCAST_BIT = 1 << 27;
    /** Bit of an entry for a group by key: the sensor is one of several that may share the key. */
    static final int MEMBER_BIT = 1 << 26;
    /** Bit of a member's entry: its newest reading is not BAD, and its source has not ended. */
    static final int VALUE_BIT = 1 << 25;

    static final int KINDS = GROUP_BIT | FORWARD_BIT | RECEIVE_TIME_BIT | BROADCAST_BIT | MEMBER_BIT | VALUE_BIT;
    static final int INTS_PER_ENTRY = 2;

    private int[] entries = new int[128];
    private int entryCount;

    /** The operator's index of an entry. */
    public int operator(int entry) {
        return entries[entry * INTS_PER_ENTRY] & ~KINDS;
    }

    /** Whether the entry is plain: an operator and the sensor's own slot. */
    public boolean isPlain(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & KINDS) == 0;
    }

    /** Whether the entry forwards to a shared group: {@link #slot} is the group's index. */
    public boolean isForward(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & FORWARD_BIT) != 0;
    }

    /** Whether the entry leads to the single slot of a group alarm. */
    public boolean isGroup(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & GROUP_BIT) != 0;
    }

    /** Whether the entry leads to all keys of an operator. */
    public boolean isBroadcast(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & BROADCAST_BIT) != 0;
    }

    /** Whether the entry leads to a group by key, which may have other members. */
    public boolean isMember(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & MEMBER_BIT) != 0;
    }

    /** Whether the member has a value: see {@link io.tocsin.engine.dispatch.GroupValues}. */
    boolean hasValue(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & VALUE_BIT) != 0;
    }

    public void putValue(int entry, boolean hasValue) {
        int index = entry * INTS_PER_ENTRY;
        entries[index] = hasValue ? entries[index] | VALUE_BIT : entries[index] & ~VALUE_BIT;
    }

    /** Whether the readings that the entry forwards count at their receive times. */
    public boolean isByReceiveTime(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & RECEIVE_TIME_BIT) != 0;
    }

    /** The operator's slot of an entry. */
    public int slot(int entry) {
        return entries[entry * INTS_PER_ENTRY + 1];
    }

    public int entryCount() {
        return entryCount;
    }

    /** Replaces the slot of an entry. */
    public void putSlot(int entry, int slot) {
        entries[entry * INTS_PER_ENTRY + 1] = slot;
    }

    /**
     * Adds an entry at the end.
     *
     * @param operator its index, with the bits of the entry's kind
     */
    void add(int operator, int slot) {
        int index = entryCount * INTS_PER_ENTRY;
        if (index == entries.length) {
            entries = Arrays.copyOf(entries, index * 2);
        }
        entries[index] = operator;
        entries[index + 1] = slot;
        entryCount++;
    }

    /** Empties the table, and returns its previous entries. */
    int[] takeEntries() {
        int[] taken = entries;
        entries = new int[taken.length];
        entryCount = 0;
        return taken;
    }

    public void writeTo(StateOutput out) {
        out.putInt(entryCount);
        for (int i = 0; i < entryCount * INTS_PER_ENTRY; i++) {
            out.putInt(entries[i]);
        }
    }

    public void readFrom(StateInput in) {
        entryCount = in.getInt();
        entries = new int[Math.max(2, entryCount) * INTS_PER_ENTRY];
        for (int i = 0; i < entryCount * INTS_PER_ENTRY; i++) {
            entries[i] = in.getInt();
        }
    }
}
