package io.tocsin.engine.stream;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.window.Panes;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The latest sample of each key's counter, and the step to the next one. A counter only rises, so a fall has a cause:
 *
 * <ul>
 *   <li>with a roll-over, a fall by more than half of it: the counter went past it and is zero again there. The step is
 *       the least that explains the fall, as in serial number arithmetic (RFC 1982)
 *   <li>every other fall is a reset to zero: the step is the new value, as in Prometheus
 * </ul>
 *
 * <pre>
 *   slot:  time 8, least: unknown | value 8, NaN: none
 * </pre>
 *
 * <p>One thread; allocates only when a key is new.
 */
final class CounterKeys {
    static final int LENGTH = 16;

    private static final int TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final double rollover;
    private final StateArena slots = StateArena.ofKeys(LENGTH);

    /**
     * @param rollover the value at which counters are zero again, or {@link StreamNode#NO_ROLLOVER}
     */
    CounterKeys(double rollover) {
        this.rollover = rollover;
    }

    void open() {
        forget(slots.addSlot());
    }

    private void forget(int slot) {
        long at = slots.address(slot);
        UnsafeApi.putLong(at + TIME_OFFSET, UNKNOWN);
        UnsafeApi.putDouble(at + VALUE_OFFSET, Double.NaN);
    }

    /** Takes a key's next sample, and sets the step to it for the panes that it is added to. */
    void onSample(int slot, long timeNs, double value, Panes panes) {
        long at = slots.address(slot);
        long beforeNs = UnsafeApi.getLong(at + TIME_OFFSET);
        double before = UnsafeApi.getDouble(at + VALUE_OFFSET);
        UnsafeApi.putLong(at + TIME_OFFSET, timeNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        panes.nextStep(beforeNs == UNKNOWN ? timeNs : beforeNs, Double.isNaN(before) ? 0 : step(before, value));
    }

    private double step(double before, double value) {
        if (value >= before) {
            return value - before;
        }
        boolean isRollover = before <= rollover && before - value > rollover / 2;
        return isRollover ? rollover - before + value : Math.max(value, 0);
    }

    /** Moves the time of the latest sample by a step of the key's clock. */
    void moveClock(int slot, long byNs) {
        long at = slots.address(slot);
        long timeNs = UnsafeApi.getLong(at + TIME_OFFSET);
        if (timeNs != UNKNOWN) {
            UnsafeApi.putLong(at + TIME_OFFSET, timeNs + byNs);
        }
    }

    /** Forgets the time of the latest sample, which another clock showed; the counter continues from its value. */
    void restartClock(int slot) {
        UnsafeApi.putLong(slots.address(slot) + TIME_OFFSET, UNKNOWN);
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
