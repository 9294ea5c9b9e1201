package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Level;
import io.tocsin.engine.plan.LimitLevel;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.Priority;
import io.tocsin.engine.reading.SensorDictionary;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.AlarmRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the contract's JSON object of an alarm event. The same event gives the same bytes on every Java release:
 * numbers are written by Jackson's shortest round-trip writer, for {@code Double.toString} changed with JDK 19.
 *
 * <p>One thread. Allocates: alarm events are rare.
 */
public final class AlarmEventFormatter {
    private static final Level[] LEVELS = Level.values();
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final String gateway;
    private final AlarmRules rules;
    private final SensorDictionary sensors;
    private final boolean withDecided;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    /** By rule id; a rule's message may change while its id stays. */
    private final Map<Integer, MessageTemplate> templates = new HashMap<>();

    private AlarmEventFormatter(String gateway, AlarmRules rules, SensorDictionary sensors, boolean withDecided) {
        this.gateway = PlainText.wellFormed(gateway);
        this.rules = rules;
        this.sensors = sensors;
        this.withDecided = withDecided;
    }

    /** Formats events as they happen, {@code decided} included. */
    public static AlarmEventFormatter live(String gateway, AlarmRules rules, SensorDictionary sensors) {
        return new AlarmEventFormatter(gateway, rules, sensors, true);
    }

    /** Formats events of a replay: without {@code decided}, which comes from a clock. */
    public static AlarmEventFormatter replay(String gateway, AlarmRules rules, SensorDictionary sensors) {
        return new AlarmEventFormatter(gateway, rules, sensors, false);
    }

    /** The JSON object with the event's key and sinks. */
    public FormattedEvent format(AlarmEventFlyweight event) {
        AlarmRule rule = rules.rule(event.ruleId());
        int levelCode = event.levelCode();
        Level level = levelCode == AlarmEventFlyweight.NO_LEVEL ? null : LEVELS[levelCode];
        EventText text = new EventText(
                PlainText.wellFormed(rule.name()),
                event.sensorId() == AlarmEventFlyweight.GROUP
                        ? PlainText.wellFormed(rule.selector().filter())
                        : sensors.name(event.sensorId()),
                level == null ? "" : level.name(),
                EventTimes.iso(event.timeNs()),
                priority(rule, level).label(),
                gateway,
                event.value(),
                event.limit());
        String id = id(event, text);
        long key = EventKey.of(id, event.kind().name(), text.level(), text.time());
        try {
            return new FormattedEvent(key, rule.sinks(), json(event, text, id, template(event.ruleId(), rule)));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private String id(AlarmEventFlyweight event, EventText text) {
        String id = text.alarm() + '/' + rules.version(event.ruleId()) + '/' + text.sensor() + '/' + event.raisedNs();
        return event.occurrence() > 1 ? id + '-' + event.occurrence() : id;
    }

    private String json(AlarmEventFlyweight event, EventText text, String id, MessageTemplate template)
            throws IOException {
        bytes.reset();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("event", event.kind().name());
            json.writeStringField("alarm", text.alarm());
            json.writeStringField("sensor", text.sensor());
            if (!text.level().isEmpty()) {
                json.writeStringField("level", text.level());
            }
            json.writeStringField("state", state(event.kind()));
            json.writeStringField("priority", text.priority());
            json.writeStringField("time", text.time());
            writeNumber(json, "value", text.value());
            writeNumber(json, "limit", text.limit());
            if (event.reason() != AlarmEventReason.RULE) {
                json.writeStringField("reason", event.reason().name());
            }
            json.writeStringField("message", template.fill(text));
            json.writeNumberField("position", event.position());
            json.writeStringField("received", EventTimes.iso(event.receivedNs()));
            if (withDecided) {
                json.writeStringField("decided", EventTimes.iso(event.decidedNs()));
            }
            json.writeStringField("gateway", text.gateway());
            json.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private MessageTemplate template(int ruleId, AlarmRule rule) {
        MessageTemplate template = templates.get(ruleId);
        if (template == null || !template.source().equals(rule.message())) {
            template = new MessageTemplate(rule.message());
            templates.put(ruleId, template);
        }
        return template;
    }

    private static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        }
    }

    private static String state(AlarmEventKind kind) {
        return switch (kind) {
            case RAISED, LEVEL_CHANGED -> "UNACKNOWLEDGED_ACTIVE";
            case CLEARED -> "RETURNED_TO_NORMAL_UNACKNOWLEDGED";
        };
    }

    private static Priority priority(AlarmRule rule, Level level) {
        if (rule instanceof LimitRule limitRule) {
            for (LimitLevel candidate : limitRule.levels()) {
                if (candidate.level() == level) {
                    return candidate.priority();
                }
            }
        }
        return rule.priority();
    }
}
