package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.IDLE_DUE_OFFSET;

import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.time.DueQueue;

/** The scopes as the idle schedule of the {@link RunningClock} sees them: when each is due, and how it fires. */
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

    /** After how long a silence a sensor's time runs on, ns; time by reception needs no silence. */
    long idleAfterNsOf(int sensorId, long idleAfterNs) {
        return SensorIds.isDerived(sensorId) && scopeTables.derived().isByReceiveTime(SensorIds.indexOf(sensorId))
                ? 0
                : idleAfterNs;
    }

    /** Fires what the running clock has made due in an idle scope. */
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
        // A timer of processing time may be due while the scope is not idle: its own time is its readings' then.
        boolean isIdle = times.get().isIdle(scopes, index, clockNs, idleAfterNsOf(scope, idleAfterNs));
        long timeNs = scopes.idleTimeNs(index, clockNs);
        scopeOperators.runOn(scope, isIdle, timeNs);
        times.get().look(scope);
    }

    /** When the clock alone would make the first timer of a scope due, or {@link DueQueue#NEVER}. */
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

    /** Notes in the line of a scope when it is queued for. */
    void setIdleDueNs(int scope, long dueNs) {
        if (scope < 0) {
            scopeTables.groups().putLong(ScopeTables.groupOfScope(scope), IDLE_DUE_OFFSET, dueNs);
        } else {
            scopeTables.of(scope).putLong(SensorIds.indexOf(scope), IDLE_DUE_OFFSET, dueNs);
        }
    }
}
