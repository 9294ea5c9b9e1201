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
 * The time of the last event of each key of an alarm that takes its readings in the order of arrival: no event is dated
 * before it. Under the first edition every reading counts as an event, so an overtaken one has the time of the newest.
 *
 * <p>Part of digests and snapshots from the second edition on; before, the alarm's own state says the same.
 */
final class ReportedTimes {
    private final StateArena times = StateArena.ofKeys(Long.BYTES);
    private final CurrentEdition edition;

    ReportedTimes(CurrentEdition edition) {
        this.edition = edition;
    }

    /** Bytes that they add to one key of a rule: none unless it takes readings in the order of arrival. */
    static int bytesPerKey(AlarmRule rule) {
        return rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER ? Long.BYTES : 0;
    }

    /** Opens the time of the next slot. */
    void open() {
        UnsafeApi.putLong(times.address(times.addSlot()), Long.MIN_VALUE);
    }

    /**
     * Takes a reading.
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

    /** An event of this time was reported. */
    void onEvent(int slot, long timeNs) {
        UnsafeApi.putLong(times.address(slot), timeNs);
    }

    /** The key's clock was put forward or back, and says this now. */
    void moveClock(int slot, long byNs, long nowNs) {
        ClockTimes.move(times.address(slot), byNs, nowNs);
    }

    /** The key's clock begins anew. */
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
     * Reads what {@link #writeTo} wrote.
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
