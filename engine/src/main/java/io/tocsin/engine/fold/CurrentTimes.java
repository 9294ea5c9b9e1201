package io.tocsin.engine.fold;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.state.StateInput;

/** Holds the kind of time that the current plan asks for: {@link SensorTimes} or {@link SourceTimes}. */
public final class CurrentTimes {
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final Selection selection;
    private final OperatorTable operators;
    private final ScopeOperators scopeOperators;
    private final PlanInForce plan;
    private final SensorTimes bySensor;
    /** Times of the sources; null while every sensor has its own time. */
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
     * Switches to the time scope of the new plan, once all sensors are linked. Source times continue if the previous
     * plan had them too; otherwise they begin with the event times that the sensors have reached.
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

    /** Reads the section of source times if the plan has them. The rest of the state must have been read before. */
    void readFrom(StateInput in, RunningClock clock) {
        if (plan.get().scope() == TimeScope.SOURCE) {
            in.section(SourceTimes.SECTION);
            begin(clock);
            bySource.readFrom(in);
        }
    }
}
