package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;

/** Builds an alarm for sensors that report certain states. */
public final class StateAlarm extends AlarmParts<StateAlarm> {
    private final StateSet in;
    private StateSet clear = StateSet.NONE;
    private long reorderNs = AlarmRule.IN_ARRIVAL_ORDER;
    private OnBad onBad = OnBad.HOLD;

    private StateAlarm(String name, StateSet in) {
        super(name, "{sensor} is {value}");
        this.in = in;
    }

    /**
     * Creates an alarm raised at a sample in these states and cleared at the next in any other. Readings count in the
     * order of arrival.
     */
    public static StateAlarm in(String name, StateSet states) {
        return new StateAlarm(name, states);
    }

    /** Restricts the states that clear the alarm. */
    public StateAlarm clear(StateSet states) {
        clear = states;
        return this;
    }

    /**
     * Sets how long readings are held to sort them by event time. With zero, readings older than the last one are
     * skipped.
     */
    public StateAlarm reorder(Duration bound) {
        reorderNs = bound.toNanos();
        return this;
    }

    /** Sets whether an active alarm is held or cleared when its value is lost; by default it is held. */
    public StateAlarm onBad(OnBad what) {
        onBad = what;
        return this;
    }

    @Override
    StateAlarm self() {
        return this;
    }

    @Override
    public StateRule over(SensorSelector selector) {
        return new StateRule(name, selector, priority, message, sinks, in, clear, reorderNs, onBad);
    }
}
