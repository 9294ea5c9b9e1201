package io.tocsin.engine.stream;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.window.KeyedWindows;
import io.tocsin.engine.window.TimeWindows;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The value that each key has had since its latest sample, and the next window that closes: a window without samples
 * has a row when the value was carried into it. A value ceases to hold a fixed time after its sample, or before that at
 * a BAD reading or at the end of the source.
 *
 * <pre>
 *   slot:  sample's time 8 | value 8, NaN: none | until 8 | next window: start 8, end 8
 * </pre>
 *
 * <p>One thread; allocates only when a key is new.
 */
final class CarriedValues {
    static final int LENGTH = 40;

    private static final int TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int UNTIL_OFFSET = 16;
    private static final int START_OFFSET = 24;
    private static final int END_OFFSET = 32;

    private final long carryForNs;
    private final TimeWindows bounds;
    private final StateArena slots = StateArena.ofKeys(LENGTH);

    CarriedValues(StreamNode stream) {
        this.carryForNs = stream.carryForNs();
        this.bounds = TimeWindows.of(stream.window());
    }

    void open() {
        forget(slots.addSlot());
    }

    /** Ends the value of a key, as if it had had no sample. */
    void forget(int slot) {
        long at = slots.address(slot);
        UnsafeApi.putLong(at + TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putDouble(at + VALUE_OFFSET, Double.NaN);
        UnsafeApi.putLong(at + UNTIL_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + START_OFFSET, Long.MAX_VALUE);
        UnsafeApi.putLong(at + END_OFFSET, KeyedWindows.NO_END);
    }

    /** The value since the latest sample; NaN for none. */
    double value(int slot) {
        return UnsafeApi.getDouble(slots.address(slot) + VALUE_OFFSET);
    }

    /** When the value ceases to hold. */
    long untilNs(int slot) {
        return UnsafeApi.getLong(slots.address(slot) + UNTIL_OFFSET);
    }

    /** End of the next window if the value is carried into it, {@link KeyedWindows#NO_END} otherwise. */
    long nextEndNs(int slot) {
        long at = slots.address(slot);
        boolean isCarried = UnsafeApi.getLong(at + UNTIL_OFFSET) > UnsafeApi.getLong(at + START_OFFSET);
        return isCarried ? UnsafeApi.getLong(at + END_OFFSET) : KeyedWindows.NO_END;
    }

    /** Start of the next window. */
    long nextStartNs(int slot) {
        return UnsafeApi.getLong(slots.address(slot) + START_OFFSET);
    }

    /** Takes a sample in, after the windows that end at or before its time have closed. */
    void onSample(int slot, long timeNs, double value) {
        long at = slots.address(slot);
        if (nextEndNs(slot) == KeyedWindows.NO_END) {
            putNext(at, timeNs);
        }
        UnsafeApi.putLong(at + TIME_OFFSET, timeNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        long untilNs = timeNs + carryForNs;
        UnsafeApi.putLong(at + UNTIL_OFFSET, untilNs < timeNs ? Long.MAX_VALUE : untilNs);
    }

    /** Ends the value by a BAD reading, unless a later sample has been there. */
    void onBad(int slot, long eventTimeNs, long keyTimeNs) {
        long at = slots.address(slot);
        if (eventTimeNs >= UnsafeApi.getLong(at + TIME_OFFSET) && keyTimeNs < UnsafeApi.getLong(at + UNTIL_OFFSET)) {
            UnsafeApi.putLong(at + UNTIL_OFFSET, keyTimeNs);
        }
    }

    /** The window with this end has closed. */
    void onClosed(int slot, long endNs) {
        long at = slots.address(slot);
        if (endNs >= UnsafeApi.getLong(at + END_OFFSET)) {
            putNext(at, endNs);
        }
    }

    /** Follows a step of the key's clock forward: the time that was skipped has no windows. */
    void moveClock(int slot, long byNs, long keyTimeNs) {
        long at = slots.address(slot);
        if (!Double.isNaN(UnsafeApi.getDouble(at + VALUE_OFFSET))) {
            UnsafeApi.putLong(at + TIME_OFFSET, UnsafeApi.getLong(at + TIME_OFFSET) + byNs);
            long untilNs = UnsafeApi.getLong(at + UNTIL_OFFSET);
            UnsafeApi.putLong(at + UNTIL_OFFSET, untilNs == Long.MAX_VALUE ? untilNs : untilNs + byNs);
            putNext(at, keyTimeNs);
        }
    }

    private void putNext(long at, long timeNs) {
        long endNs = bounds.firstEndNs(timeNs, timeNs);
        boolean isKnown = endNs != TimeWindows.NO_END;
        UnsafeApi.putLong(at + START_OFFSET, isKnown ? bounds.startNs(endNs) : Long.MAX_VALUE);
        UnsafeApi.putLong(at + END_OFFSET, isKnown ? endNs : KeyedWindows.NO_END);
    }

    void digest(MessageDigest digest) {
        slots.digest(digest, LENGTH);
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
