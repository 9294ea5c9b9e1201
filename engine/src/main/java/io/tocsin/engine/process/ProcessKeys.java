package io.tocsin.engine.process;

import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * State that a process operator keeps for a key besides the function's state: the key's clocks, its name, and the
 * targets of its results.
 *
 * <pre>
 *   greatest event time 8 | greatest receive time 8 | time of the last row 8 | rows for that time, clock 4 |
 *   sensor or group 4 | index of the derived sensor of each output 4, -1: none | …
 * </pre>
 *
 * <p>The upper 12 bits of the clock field count how often the key's clock has gone back, for the ids of rows. Receive
 * times are those of the wall clock.
 */
final class ProcessKeys {
    private static final int MAX_TIME_OFFSET = 0;
    private static final int MAX_RECEIVE_OFFSET = 8;
    private static final int ROW_TIME_OFFSET = 16;
    private static final int OCCURRENCE_OFFSET = 24;
    private static final int KEY_OFFSET = 28;
    private static final int DERIVED_OFFSET = 32;
    private static final int CLOCK_SHIFT = 20;
    private static final int OCCURRENCE_MASK = (1 << CLOCK_SHIFT) - 1;

    private final int outputCount;
    private final StateArena slots;

    ProcessKeys(int outputCount) {
        this.outputCount = outputCount;
        this.slots = StateArena.ofKeys(lengthOf(outputCount));
    }

    /** Bytes of a key. */
    static int lengthOf(int outputCount) {
        return (DERIVED_OFFSET + outputCount * Integer.BYTES + 7) / 8 * 8;
    }

    void open(int keyId) {
        int slot = slots.addSlot();
        long at = slots.address(slot);
        UnsafeApi.putLong(at + MAX_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + MAX_RECEIVE_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + ROW_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(at + KEY_OFFSET, keyId);
        for (int output = 0; output < outputCount; output++) {
            setDerived(slot, output, DerivedOutputs.NO_DERIVED);
        }
    }

    int count() {
        return slots.slotCount();
    }

    int keyId(int slot) {
        return UnsafeApi.getInt(slots.address(slot) + KEY_OFFSET);
    }

    int derived(int slot, int output) {
        return UnsafeApi.getInt(slots.address(slot) + DERIVED_OFFSET + (long) output * Integer.BYTES);
    }

    void setDerived(int slot, int output, int index) {
        UnsafeApi.putInt(slots.address(slot) + DERIVED_OFFSET + (long) output * Integer.BYTES, index);
    }

    /** Includes an event time in the greatest event time of a key, and returns the result. */
    long maxTimeNs(int slot, long timeNs) {
        return max(slots.address(slot) + MAX_TIME_OFFSET, timeNs);
    }

    long maxTimeNs(int slot) {
        return UnsafeApi.getLong(slots.address(slot) + MAX_TIME_OFFSET);
    }

    /** Includes a receive time in the greatest receive time of a key, and returns the result. */
    long maxReceiveNs(int slot, long receiveTimeNs) {
        return max(slots.address(slot) + MAX_RECEIVE_OFFSET, receiveTimeNs);
    }

    /** The number of successive rows with the time of this row, this row included. */
    int occurrence(int slot, long rowTimeNs) {
        long at = slots.address(slot);
        boolean isSame = UnsafeApi.getLong(at + ROW_TIME_OFFSET) == rowTimeNs;
        int before = UnsafeApi.getInt(at + OCCURRENCE_OFFSET);
        int occurrence = isSame ? Math.min((before & OCCURRENCE_MASK) + 1, OCCURRENCE_MASK) : 1;
        UnsafeApi.putLong(at + ROW_TIME_OFFSET, rowTimeNs);
        UnsafeApi.putInt(at + OCCURRENCE_OFFSET, (before & ~OCCURRENCE_MASK) | occurrence);
        return occurrence;
    }

    /** The number of times the key's clock has gone back, modulo 4,096. */
    int clock(int slot) {
        return UnsafeApi.getInt(slots.address(slot) + OCCURRENCE_OFFSET) >>> CLOCK_SHIFT;
    }

    /** Moves the key's event time by a step of the key's clock. */
    void moveClock(int slot, long byNs) {
        long at = slots.address(slot);
        long maxNs = UnsafeApi.getLong(at + MAX_TIME_OFFSET);
        if (maxNs != Long.MIN_VALUE) {
            UnsafeApi.putLong(at + MAX_TIME_OFFSET, maxNs + byNs);
        }
        if (byNs < 0) {
            UnsafeApi.putInt(at + OCCURRENCE_OFFSET, UnsafeApi.getInt(at + OCCURRENCE_OFFSET) + (1 << CLOCK_SHIFT));
        }
    }

    /** Moves the key's receive time by a step of the gateway's clock. */
    void moveReceiveTime(int slot, long byNs) {
        long at = slots.address(slot) + MAX_RECEIVE_OFFSET;
        if (UnsafeApi.getLong(at) != Long.MIN_VALUE) {
            UnsafeApi.putLong(at, UnsafeApi.getLong(at) + byNs);
        }
    }

    long stateBytes() {
        return slots.byteCount();
    }

    void digest(MessageDigest digest) {
        slots.digest(digest, DERIVED_OFFSET);
    }

    void writeTo(StateOutput out) {
        slots.writeTo(out);
    }

    void readFrom(StateInput in) {
        slots.readFrom(in);
    }

    private static long max(long at, long timeNs) {
        long maxNs = UnsafeApi.getLong(at);
        if (timeNs > maxNs) {
            UnsafeApi.putLong(at, timeNs);
            return timeNs;
        }
        return maxNs;
    }
}
