package io.tocsin.engine.fold;

import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.state.StateInput;

/** The kind of time that the plan in force asks for. */
public final class CurrentTimes {
    private final FoldState state;
    private final SensorTimes bySensor;
    /** Null when every sensor has its own time. */
    private SourceTimes bySource;

    private ScopeTimes current;

    CurrentTimes(FoldState state) {
        this.state = state;
        this.bySensor = new SensorTimes(state);
        this.current = bySensor;
    }

    public ScopeTimes get() {
        return current;
    }

    /** The plan is another one, and all is linked: time goes on, begins with what the sensors have seen, or is each sensor's own. */
    void usePlan(Plan plan) {
        if (plan.scope() == TimeScope.SENSOR) {
            bySource = null;
            current = bySensor;
            return;
        }
        boolean isNew = bySource == null;
        if (isNew) {
            bySource = new SourceTimes(state);
            current = bySource;
        }
        bySource.usePlan(isNew);
    }

    /** Reads the section that the kind of this plan has written, if any; all else of the state must have been read. */
    void readFrom(StateInput in, Plan plan) {
        if (plan.scope() == TimeScope.SOURCE) {
            in.section(SourceTimes.SECTION);
            bySource = new SourceTimes(state);
            current = bySource;
            bySource.readFrom(in);
        }
    }
}
