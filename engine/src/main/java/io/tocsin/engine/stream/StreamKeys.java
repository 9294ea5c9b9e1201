package io.tocsin.engine.stream;

import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The keys of a derived stream: of each the clock, why its value has gone, and its derived sensors. The windows of the
 * keys are apart, in slots of the same numbers.
 *
 * <pre>
 *   slot:  greatest time 8 | sensor or group 4 | gone 2 | clock 2 | derived sensor of each value 4, -1: none | …
 * </pre>
 *
 * The clock's number counts how often the key's clock has gone back, for the ids of rows. One thread; allocates only
 * when a key is new.
 */
final class StreamKeys implements DerivedOutputs {
    private static final int MAX_TIME_OFFSET = 0;
    private static final int KEY_OFFSET = 8;
    /** The flags of the reading by which the value went, until the derived sensors are told; 0: it has not gone. */
    private static final int GONE_OFFSET = 12;

    private static final int CLOCK_OFFSET = 14;
    private static final int DERIVED_OFFSET = 16;

    private final int nodeId;
    private final int outputCount;
    private final StateArena slots;

    /**
     * @param outputCount values of a result
     */
    StreamKeys(int nodeId, int outputCount) {
        this.nodeId = nodeId;
        this.outputCount = outputCount;
        this.slots = StateArena.ofKeys(lengthOf(outputCount));
    }

    /** Bytes of a key. */
    static int lengthOf(int outputCount) {
        return (DERIVED_OFFSET + outputCount * Integer.BYTES + 7) / 8 * 8;
    }

    int open(int keyId) {
        int slot = slots.addSlot();
        long at = slots.address(slot);
        UnsafeApi.putLong(at + MAX_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(at + KEY_OFFSET, keyId);
        for (int i = 0; i < outputCount; i++) {
            setDerived(slot, i, NO_DERIVED);
        }
        return slot;
    }

    @Override
    public int nodeId() {
        return nodeId;
    }

    @Override
    public int outputCount() {
        return outputCount;
    }

    @Override
    public int keyCount() {
        return slots.slotCount();
    }

    @Override
    public int keyId(int slot) {
        return UnsafeApi.getInt(slots.address(slot) + KEY_OFFSET);
    }

    @Override
    public int derived(int slot, int output) {
        return UnsafeApi.getInt(slots.address(slot) + DERIVED_OFFSET + (long) output * Integer.BYTES);
    }

    @Override
    public void setDerived(int slot, int output, int index) {
        UnsafeApi.putInt(slots.address(slot) + DERIVED_OFFSET + (long) output * Integer.BYTES, index);
    }

    /** Takes a time into the key's clock, which never goes back, and returns the greatest time. */
    long moveTime(int slot, long timeNs) {
        long at = slots.address(slot) + MAX_TIME_OFFSET;
        long maxNs = UnsafeApi.getLong(at);
        if (timeNs > maxNs) {
            UnsafeApi.putLong(at, timeNs);
            return timeNs;
        }
        return maxNs;
    }

    /** The greatest time of the key; {@link Long#MIN_VALUE} before its first reading. */
    long maxTimeNs(int slot) {
        return UnsafeApi.getLong(slots.address(slot) + MAX_TIME_OFFSET);
    }

    void maxTimeNs(int slot, long timeNs) {
        UnsafeApi.putLong(slots.address(slot) + MAX_TIME_OFFSET, timeNs);
    }

    /** Why the value has gone, until the derived sensors are told: bits of {@link ValueFlags}; 0: it has not. */
    int gone(int slot) {
        return Short.toUnsignedInt(UnsafeApi.getShort(slots.address(slot) + GONE_OFFSET));
    }

    void gone(int slot, int flags) {
        UnsafeApi.putShort(slots.address(slot) + GONE_OFFSET, (short) flags);
    }

    /** The number of the key's clock. */
    int clock(int slot) {
        return Short.toUnsignedInt(UnsafeApi.getShort(slots.address(slot) + CLOCK_OFFSET));
    }

    /** The key's clock has gone back: it is another one from here on. */
    void countClock(int slot) {
        long at = slots.address(slot) + CLOCK_OFFSET;
        UnsafeApi.putShort(at, (short) (UnsafeApi.getShort(at) + 1));
    }

    /** Digests everything but the derived sensors: which of them there are is no result. */
    void digest(MessageDigest digest) {
        slots.digest(digest, DERIVED_OFFSET);
    }

    long stateBytes() {
        return slots.byteCount();
    }

    void writeTo(StateOutput out) {
        slots.writeTo(out);
    }

    void readFrom(StateInput in) {
        slots.readFrom(in);
    }
}
