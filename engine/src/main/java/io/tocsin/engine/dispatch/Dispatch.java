package io.tocsin.engine.dispatch;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;

/**
 * The table that routes all readings: one flat array of entries, in which the entries of a sensor are contiguous. The
 * sensor's state record locates them. {@link EntryWriter} fills the table when a sensor is defined or the plan changes.
 *
 * <p>An entry is one long, so that a reading loads it once: {@link DispatchEntry}.
 */
public final class Dispatch {
    private long[] entries = new long[64];
    private int entryCount;

    /** The entry at an index, for {@link DispatchEntry}. */
    public long get(int index) {
        return entries[index];
    }

    /** The operator's index of the entry at an index. */
    public int operator(int index) {
        return DispatchEntry.operator(entries[index]);
    }

    /** Whether the entry at an index is plain: an operator and the sensor's own slot. */
    public boolean isPlain(int index) {
        return DispatchEntry.isPlain(entries[index]);
    }

    /** Whether the entry at an index forwards to a shared group: {@link #slot} is the group's index. */
    public boolean isForward(int index) {
        return DispatchEntry.isForward(entries[index]);
    }

    /** Whether the entry at an index leads to the single slot of a group alarm. */
    public boolean isGroup(int index) {
        return DispatchEntry.has(entries[index], DispatchEntry.GROUP_BIT);
    }

    /** Whether the entry at an index leads to all keys of an operator. */
    public boolean isBroadcast(int index) {
        return DispatchEntry.isBroadcast(entries[index]);
    }

    /** Whether the entry at an index leads to a group by key, which may have other members. */
    public boolean isMember(int index) {
        return DispatchEntry.has(entries[index], DispatchEntry.MEMBER_BIT);
    }

    /** Whether the member has a value: see {@link io.tocsin.engine.dispatch.GroupValues}. */
    boolean hasValue(int index) {
        return DispatchEntry.has(entries[index], DispatchEntry.VALUE_BIT);
    }

    public void putValue(int index, boolean hasValue) {
        entries[index] = DispatchEntry.withValue(entries[index], hasValue);
    }

    /** Whether the readings that the entry at an index forwards count at their receive times. */
    public boolean isByReceiveTime(int index) {
        return DispatchEntry.isByReceiveTime(entries[index]);
    }

    /** The operator's slot of the entry at an index. */
    public int slot(int index) {
        return DispatchEntry.slot(entries[index]);
    }

    public int entryCount() {
        return entryCount;
    }

    /** Replaces the slot of the entry at an index. */
    public void putSlot(int index, int slot) {
        entries[index] = DispatchEntry.of(DispatchEntry.bits(entries[index]), slot);
    }

    /**
     * Adds an entry at the end.
     *
     * @param operator its index, with the bits of the entry's kind
     */
    void add(int operator, int slot) {
        if (entryCount == entries.length) {
            entries = Arrays.copyOf(entries, entryCount * 2);
        }
        entries[entryCount++] = DispatchEntry.of(operator, slot);
    }

    /** Empties the table, and returns its previous entries. */
    long[] takeEntries() {
        long[] taken = entries;
        entries = new long[taken.length];
        entryCount = 0;
        return taken;
    }

    public void writeTo(StateOutput out) {
        out.putInt(entryCount);
        for (int i = 0; i < entryCount; i++) {
            out.putInt(DispatchEntry.bits(entries[i]));
            out.putInt(DispatchEntry.slot(entries[i]));
        }
    }

    public void readFrom(StateInput in) {
        entryCount = in.getInt();
        entries = new long[Math.max(2, entryCount)];
        for (int i = 0; i < entryCount; i++) {
            int operator = in.getInt();
            entries[i] = DispatchEntry.of(operator, in.getInt());
        }
    }
}
