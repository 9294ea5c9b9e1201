package io.tocsin.gateway.config.alarm;

import io.tocsin.engine.plan.AlarmType;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sections of alarms, made from the kinds. */
public final class AlarmSections {
    public static final Key<String> MESSAGE = Key.optional(
            "message",
            AlarmKeys.MESSAGE_TEMPLATE.type(),
            defaultMessages(),
            "Text for operators: " + AlarmKeys.MESSAGE_TEMPLATE.described()
                    + ", where `{1}` is the first level of the sensor's" + " name.");

    /** Keys of all types. */
    static final Section COMMON = Section.of(
            "Alarms",
            "alarms[]",
            "Each entry has these keys and those of its type, " + links() + ".",
            AlarmKeys.NAME,
            AlarmKeys.SENSOR,
            AlarmKeys.TYPE,
            AlarmKeys.PRIORITY,
            MESSAGE,
            AlarmKeys.SINKS,
            AlarmKeys.REORDER,
            AlarmKeys.IN_ARRIVAL_ORDER,
            AlarmKeys.ON_BAD,
            LifeCycleKeys.ACK,
            LifeCycleKeys.LATCH,
            LifeCycleKeys.RE_ALARM,
            LifeCycleKeys.REMIND,
            LifeCycleKeys.MAX_SHELVE,
            LifeCycleKeys.SETTLE,
            LifeCycleKeys.GROUP,
            LifeCycleKeys.SUPPRESS_WHEN_KEY);

    private static final Section ANY_TYPE = anyType();

    private AlarmSections() {}

    /** Sections of the reference. */
    public static List<Section> reference() {
        List<Section> sections = new ArrayList<>();
        sections.add(COMMON);
        sections.add(LifeCycleKeys.SUPPRESS_WHEN);
        AlarmKinds.all().forEach(kind -> sections.addAll(kind.sections()));
        return sections;
    }

    /**
     * Keys of an entry.
     *
     * @param type null when the entry names none: then the keys of all
     */
    static Section of(AlarmType type) {
        if (type == null) {
            return ANY_TYPE;
        }
        Map<String, String> foreign = new HashMap<>();
        for (AlarmKind<?> other : AlarmKinds.all()) {
            if (other.type() != type) {
                String only = "works only in alarms of type " + other.type().label();
                other.keys().keyNames().forEach(name -> foreign.putIfAbsent(name, only));
            }
        }
        return COMMON.with(AlarmKinds.of(type).keys(), foreign);
    }

    private static Section anyType() {
        Section all = COMMON;
        for (AlarmKind<?> kind : AlarmKinds.all()) {
            all = all.with(kind.keys(), Map.of());
        }
        return all;
    }

    private static String defaultMessages() {
        return AlarmKinds.all().stream()
                .map(kind -> "`" + kind.defaultMessage() + "`")
                .collect(Collectors.joining("; "));
    }

    private static String links() {
        return Suggestions.list(AlarmKinds.all().stream()
                .map(kind -> "[" + kind.type().label() + "](#" + kind.keys().anchor() + ")")
                .toList());
    }
}
