package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Priority;
import io.tocsin.engine.plan.SensorSelector;
import java.time.Duration;
import java.util.List;

/** An alarm for silence, put together. */
public final class MissingAlarm implements AlarmSpec {
    private final String name;
    private final Duration timeout;
    private boolean ofGroup;
    private Priority priority = Priority.MEDIUM;
    private String message;
    private List<String> sinks = List.of();

    private MissingAlarm(String name, Duration timeout) {
        this.name = name;
        this.timeout = timeout;
        this.message = "{sensor} silent for " + timeout.toSeconds() + " s";
    }

    /** Raised when a sensor has given no good sample for so long. */
    public static MissingAlarm named(String name, Duration timeout) {
        return new MissingAlarm(name, timeout);
    }

    /** All sensors silent together, not each by itself. */
    public MissingAlarm ofGroup() {
        ofGroup = true;
        return this;
    }

    /** Medium unless said otherwise. */
    public MissingAlarm priority(Priority howUrgent) {
        priority = howUrgent;
        return this;
    }

    /** The template of the events' message. */
    public MissingAlarm message(String template) {
        message = template;
        return this;
    }

    /** Where its events go; every alarm sink unless said otherwise. */
    public MissingAlarm sinks(String... names) {
        sinks = List.of(names);
        return this;
    }

    @Override
    public MissingRule over(SensorSelector selector) {
        return new MissingRule(
                name, selector, priority, message, sinks, timeout.toNanos(), ofGroup, AlarmRule.ON_ARRIVAL);
    }
}
