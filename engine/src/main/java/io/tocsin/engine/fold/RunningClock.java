package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;

import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.IdleSchedule;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.time.IdleQueue;

/**
 * What the gateway's clock makes due where no reading does: knows when each scope (sensor, derived sensor, group of an alarm)
 * has to be looked at, and at a tick lets the time of those that are silent run on and fires their timers, and the timers
 * of processing time. Engine thread; allocates only while it grows.
 */
public final class RunningClock {
    /** All keys of an alarm over a group share one slot. */
    public static final int GROUP_SLOT = 0;

    /** Takes scopes that must be looked at earlier than they are queued for. */
    @FunctionalInterface
    public interface Requests {
        void bringForward(int scope, long dueNs);
    }

    private final FoldState state;
    private final IdleSchedule idle;

    RunningClock(FoldState state) {
        this.state = state;
        this.idle = new IdleSchedule(this::dueNs, this::advance, this::setIdleDueNs);
    }

    void onTick(long clockNs) {
        idle.onTick(clockNs);
        state.times.get().onTick(clockNs);
    }

    /** See {@link JournalFold#nextTickDueNs}. */
    long nextTickDueNs(long latestReceiveNs) {
        return Math.min(idle.nextTickDueNs(latestReceiveNs), state.times.get().nextTickDueNs(latestReceiveNs));
    }

    /** After how long a silence a sensor's time runs on, nanoseconds. */
    public long idleAfterNs() {
        return idle.idleAfterNs();
    }

    /** As {@link #idleAfterNs()}; time by reception needs no silence. */
    public long idleAfterNsOf(int sensorId) {
        return SensorIds.isDerived(sensorId) && state.derived.isByReceiveTime(SensorIds.indexOf(sensorId))
                ? 0
                : idle.idleAfterNs();
    }

    /**
     * A reading has left a timer. A short on-delay must not wait for the turn of a long timeout of the same sensor.
     *
     * @param timerNs in the sensor's event time, or {@link KeyedOperator#NO_TIMER} when there are only those of processing time
     * @param requests take the scope if it must be looked at earlier
     */
    public void onTimer(Scopes scopes, int index, int sensorId, long timerNs, long idleAfterNs, Requests requests) {
        long eventDueNs = state.times.get().timerDueNs(scopes, index, sensorId, timerNs, idleAfterNs);
        long dueNs = Math.min(eventDueNs, clockDueNs(scopes, index));
        if (dueNs < scopes.getLong(index, IDLE_DUE_OFFSET)) {
            requests.bringForward(sensorId, dueNs);
        }
    }

    /** The operators of a scope may have set timers of processing time. */
    void onClockTimer(int scope) {
        long dueNs = clockDueNs(state.scopesOf(scope), SensorIds.indexOf(scope));
        if (dueNs < state.scopesOf(scope).getLong(SensorIds.indexOf(scope), IDLE_DUE_OFFSET)) {
            bringForward(scope, dueNs);
        }
    }

    /** A reading of one side of a join has set a timer that waits for the time of the other. */
    public void onTimer(int sensorId, long timerNs, Requests requests) {
        onTimer(
                state.scopesOf(sensorId),
                SensorIds.indexOf(sensorId),
                sensorId,
                timerNs,
                idleAfterNsOf(sensorId),
                requests);
    }

    /** A reading of a group has left a timer. */
    public void onGroupTimer(int operator, long timerNs, Requests requests) {
        long dueNs = state.times
                .get()
                .timerDueNs(state.groups, operator, scopeOfGroup(operator), timerNs, idle.idleAfterNs());
        if (dueNs < state.groups.getLong(operator, IDLE_DUE_OFFSET)) {
            requests.bringForward(scopeOfGroup(operator), dueNs);
        }
    }

    /** The times of a scope are others: it may be due earlier. */
    void reschedule(int scope) {
        idle.schedule(scope);
    }

    /** Queues a scope for a time before the one it is queued for, if any. */
    public void bringForward(int scope, long dueNs) {
        idle.bringForward(scope, dueNs);
    }

