package io.tocsin.gateway.config.alarm;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** One entry of {@code alarms} while it is read: the keys of all types, and the report of errors. */
final class AlarmEntry {
    private final SectionReader keys;
    private final BindContext context;
    private final int errorsBefore;
    private final String name;
    private final Set<String> streams;
    private final SensorSelector selector;
    private final Priority priority;
    private final String message;
    private final List<String> sinks;
    private final long reorderNs;
    private final OnBad onBad;

    /**
     * @param streams names of the streams
     * @param errorsBefore errors that were reported before this entry
     */
    AlarmEntry(SectionReader keys, BindContext context, Set<String> streams, int errorsBefore) {
        this.streams = streams;
        this.keys = keys;
        this.context = context;
        this.errorsBefore = errorsBefore;
        long boundNs = keys.get(AlarmKeys.REORDER);
        boolean inArrivalOrder = Boolean.TRUE.equals(keys.get(AlarmKeys.IN_ARRIVAL_ORDER));
        if (inArrivalOrder && boundNs > 0) {
            error(AlarmKeys.REORDER, "cannot be combined with order: arrival; leave one of the two keys out");
        }
        this.name = keys.get(AlarmKeys.NAME);
        this.selector = keys.get(AlarmKeys.SENSOR);
        this.priority = keys.get(AlarmKeys.PRIORITY);
        this.message = keys.get(AlarmSections.MESSAGE);
        this.sinks = keys.getAll(AlarmKeys.SINKS);
        this.reorderNs = inArrivalOrder ? AlarmRule.IN_ARRIVAL_ORDER : boundNs;
        this.onBad = keys.get(AlarmKeys.ON_BAD);
        keys.get(AlarmKeys.TYPE);
    }

    SectionReader keys() {
        return keys;
    }

    String name() {
        return name;
    }

    SensorSelector selector() {
        return selector;
    }

    Priority priority() {
        return priority;
    }

    /** The message of the entry, or that of its type. */
    String message(String ofType) {
        return message == null ? ofType : message;
    }

    List<String> sinks() {
        return sinks;
    }

    long reorderNs() {
        return reorderNs;
    }

    OnBad onBad() {
        return onBad;
    }

    /** The rule, or null when the entry has errors; complaints of the rule's constructor are reported. */
    <R> R rule(Supplier<R> maker) {
        return context.problems().errorCount() > errorsBefore ? null : context.attempt(keys.item(), maker);
    }

    /** Whether a sensor of this name is derived: the result of a stream. */
    boolean isDerived(String sensorName) {
        int levelEnd = sensorName.indexOf('/');
        return levelEnd >= 0 && streams.contains(sensorName.substring(0, levelEnd));
    }

    /** A path of the configuration as a path of the machine. */
    Path resolve(Path path) {
        return context.resolve(path);
    }

    void error(String what) {
        context.problems().error(keys.item(), what);
    }

    void error(Key<?> key, String what) {
        context.problems().error(keys.item(key), what);
    }

    void requireNoLimitInMessage() {
        for (String placeholder : List.of("limit", "level")) {
            if (message != null && Template.placeholders(message).contains(placeholder)) {
                error(AlarmSections.MESSAGE, "{" + placeholder + "} works only in alarms of type limit");
            }
        }
    }

    void requireNoOnBad(String why) {
        if (keys.has(AlarmKeys.ON_BAD)) {
            error(AlarmKeys.ON_BAD, why);
        }
    }
}
