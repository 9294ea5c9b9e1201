package io.tocsin.engine.fold;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.state.StateInput;

/** The kind of time that the plan in force asks for. */
public final class CurrentTimes {
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final Selection selection;
    private final OperatorTable operators;
    private final ScopeOperators scopeOperators;
    private final PlanInForce plan;
    private final SensorTimes bySensor;
    /** Null when every sensor has its own time. */
    private SourceTimes bySource;

    private ScopeTimes current;

    CurrentTimes(
            ScopeTables scopeTables,
            Dispatch dispatch,
            Selection selection,
            OperatorTable operators,
            ScopeOperators scopeOperators,
            PlanInForce plan) {
        this.scopeTables = scopeTables;
        this.dispatch = dispatch;
        this.selection = selection;
        this.operators = operators;
        this.scopeOperators = scopeOperators;
        this.plan = plan;
        this.bySensor = new SensorTimes(scopeTables, selection, scopeOperators, plan);
        this.current = bySensor;
    }

    public ScopeTimes get() {
        return current;
    }

    /**
     * The plan is another one, and all is linked: time goes on, begins with what the sensors have seen, or is each
     * sensor's own.
     */
    void usePlan(RunningClock clock) {
        if (plan.get().scope() == TimeScope.SENSOR) {
            bySource = null;
            current = bySensor;
            return;
        }
        boolean isNew = bySource == null;
        if (isNew) {
            begin(clock);
        }
        bySource.usePlan(isNew);
    }

    private void begin(RunningClock clock) {
        bySource = new SourceTimes(scopeTables, dispatch, selection, operators, scopeOperators, plan, clock);
        current = bySource;
    }

    /** Reads the section that the kind of this plan has written, if any; all else of the state must have been read. */
    void readFrom(StateInput in, RunningClock clock) {
        if (plan.get().scope() == TimeScope.SOURCE) {
            in.section(SourceTimes.SECTION);
            begin(clock);
            bySource.readFrom(in);
        }
    }
}
