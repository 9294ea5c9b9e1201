package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;

import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.IdleSchedule;
import io.tocsin.engine.scope.Scopes;

/**
 * Timers by the gateway's clock, for scopes without readings: knows when each scope (sensor, derived sensor, group of
 * an alarm) has to be looked at, and at a tick lets the time of those that are silent run on and fires their timers,
 * and the timers of processing time. Engine thread; allocates only while it grows.
 */
public final class RunningClock {
    /** Takes scopes that must be looked at earlier than they are queued for. */
    @FunctionalInterface
    public interface Requests {
        void bringForward(int scope, long dueNs);
    }

    private final ScopeTables scopeTables;
    private final OperatorTable operators;
    private final ScopeOperators scopeOperators;
    private final PlanInForce plan;
    private final CurrentTimes times;
    private final IdleScopes idleScopes;
    private final IdleSchedule idle;

    RunningClock(
            ScopeTables scopeTables,
            Selection selection,
            OperatorTable operators,
            ScopeOperators scopeOperators,
            PlanInForce plan,
            CurrentTimes times) {
        this.scopeTables = scopeTables;
        this.operators = operators;
        this.scopeOperators = scopeOperators;
        this.plan = plan;
        this.times = times;
        this.idleScopes = new IdleScopes(scopeTables, selection, operators, scopeOperators, times);
        this.idle = new IdleSchedule(idleScopes::dueNs, idleScopes::advance, idleScopes::setIdleDueNs);
    }

    void onTick(long clockNs) {
        idle.onTick(clockNs);
        times.get().onTick(clockNs);
    }

    /** See {@link JournalFold#nextTickDueNs}. */
    long nextTickDueNs(long latestReceiveNs) {
        return Math.min(idle.nextTickDueNs(latestReceiveNs), times.get().nextTickDueNs(latestReceiveNs));
    }

    /**
     * A reading has left a timer with a sensor, or with the other side of a join. A short on-delay must not wait for
     * the turn of a long timeout of the same sensor.
     *
     * @param timerNs in the sensor's event time, or {@link KeyedOperator#NO_TIMER} when there are only those of
     *     processing time
     * @param requests take the scope if it must be looked at earlier
     */
    public void onTimer(int sensorId, long timerNs, Requests requests) {
        Scopes scopes = scopeTables.of(sensorId);
        int index = SensorIds.indexOf(sensorId);
        long eventDueNs = times.get()
                .timerDueNs(scopes, index, sensorId, timerNs, idleScopes.idleAfterNsOf(sensorId, idle.idleAfterNs()));
        long dueNs = Math.min(eventDueNs, scopeOperators.clockDueNs(scopes, index));
        if (dueNs < scopes.getLong(index, IDLE_DUE_OFFSET)) {
            requests.bringForward(sensorId, dueNs);
        }
    }

    /** The operators of a scope may have set timers of processing time. */
    void onClockTimer(int scope) {
        long dueNs = scopeOperators.clockDueNs(scopeTables.of(scope), SensorIds.indexOf(scope));
        if (dueNs < scopeTables.of(scope).getLong(SensorIds.indexOf(scope), IDLE_DUE_OFFSET)) {
            bringForward(scope, dueNs);
        }
    }

    /** A reading of a group has left a timer. */
    public void onGroupTimer(int operator, long timerNs, Requests requests) {
        long dueNs = times.get()
                .timerDueNs(
                        scopeTables.groups(),
                        operator,
                        ScopeTables.scopeOfGroup(operator),
                        timerNs,
                        idle.idleAfterNs());
        if (dueNs < scopeTables.groups().getLong(operator, IDLE_DUE_OFFSET)) {
            requests.bringForward(ScopeTables.scopeOfGroup(operator), dueNs);
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
        idle.reset(plan.get().idleAfterNs());
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            idle.schedule(sensorId);
        }
        for (int index = 0; index < scopeTables.derived().count(); index++) {
            idle.schedule(SensorIds.FIRST_DERIVED + index);
        }
        for (int operator = 0; operator < operators.count(); operator++) {
            idle.schedule(ScopeTables.scopeOfGroup(operator));
        }
    }

    /** Notes in the line of a scope when it is queued for. */
    public void setIdleDueNs(int scope, long dueNs) {
        idleScopes.setIdleDueNs(scope, dueNs);
    }
}
