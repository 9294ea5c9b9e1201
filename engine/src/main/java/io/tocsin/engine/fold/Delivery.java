package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.GroupValues;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.scope.Scopes;
import org.agrona.UnsafeApi;

/**
 * Hands a reading to the operators of its sensor, and what they give to the operators of the derived sensor or group
 * that it belongs to, before the next entry is looked at. Timers that operators leave with a reading are settled behind
 * its last entry.
 */
final class Delivery {
    private final ScopeTables scopeTables;
    private final Scopes derived;
    private final Dispatch dispatch;
    private final OperatorTable operators;
    private final GroupValues values;
    private final CurrentTimes times;
    private final RunningClock clock;
    private final RunningClock.Requests requests;
    private final EventEmitter emitter;
    private final ReadingOrigin origin;

    /** @param origin told whose reading the operators see */
    Delivery(FoldState state, EventEmitter emitter, ReadingOrigin origin) {
        this.scopeTables = state.scopes();
        this.derived = scopeTables.derived().scopes();
        this.dispatch = state.dispatch();
        this.operators = state.operators();
        this.values = state.values();
        this.times = state.times();
        this.clock = state.clock();
        this.requests = clock::bringForward;
        this.emitter = emitter;
        this.origin = origin;
    }

    /**
     * Hands over a reading, received with the record at hand, of a sensor of a source.
     *
     * @param line address of the sensor's line, which knows its times
     */
    void onReading(long line, int sensorId, long eventTimeNs, double value, int quality, int flags) {
        origin.sensorId = sensorId;
        feed(line, sensorId, eventTimeNs, value, quality, flags);
    }

    /** A derived reading is received when the record was that caused it. */
    void onDerived(int index, long timeNs, double value, int quality, int flags) {
        int before = origin.sensorId;
        origin.sensorId = SensorIds.FIRST_DERIVED + index;
        feedDerived(index, timeNs, value, quality, flags);
        origin.sensorId = before;
    }

    /** A key's other side must be looked at. */
    void onPartnerTimer(int sensorId, long timerNs) {
        clock.onTimer(sensorId, timerNs, requests);
    }

    private void feed(long line, int sensorId, long eventTimeNs, double value, int quality, int flags) {
        KeyedOperator[] all = operators.all();
        long timerNs = KeyedOperator.NO_TIMER;
        int entry = UnsafeApi.getInt(line + DISPATCH_OFFSET);
        int end = entry + UnsafeApi.getInt(line + DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            int slot = dispatch.slot(entry);
            if (dispatch.isPlain(entry)) {
                timerNs = Math.min(timerNs, all[operator].onReading(slot, eventTimeNs, value, quality, flags));
            } else if (dispatch.isForward(entry)) {
                long timeNs = dispatch.isByReceiveTime(entry) ? emitter.receivedNs() : eventTimeNs;
                feedDerived(slot, timeNs, value, quality, values.leave(entry, quality, flags));
            } else if (dispatch.isBroadcast(entry)) {
                all[operator].onBroadcast(eventTimeNs, value, quality, flags);
            } else {
                onGroupReading(operator, eventTimeNs, value, quality, flags);
            }
        }
        if (timerNs != KeyedOperator.NO_TIMER || operators.hasClockTimers()) {
            clock.onTimer(sensorId, timerNs, requests);
        }
    }

    private void feedDerived(int index, long eventTimeNs, double value, int quality, int flags) {
        int sensorId = SensorIds.FIRST_DERIVED + index;
        times.get().enter(sensorId);
        long timeNs = eventTimeNs;
        int seenFlags = flags;
        if (ValueFlags.isOnTheWay(flags)) {
            timeNs = values.timeNs(index, eventTimeNs, flags);
            seenFlags = values.arrive(index, quality, flags);
            if (timeNs == GroupValues.NEVER) {
                return;
            }
        }
        long line = derived.address(index);
        Scopes.onReading(line, timeNs, emitter.elapsedNs());
        feed(line, sensorId, timeNs, value, quality, seenFlags);
    }

    /** A member of a group whose clock is behind the group's counts at the time the group's clock shows by now. */
    private void onGroupReading(int operator, long eventTimeNs, double value, int quality, int flags) {
        long elapsedNs = emitter.elapsedNs();
        long timeNs = times.get().groupTimeNs(operator, eventTimeNs, elapsedNs, quality);
        long timerNs = operators.get(operator).onReading(ScopeTables.GROUP_SLOT, timeNs, value, quality, flags);
        Scopes.onReading(scopeTables.groups().address(operator), timeNs, elapsedNs);
        if (timerNs != KeyedOperator.NO_TIMER) {
            clock.onGroupTimer(operator, timerNs, requests);
        }
    }
}
