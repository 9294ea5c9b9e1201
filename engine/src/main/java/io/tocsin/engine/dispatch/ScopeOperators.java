package io.tocsin.engine.dispatch;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.time.DueQueue;

/** The operators in which a scope has slots of its own, called together in the order of the plan. */
public final class ScopeOperators {
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final OperatorTable operators;
    private final JournalClock journalClock;

    public ScopeOperators(
            ScopeTables scopeTables, Dispatch dispatch, OperatorTable operators, JournalClock journalClock) {
        this.scopeTables = scopeTables;
        this.dispatch = dispatch;
        this.operators = operators;
        this.journalClock = journalClock;
    }

    /**
     * Fires the timers that the gateway's clock has made due.
     *
     * @param isIdle whether the scope's own time advances too
     * @param timeNs the scope's time, if so
     */
    public void runOn(int scope, boolean isIdle, long timeNs) {
        Scopes scopes = scopeTables.of(scope);
        int index = SensorIds.indexOf(scope);
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isPlain(entry)) {
                KeyedOperator operator = operators.get(dispatch.operator(entry));
                int slot = dispatch.slot(entry);
                if (isIdle) {
                    operator.advance(slot, timeNs);
                }
                operator.advanceClock(slot);
            }
        }
    }

    /** Event time of the first timer of a scope, or {@link KeyedOperator#NO_TIMER}. */
    public long nextTimerNs(int scope) {
        if (scope < 0) {
            return operators.get(ScopeTables.groupOfScope(scope)).nextTimerNs(ScopeTables.GROUP_SLOT);
        }
        Scopes scopes = scopeTables.of(scope);
        int index = SensorIds.indexOf(scope);
        long timerNs = KeyedOperator.NO_TIMER;
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isPlain(entry)) {
                int slot = dispatch.slot(entry);
                timerNs = Math.min(
                        timerNs, operators.get(dispatch.operator(entry)).nextTimerNs(slot));
            }
        }
        return timerNs;
    }

    /** Elapsed time of the first processing-time timer of a scope; {@link DueQueue#NEVER} when there is none. */
    public long clockDueNs(Scopes scopes, int index) {
        long dueNs = DueQueue.NEVER;
        if (operators.hasClockTimers() && !scopes.hasEnded(index)) {
            int entry = scopes.getInt(index, DISPATCH_OFFSET);
            int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
            for (; entry < end; entry++) {
                if (dispatch.isPlain(entry)) {
                    int slot = dispatch.slot(entry);
                    dueNs = Math.min(
                            dueNs, operators.get(dispatch.operator(entry)).nextClockTimerNs(slot));
                }
            }
        }
        return dueNs == DueQueue.NEVER ? dueNs : journalClock.elapsedNs(dueNs);
    }

    /** Ends a scope at an event time. */
    public void finish(Scopes scopes, int index, long lastNs) {
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isPlain(entry)) {
                operators.get(dispatch.operator(entry)).finish(dispatch.slot(entry), lastNs);
            }
        }
    }

    /** Clears the active alarms of a scope that no longer exists. */
    public void closeSlots(Scopes scopes, int index) {
        int entry = scopes.getInt(index, DISPATCH_OFFSET);
        int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (dispatch.isPlain(entry)) {
                operators.get(dispatch.operator(entry)).closeSlot(dispatch.slot(entry));
            }
        }
    }
}
