package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.alarm.Priority;
import java.util.List;

/**
 * Settings common to alarms of all types.
 *
 * @param <T> the alarm being built
 */
abstract class AlarmParts<T extends AlarmParts<T>> implements AlarmSpec {
    final String name;
    Priority priority = Priority.MEDIUM;
    String message;
    List<String> sinks = List.of();

    /**
     * @param message default template of the message
     */
    AlarmParts(String name, String message) {
        this.name = name;
        this.message = message;
    }

    abstract T self();

    /** Sets the priority, {@code MEDIUM} by default. */
    public T priority(Priority howUrgent) {
        priority = howUrgent;
        return self();
    }

    /** Sets the template of the events' message. */
    public T message(String template) {
        message = template;
        return self();
    }

    /** Sets the sinks of the events, by default every alarm sink. */
    public T sinks(String... names) {
        sinks = List.of(names);
        return self();
    }
}
