package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;

import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.time.DueQueue;

/** The idle schedule's view of the scopes: when each is due, and how its timers fire. Used by {@link RunningClock}. */
final class IdleScopes {
    private final ScopeTables scopeTables;
    private final Selection selection;
    private final OperatorTable operators;
    private final ScopeOperators scopeOperators;
    private final CurrentTimes times;

    IdleScopes(
            ScopeTables scopeTables,
            Selection selection,
            OperatorTable operators,
            ScopeOperators scopeOperators,
            CurrentTimes times) {
        this.scopeTables = scopeTables;
        this.selection = selection;
        this.operators = operators;
        this.scopeOperators = scopeOperators;
        this.times = times;
    }

    /** Silence after which a sensor's time advances with the gateway's clock, ns; 0 for time by reception. */
    long idleAfterNsOf(int sensorId, long idleAfterNs) {
        return SensorIds.isDerived(sensorId) && scopeTables.derived().isByReceiveTime(SensorIds.indexOf(sensorId))
                ? 0
                : idleAfterNs;
    }

    /** Fires the timers of an idle scope that the gateway's clock has made due. */
    void advance(int scope, long clockNs, long idleAfterNs) {
        if (scope < 0) {
            int operator = ScopeTables.groupOfScope(scope);
            operators
                    .get(operator)
                    .advance(ScopeTables.GROUP_SLOT, scopeTables.groups().idleTimeNs(operator, clockNs));
            return;
        }
        Scopes scopes = scopeTables.of(scope);
        int index = SensorIds.indexOf(scope);
        // A processing-time timer may be due while the scope is not idle; event time then stays with the scope's
        // readings.
        boolean isIdle = times.get().isIdle(scopes, index, clockNs, idleAfterNsOf(scope, idleAfterNs));
        long timeNs = scopes.idleTimeNs(index, clockNs);
        scopeOperators.runOn(scope, isIdle, timeNs);
        times.get().look(scope);
    }

    /** The clock time at which the scope's first timer becomes due without a reading, or {@link DueQueue#NEVER}. */
    long dueNs(int scope, long idleAfterNs) {
        ScopeTimes current = times.get();
        if (scope < 0) {
            int operator = ScopeTables.groupOfScope(scope);
            return selection.isGroupOperator(operator)
                    ? current.idleDueNs(scopeTables.groups(), operator, scope, idleAfterNs)
                    : DueQueue.NEVER;
        }
        Scopes scopes = scopeTables.of(scope);
        int index = SensorIds.indexOf(scope);
        return Math.min(
                current.idleDueNs(scopes, index, scope, idleAfterNsOf(scope, idleAfterNs)),
                scopeOperators.clockDueNs(scopes, index));
    }

    /** Stores in a scope's state record the time the scope is queued for. */
    void setIdleDueNs(int scope, long dueNs) {
        if (scope < 0) {
            scopeTables.groups().putLong(ScopeTables.groupOfScope(scope), IDLE_DUE_OFFSET, dueNs);
        } else {
            scopeTables.of(scope).putLong(SensorIds.indexOf(scope), IDLE_DUE_OFFSET, dueNs);
        }
    }
}
