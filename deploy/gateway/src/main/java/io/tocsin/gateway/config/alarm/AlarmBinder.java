package io.tocsin.gateway.config.alarm;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.yaml.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the entries of {@code alarms}. */
public final class AlarmBinder {
    private final BindContext context;
    private final Set<String> streams;
    private final Map<String, LifeCycle> lifeCycles = new HashMap<>();

    /**
     * @param streams names of the streams, the first levels of derived sensors
     */
    public AlarmBinder(BindContext context, Set<String> streams) {
        this.context = context;
        this.streams = Set.copyOf(streams);
    }

    /**
     * @return the alarm, or null when it has errors
     */
    public Bound<AlarmRule> bind(Item item) {
        int errorsBefore = context.problems().errorCount();
        Item typeItem = item.isMapping() ? item.child(AlarmKeys.TYPE.name()) : null;
        String label =
                typeItem != null && typeItem.isScalar() ? typeItem.scalar().text() : "";
        AlarmType type = typeOf(label);
        if (!label.isEmpty() && type == null) {
            // the possible keys depend on the type, so no other key can be checked
            context.attempt(typeItem, () -> AlarmKeys.TYPE.type().parse(typeItem.scalar()));
            return null;
        }
        SectionReader keys = new SectionReader(item, AlarmSections.of(type), context.problems());
        AlarmEntry entry = new AlarmEntry(keys, context, streams, errorsBefore);
        LifeCycle lifeCycle = LifeCycleKeys.bind(keys, context);
        AlarmRule rule = type == null ? null : AlarmKinds.of(type).bind(entry);
        if (rule == null) {
            return null;
        }
        String cause = lifeCycle.suppressWhen();
        if (!cause.isEmpty() && !lifeCycles.containsKey(cause)) {
            context.problems()
                    .error(
                            keys.item(LifeCycleKeys.SUPPRESS_WHEN_KEY),
                            "must name an alarm above this one, alarm=" + cause);
            return null;
        }
        lifeCycles.put(rule.name(), lifeCycle);
        return new Bound<>(rule, keys);
    }

    /** Life cycles of the alarms bound so far, by name. */
    public Map<String, LifeCycle> lifeCycles() {
        return Map.copyOf(lifeCycles);
    }

    /** The type of this name, or null. */
    private static AlarmType typeOf(String label) {
        List<AlarmType> named = AlarmKeys.types().stream()
                .filter(type -> type.label().equals(label))
                .toList();
        return named.isEmpty() ? null : named.get(0);
    }
}
