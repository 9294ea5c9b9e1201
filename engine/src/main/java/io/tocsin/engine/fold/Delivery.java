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
 * Hands a reading to the operators of its sensor. Derived readings go to the operators of their derived sensor or group
 * at once, before the next dispatch entry. Timers that operators set are scheduled after the last entry.
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

    /**
     * @param origin set to the sensor whose reading the operators receive
     */
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
     * Hands over a reading of a source's sensor; the current record is the reading.
     *
     * @param record address of the sensor's state record, which already holds the reading's times
     */
    void onReading(long record, int sensorId, long eventTimeNs, double value, int quality, int flags) {
        origin.sensorId = sensorId;
        feed(record, sensorId, eventTimeNs, value, quality, flags);
    }

    /** Hands over a derived reading, which inherits the receive time of the record that caused it. */
    void onDerived(int index, long timeNs, double value, int quality, int flags) {
        int before = origin.sensorId;
        origin.sensorId = SensorIds.FIRST_DERIVED + index;
        feedDerived(index, timeNs, value, quality, flags);
        origin.sensorId = before;
    }

    /** Schedules a timer that the reading of one key set for its partner key, the other side of a join. */
    void onPartnerTimer(int sensorId, long timerNs) {
        clock.onTimer(sensorId, timerNs, requests);
    }

    private void feed(long record, int sensorId, long eventTimeNs, double value, int quality, int flags) {
        KeyedOperator[] all = operators.all();
        long timerNs = KeyedOperator.NO_TIMER;
        int entry = UnsafeApi.getInt(record + DISPATCH_OFFSET);
        int end = entry + UnsafeApi.getInt(record + DISPATCH_LENGTH_OFFSET);
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
        long record = derived.address(index);
        Scopes.onReading(record, timeNs, emitter.elapsedNs());
        feed(record, sensorId, timeNs, value, quality, seenFlags);
    }

    /**
     * Hands a member's reading to the alarm over its group. A reading behind the group's clock counts at the current
     * time of that clock.
     */
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
