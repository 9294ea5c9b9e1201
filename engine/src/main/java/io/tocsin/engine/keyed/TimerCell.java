package io.tocsin.engine.keyed;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The timers of a key in one time domain, sorted.
 *
 * <pre>
 *   count 8 | time 8 | … |
 * </pre>
 */
public final class TimerCell extends StateCell {
    /** Value of {@link #firstNs} without a timer. */
    public static final long NONE = Long.MAX_VALUE;

    private static final int TIMES_OFFSET = 8;

    private final int maxPerKey;
    private long refusedCount;

    TimerCell(CurrentKey key, String declaration, int maxPerKey) {
        super(key, declaration, TIMES_OFFSET + maxPerKey * Long.BYTES);
        this.maxPerKey = maxPerKey;
    }

    @Override
    void init(long cellAddress) {
        UnsafeApi.putLong(cellAddress, 0);
    }

    /** Adds a timer, unless there is one for that time; false at the limit. */
    public boolean register(long timeNs) {
        if (maxPerKey == 0) {
            throw new IllegalStateException("timers of this kind must be declared in open(), timers=" + declaration());
        }
        long at = address();
        int count = (int) UnsafeApi.getLong(at);
        int place = place(at, count, timeNs);
        if (place < count && timeNs(at, place) == timeNs) {
            return true;
        }
        if (count == maxPerKey) {
            refusedCount++;
            return false;
        }
        for (int i = count; i > place; i--) {
            putTimeNs(at, i, timeNs(at, i - 1));
        }
        putTimeNs(at, place, timeNs);
        UnsafeApi.putLong(at, count + 1L);
        return true;
    }

    /** Removes the timer for a time, if there is one. */
    public void delete(long timeNs) {
        long at = address();
        int count = (int) UnsafeApi.getLong(at);
        int place = place(at, count, timeNs);
        if (place < count && timeNs(at, place) == timeNs) {
            for (int i = place; i < count - 1; i++) {
                putTimeNs(at, i, timeNs(at, i + 1));
            }
            putTimeNs(at, count - 1, 0);
            UnsafeApi.putLong(at, count - 1L);
        }
    }

    /** The earliest timer in a slot, or {@link #NONE}. */
    public long firstNs(long slotAddress) {
        long at = slotAddress + offset();
        return UnsafeApi.getLong(at) == 0 ? NONE : timeNs(at, 0);
    }

    /** Moves all timers in a slot by a duration, which may be negative; times saturate. */
    public void move(long slotAddress, long byNs) {
        long at = slotAddress + offset();
        int count = (int) UnsafeApi.getLong(at);
        for (int i = 0; i < count; i++) {
            long movedNs = timeNs(at, i) + byNs;
            boolean isOver = byNs > 0 ? movedNs < timeNs(at, i) : movedNs > timeNs(at, i);
            putTimeNs(at, i, isOver ? (byNs > 0 ? NONE - 1 : Long.MIN_VALUE) : movedNs);
        }
    }

    /** Whether a key can have timers. */
    public boolean isDeclared() {
        return maxPerKey > 0;
    }

    /** Index of the first timer at or after a time. */
    private static int place(long at, int count, long timeNs) {
        int place = count;
        while (place > 0 && timeNs(at, place - 1) >= timeNs) {
            place--;
        }
        return place;
    }

    private static long timeNs(long at, int index) {
        return UnsafeApi.getLong(at + TIMES_OFFSET + (long) index * Long.BYTES);
    }

    private static void putTimeNs(long at, int index, long timeNs) {
        UnsafeApi.putLong(at + TIMES_OFFSET + (long) index * Long.BYTES, timeNs);
    }

    @Override
    long refusedCount() {
        return refusedCount;
    }

    @Override
    void digest(MessageDigest digest) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(refusedCount).array());
    }

    @Override
    void writeTo(StateOutput out) {
        out.putLong(refusedCount);
    }

    @Override
    void readFrom(StateInput in) {
        refusedCount = in.getLong();
    }
}