    /** Forgets when each scope is due and looks at all of them: the plan is another one, or the state was read. */
    void scheduleAll() {
        idle.reset(state.plan.idleAfterNs());
        for (int sensorId = 0; sensorId < state.sensors.count(); sensorId++) {
            idle.schedule(sensorId);
        }
        for (int index = 0; index < state.derived.count(); index++) {
            idle.schedule(SensorIds.FIRST_DERIVED + index);
        }
        for (int operator = 0; operator < state.operators.length; operator++) {
            idle.schedule(scopeOfGroup(operator));
        }
    }

    /** Fires what the running clock has made due in an idle scope. */
    private void advance(int scope, long clockNs) {
        if (scope < 0) {
            int operator = groupOfScope(scope);
            state.operators[operator].advance(GROUP_SLOT, state.groups.idleTimeNs(operator, clockNs));
            return;
        }
        Scopes scopes = state.scopesOf(scope);
        int index = SensorIds.indexOf(scope);
        // A timer of processing time may be due while the scope is not idle: its own time is its readings' then.
        boolean isIdle = state.times.get().isIdle(scopes, index, clockNs, idleAfterNsOf(scope));
        long timeNs = scopes.idleTimeNs(index, clockNs);
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (state.dispatch.isPlain(entry)) {
                KeyedOperator operator = state.operators[state.dispatch.operator(entry)];
                int slot = state.dispatch.slot(entry);
                if (isIdle) {
                    operator.advance(slot, timeNs);
                }
                operator.advanceClock(slot);
            }
        }
        state.times.get().look(scope);
    }

    private long dueNs(int scope, long idleAfterNs) {
        ScopeTimes times = state.times.get();
        if (scope < 0) {
            int operator = groupOfScope(scope);
            return state.selection.isGroupOperator(operator)
                    ? times.idleDueNs(state.groups, operator, scope, idleAfterNs)
                    : IdleQueue.NEVER;
        }
        Scopes scopes = state.scopesOf(scope);
        int index = SensorIds.indexOf(scope);
        return Math.min(times.idleDueNs(scopes, index, scope, idleAfterNsOf(scope)), clockDueNs(scopes, index));
    }

    /** When the first timer of a scope is due in its event time, or {@link KeyedOperator#NO_TIMER}. */
    long nextTimerNs(int scope) {
        if (scope < 0) {
            return state.operators[groupOfScope(scope)].nextTimerNs(GROUP_SLOT);
        }
        Scopes scopes = state.scopesOf(scope);
        int index = SensorIds.indexOf(scope);
        long timerNs = KeyedOperator.NO_TIMER;
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (state.dispatch.isPlain(entry)) {
                int slot = state.dispatch.slot(entry);
                timerNs = Math.min(timerNs, state.operators[state.dispatch.operator(entry)].nextTimerNs(slot));
            }
        }
        return timerNs;
    }

    /** The elapsed time at which the first timer of processing time of a scope is due; {@link IdleQueue#NEVER} when there is none. */
    private long clockDueNs(Scopes scopes, int index) {
        long dueNs = IdleQueue.NEVER;
        if (state.hasClockTimers && !scopes.hasEnded(index)) {
            int entry = scopes.getInt(index, DISPATCH_OFFSET);
            int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
            for (; entry < end; entry++) {
                if (state.dispatch.isPlain(entry)) {
                    int slot = state.dispatch.slot(entry);
                    dueNs = Math.min(dueNs, state.operators[state.dispatch.operator(entry)].nextClockTimerNs(slot));
                }
            }
        }
        return dueNs == IdleQueue.NEVER ? dueNs : state.journalClock.elapsedNs(dueNs);
    }

    /** Notes in the line of a scope when it is queued for. */
    public void setIdleDueNs(int scope, long dueNs) {
        if (scope < 0) {
            state.groups.putLong(groupOfScope(scope), IDLE_DUE_OFFSET, dueNs);
        } else {
            state.scopesOf(scope).putLong(SensorIds.indexOf(scope), IDLE_DUE_OFFSET, dueNs);
        }
    }

    /** Groups are scopes below zero, sensors are their own ids. */
    public static int scopeOfGroup(int operator) {
        return -1 - operator;
    }

    public static int groupOfScope(int scope) {
        return -1 - scope;
    }
}
