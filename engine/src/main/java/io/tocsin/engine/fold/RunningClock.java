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
 * Fires timers by the gateway's clock. Knows when each scope (sensor, derived sensor, group of an alarm) must be
 * checked. A tick advances the time of idle scopes and fires their event-time timers, and fires processing-time timers
 * of all scopes. Engine thread; allocates only while it grows.
 */
public final class RunningClock {
    /** Receives scopes that must be checked earlier than they are queued for. */
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
        operators.onTick();
        idle.onTick(clockNs);
        times.get().onTick(clockNs);
    }

    /** See {@link JournalFold#nextTickDueNs}. */
    long nextTickDueNs(long latestReceiveNs) {
        return Math.min(
                operators.expectedDueNs(),
                Math.min(idle.nextTickDueNs(latestReceiveNs), times.get().nextTickDueNs(latestReceiveNs)));
    }

    /**
     * Schedules a sensor whose operators have set a timer. A short on-delay must not wait behind a long timeout of the
     * same sensor, so the sensor is brought forward when its new timer is due first.
     *
     * @param timerNs in the sensor's event time, or {@link KeyedOperator#NO_TIMER} when only processing-time timers may
     *     have changed
     * @param requests receives the scope if it must be checked earlier
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

    /** Schedules a scope whose operators may have set processing-time timers. */
    void onClockTimer(int scope) {
        long dueNs = scopeOperators.clockDueNs(scopeTables.of(scope), SensorIds.indexOf(scope));
        if (dueNs < scopeTables.of(scope).getLong(SensorIds.indexOf(scope), IDLE_DUE_OFFSET)) {
            bringForward(scope, dueNs);
        }
    }

    /** Schedules the group of an alarm whose operator has set a timer. */
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

    /** Schedules a scope whose times have changed, which may make it due earlier. */
    void reschedule(int scope) {
        idle.schedule(scope);
    }

    /** Queues a scope, or moves it forward in the queue. */
    public void bringForward(int scope, long dueNs) {
        idle.bringForward(scope, dueNs);
    }

    /** Rebuilds the schedule of all scopes, after the plan has changed or the state was read. */
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

    /** Stores in a scope's state record the time the scope is queued for. */
    public void setIdleDueNs(int scope, long dueNs) {
        idleScopes.setIdleDueNs(scope, dueNs);
    }
}
