package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.Priority;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.SensorSelector;
import java.util.List;

/** An alarm for sensors that say their readings are bad, put together. */
public final class QualityAlarm implements AlarmSpec {
    private final String name;
    private Priority priority = Priority.MEDIUM;
    private String message = "{sensor} bad";
    private List<String> sinks = List.of();

    private QualityAlarm(String name) {
        this.name = name;
    }

    /** Raised at a BAD reading, cleared at the next GOOD one. */
    public static QualityAlarm named(String name) {
        return new QualityAlarm(name);
    }

    /** Medium unless said otherwise. */
    public QualityAlarm priority(Priority howUrgent) {
        priority = howUrgent;
        return this;
    }

    /** The template of the events' message. */
    public QualityAlarm message(String template) {
        message = template;
        return this;
    }

    /** Where its events go; every alarm sink unless said otherwise. */
    public QualityAlarm sinks(String... names) {
        sinks = List.of(names);
        return this;
    }

    @Override
    public QualityRule over(SensorSelector selector) {
        return new QualityRule(name, selector, priority, message, sinks);
    }
}
