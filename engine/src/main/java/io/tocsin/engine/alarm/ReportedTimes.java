package io.tocsin.engine.alarm;

import io.tocsin.engine.operator.ClockTimes;
import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.function.IntToLongFunction;
import org.agrona.UnsafeApi;

/**
 * The time of each key's last event, for an alarm that processes readings in the order of arrival: no event is dated
 * before the previous one. Under the first edition every reading counts as an event, so an event of an older reading
 * gets the newest reading's time.
 *
 * <p>Part of digests and snapshots from the second edition on; before that, the alarm's own state holds the same times.
 */
final class ReportedTimes {
    private final StateArena times = StateArena.ofKeys(Long.BYTES);
    private final CurrentEdition edition;

    ReportedTimes(CurrentEdition edition) {
        this.edition = edition;
    }

    /**
     * Bytes that the times add to one key of a rule: none unless the rule processes readings in the order of arrival.
     */
    static int bytesPerKey(AlarmRule rule) {
        return rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER ? Long.BYTES : 0;
    }

    /** Opens the time of the next slot. */
    void open() {
        UnsafeApi.putLong(times.address(times.addSlot()), Long.MIN_VALUE);
    }

    /**
     * Computes the time of an event from a reading.
     *
     * @param newestNs the greatest event time of the slot's readings, this one's included
     * @return the time of the event that the reading may cause, epoch ns
     */
    long onReading(int slot, long eventTimeNs, long newestNs) {
        if (edition.isSecond()) {
            return Math.max(eventTimeNs, UnsafeApi.getLong(times.address(slot)));
        }
        UnsafeApi.putLong(times.address(slot), newestNs);
        return newestNs;
    }

    /** Stores the time of an event. */
    void onEvent(int slot, long timeNs) {
        UnsafeApi.putLong(times.address(slot), timeNs);
    }

    /** Moves the stored time by a step of the key's clock, to at most the clock's new time. */
    void moveClock(int slot, long byNs, long nowNs) {
        ClockTimes.move(times.address(slot), byNs, nowNs);
    }

    /** Sets the stored time to the restarted clock's time. */
    void restartClock(int slot, long nowNs) {
        ClockTimes.restart(times.address(slot), nowNs);
    }

    long stateBytes() {
        return times.byteCount();
    }

    void digest(MessageDigest digest) {
        if (edition.isSecond()) {
            times.digest(digest, Long.BYTES);
        }
    }

    void writeTo(StateOutput out) {
        if (edition.isSecond()) {
            times.writeTo(out);
        }
    }

    /**
     * Reads the state that {@link #writeTo} wrote.
     *
     * @param slotCount slots of the alarm
     * @param newestNs by slot: the greatest event time of its readings
     */
    void readFrom(StateInput in, int slotCount, IntToLongFunction newestNs) {
        if (edition.isSecond()) {
            times.readFrom(in);
            return;
        }
        for (int slot = 0; slot < slotCount; slot++) {
            open();
            onEvent(slot, newestNs.applyAsLong(slot));
        }
    }
}
