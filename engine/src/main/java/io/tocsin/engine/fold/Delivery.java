package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.DispatchEntry;
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
        int index = UnsafeApi.getInt(record + DISPATCH_OFFSET);
        int count = UnsafeApi.getInt(record + DISPATCH_LENGTH_OFFSET);
        long timerNs;
        if (count == 1 && DispatchEntry.isPlain(dispatch.get(index))) {
            // The usual sensor has one rule. Without the loop the compiler keeps the reading in registers.
            timerNs = feedPlain(dispatch.get(index), eventTimeNs, value, quality, flags);
        } else {
            timerNs = feedAll(index, index + count, eventTimeNs, value, quality, flags);
        }
        boolean hasTimer = timerNs != KeyedOperator.NO_TIMER && !times.get().isQueuedBefore(record, timerNs);
        if (hasTimer || operators.hasClockTimers()) {
            clock.onTimer(sensorId, timerNs, requests);
        }
    }

    private long feedAll(int first, int end, long eventTimeNs, double value, int quality, int flags) {
        long timerNs = KeyedOperator.NO_TIMER;
        for (int index = first; index < end; index++) {
            long entry = dispatch.get(index);
            if (DispatchEntry.isPlain(entry)) {
                timerNs = Math.min(timerNs, feedPlain(entry, eventTimeNs, value, quality, flags));
            } else {
                feedShared(entry, index, eventTimeNs, value, quality, flags);
            }
        }
        return timerNs;
    }

    private long feedPlain(long entry, long eventTimeNs, double value, int quality, int flags) {
        KeyedOperator operator = operators.get(DispatchEntry.operator(entry));
        return operator.onReading(DispatchEntry.slot(entry), eventTimeNs, value, quality, flags);
    }

    /** Hands a reading to what the sensor shares with others. */
    private void feedShared(long entry, int index, long eventTimeNs, double value, int quality, int flags) {
        int operator = DispatchEntry.operator(entry);
        if (DispatchEntry.isForward(entry)) {
            long timeNs = DispatchEntry.isByReceiveTime(entry) ? emitter.receivedNs() : eventTimeNs;
            int group = DispatchEntry.slot(entry);
            feedDerived(group, timeNs, value, quality, values.leave(index, quality, flags));
        } else if (DispatchEntry.isBroadcast(entry)) {
            operators.get(operator).onBroadcast(eventTimeNs, value, quality, flags);
        } else {
            onGroupReading(operator, eventTimeNs, value, quality, flags);
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
