package io.tocsin.gateway.config.alarm;

import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.Template;
import io.tocsin.gateway.config.schema.ValueTypes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keys of all types of alarms, except the message, whose default depends on the type: {@link AlarmSections}.
 */
public final class AlarmKeys {
    /** Types that are planned for a later version. */
    private static final Set<String> LATER_TYPES = laterTypes();

    /** Placeholders of a message. */
    static final Template MESSAGE_TEMPLATE =
            new Template(Set.of("sensor", "value", "limit", "level", "alarm", "time", "priority", "gateway"), true);

    public static final Key<String> NAME = Key.required(
            "name",
            ValueTypes.NAME,
            "Name of the alarm, unique among the alarms; the first part of" + " every event's id.");
    public static final Key<SensorSelector> SENSOR = Key.required(
            "sensor", ValueTypes.SELECTOR, "Sensors that the alarm watches: an MQTT topic filter over their names.");
    public static final Key<String> TYPE =
            Key.required("type", ValueTypes.choice(labels(), LATER_TYPES), "Kind of the alarm.");
    public static final Key<Priority> PRIORITY = Key.withDefault(
            "priority",
            ValueTypes.choice(Suggestions.ordered(List.of("critical", "high", "medium", "low"), Priority.values())),
            "medium",
            "Urgency of the operator's response.");
    public static final Key<String> SINKS =
            Key.several("sinks", ValueTypes.NAME, "every sink", "Names of the sinks that receive the alarm's events.");
    public static final Key<Long> REORDER = Key.withDefault(
            "reorder",
            ValueTypes.DURATION,
            "0s",
            "Holds readings for this long to evaluate them in the order of event time. `0s` evaluates readings on"
                    + " arrival and skips a reading older than the sensor's last one.");
    public static final Key<Boolean> IN_ARRIVAL_ORDER = Key.optional(
            "order",
            ValueTypes.choice(Suggestions.ordered(List.of("time", "arrival"), false, true)),
            "time; with `type: state` and no `reorder`, `arrival`",
            "`arrival` evaluates readings in the order of arrival. An overtaken reading counts at its own event time,"
                    + " but not before the last event of that alarm and sensor. Not with `reorder`.");
    public static final Key<OnBad> ON_BAD = Key.withDefault(
            "onBad",
            ValueTypes.choice(
                    Suggestions.ordered(List.of(OnBad.HOLD.label(), OnBad.CLEAR.label()), OnBad.HOLD, OnBad.CLEAR)),
            OnBad.HOLD.label(),
            "Action on an active alarm when its value goes, by a BAD reading or the end of its inputs. `hold` keeps"
                    + " the alarm active on the last value; events of alarms on joins and groups then have"
                    + " `\"held\":true`. `clear` clears the alarm. Not with"
                    + " `missing` and `quality`.");

    private AlarmKeys() {}

    /** The types that a configuration can have, in the order of the reference. */
    static List<AlarmType> types() {
        return Arrays.stream(AlarmType.values())
                .filter(type -> type != AlarmType.GATEWAY)
                .toList();
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        types().forEach(type -> labels.put(type.label(), type.label()));
        return labels;
    }

    private static Set<String> laterTypes() {
        Set<String> known =
                Arrays.stream(AlarmType.values()).map(AlarmType::label).collect(Collectors.toSet());
        return Stream.of("rateOfChange", "deviation", "discrepancy", "pattern")
                .filter(type -> !known.contains(type))
                .collect(Collectors.toUnmodifiableSet());
    }
}
