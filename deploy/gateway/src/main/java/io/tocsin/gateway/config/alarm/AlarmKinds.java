package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.schema.Durations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All types of alarms that a configuration can have. */
public final class AlarmKinds {
    private static final Map<AlarmType, AlarmKind<?>> KINDS = kinds();

    private AlarmKinds() {}

    static List<AlarmKind<?>> all() {
        return List.copyOf(KINDS.values());
    }

    static AlarmKind<?> of(AlarmType type) {
        return KINDS.get(type);
    }

    /** Short description of the conditions that raise and clear an alarm. */
    public static String describe(AlarmRule rule) {
        List<String> parts = new ArrayList<>();
        describe(of(rule.type()), rule, parts);
        if (rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER) {
            parts.add("in order of arrival");
        } else {
            AlarmKind.addDelay(parts, "reordered over ", rule.reorderNs());
        }
        if (rule.onBad() == OnBad.CLEAR) {
            parts.add("cleared when the value goes");
        }
        return String.join(", ", parts);
    }

    /** An alarm as fields of a JSON object, with the names of the configuration. */
    public static void writeFields(AlarmRule rule, JsonGenerator json) throws IOException {
        json.writeStringField("name", rule.name());
        json.writeStringField("sensor", rule.selector().filter());
        json.writeStringField("type", rule.type().label());
        writeFields(of(rule.type()), rule, json);
        if (rule.onBad() != OnBad.HOLD) {
            json.writeStringField("onBad", rule.onBad().label());
        }
        if (rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER) {
            json.writeStringField("order", "arrival");
        } else {
            json.writeStringField("reorder", Durations.format(rule.reorderNs()));
        }
        json.writeStringField("priority", rule.priority().label());
        json.writeStringField("message", rule.message());
    }

    /** Warns of an alarm that can run but is probably a mistake. */
    public static void warn(Bound<AlarmRule> alarm, AlarmWarnings warnings) {
        warn(of(alarm.value().type()), alarm, warnings);
    }

    private static <R extends AlarmRule> void describe(AlarmKind<R> kind, AlarmRule rule, List<String> parts) {
        kind.describe(kind.cast(rule), parts);
    }

    private static <R extends AlarmRule> void writeFields(AlarmKind<R> kind, AlarmRule rule, JsonGenerator json)
            throws IOException {
        kind.writeFields(kind.cast(rule), json);
    }

    private static <R extends AlarmRule> void warn(AlarmKind<R> kind, Bound<AlarmRule> alarm, AlarmWarnings warnings) {
        kind.warn(kind.cast(alarm.value()), alarm.keys(), warnings);
    }

    private static Map<AlarmType, AlarmKind<?>> kinds() {
        Map<AlarmType, AlarmKind<?>> kinds = new EnumMap<>(AlarmType.class);
        AlarmKeys.types().forEach(type -> kinds.put(type, create(type)));
        return kinds;
    }

    private static AlarmKind<?> create(AlarmType type) {
        return switch (type) {
            case LIMIT -> new LimitKind();
            case MISSING -> new MissingKind();
            case STUCK -> new StuckKind();
            case RATE_OF_CHANGE -> new RateOfChangeKind();
            case STATE -> new StateKind();
            case QUALITY -> new QualityKind();
            case GATEWAY -> throw new IllegalArgumentException("no configuration has a rule of the gateway");
        };
    }
}
