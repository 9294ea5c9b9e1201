package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.alarm.Priority;
import java.util.List;

/**
 * Settings that every alarm has, whatever its type.
 *
 * @param <T> the alarm that is put together
 */
abstract class AlarmParts<T extends AlarmParts<T>> implements AlarmSpec {
    final String name;
    Priority priority = Priority.MEDIUM;
    String message;
    List<String> sinks = List.of();

    /**
     * @param message its template unless said otherwise
     */
    AlarmParts(String name, String message) {
        this.name = name;
        this.message = message;
    }

    abstract T self();

    /** Medium unless said otherwise. */
    public T priority(Priority howUrgent) {
        priority = howUrgent;
        return self();
    }

    /** The template of the events' message. */
    public T message(String template) {
        message = template;
        return self();
    }

    /** Where its events go; every alarm sink unless said otherwise. */
    public T sinks(String... names) {
        sinks = List.of(names);
        return self();
    }
}
