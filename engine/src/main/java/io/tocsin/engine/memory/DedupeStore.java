package io.tocsin.engine.memory;

import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last (event time, value) pairs of each sensor with a memory of its own, as in plans of the first edition, to
 * recognise redelivered readings. A sensor's pairs are a ring of contiguous slots; values are compared as bits. All
 * other sensors share the {@link SourceMemories}.
 */
public final class DedupeStore {
    private static final int TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int PAIR_LENGTH = 16;

    /** One slot per pair, after a head slot with the index of the oldest pair and the number of pairs. */
    private final StateArena arena = new StateArena(PAIR_LENGTH);

    /**
     * Makes room for a sensor.
     *
     * @param pairCount number of pairs to remember
     * @return the sensor's place
     */
    public int open(int pairCount) {
        int place = arena.addSlot();
        for (int i = 0; i < pairCount; i++) {
            arena.addSlot();
        }
        return place;
    }

    /** Forgets the pairs of a sensor. */
    public void forget(int place) {
        UnsafeBuffer head = arena.chunk(place);
        int headAt = arena.offset(place);
        head.putLong(headAt + TIME_OFFSET, 0);
        head.putLong(headAt + VALUE_OFFSET, 0);
    }

    /** Whether the pair is remembered. */
    public boolean contains(int place, long eventTimeNs, double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int pair = place + 1; pair <= place + count(place); pair++) {
            UnsafeBuffer buffer = arena.chunk(pair);
            int at = arena.offset(pair);
            if (buffer.getLong(at + TIME_OFFSET) == eventTimeNs && buffer.getLong(at + VALUE_OFFSET) == bits) {
                return true;
            }
        }
        return false;
    }

    /** Whether any sensor has a memory. */
    public boolean isUsed() {
        return arena.slotCount() > 0;
    }

    /** Number of remembered pairs. */
    int count(int place) {
        return (int) arena.chunk(place).getLong(arena.offset(place) + VALUE_OFFSET);
    }

    /** Event time of the i-th pair; the pairs are in no order of age. */
    long timeNs(int place, int i) {
        return arena.chunk(place + 1 + i).getLong(arena.offset(place + 1 + i) + TIME_OFFSET);
    }

    /** Value of the i-th pair, as bits. */
    long valueBits(int place, int i) {
        return arena.chunk(place + 1 + i).getLong(arena.offset(place + 1 + i) + VALUE_OFFSET);
    }

    /** Remembers a pair in place of the oldest. */
    public void add(int place, int pairCount, long eventTimeNs, double value) {
        UnsafeBuffer head = arena.chunk(place);
        int headAt = arena.offset(place);
        int oldest = (int) head.getLong(headAt + TIME_OFFSET);
        int pair = place + 1 + oldest;
        arena.chunk(pair).putLong(arena.offset(pair) + TIME_OFFSET, eventTimeNs);
        arena.chunk(pair).putLong(arena.offset(pair) + VALUE_OFFSET, Double.doubleToRawLongBits(value));
        head.putLong(headAt + TIME_OFFSET, oldest + 1 == pairCount ? 0 : oldest + 1);
        long count = head.getLong(headAt + VALUE_OFFSET);
        head.putLong(headAt + VALUE_OFFSET, Math.min(count + 1, pairCount));
    }

    public void digest(MessageDigest digest) {
        arena.digest(digest, PAIR_LENGTH);
    }

    public long stateBytes() {
        return arena.byteCount();
    }

    public void writeTo(StateOutput out) {
        arena.writeTo(out);
    }

    public void readFrom(StateInput in) {
        arena.readFrom(in);
    }
}
