package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.GatewayRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the contract's JSON object of an alarm event. One thread. */
final class AlarmEventFormatter {
    private static final Level[] LEVELS = Level.values();

    private final String gateway;
    private final ResultNames names;
    private final JsonLine line;
    /** By rule id; a rule's message may change while its id stays. */
    private final Map<Integer, MessageTemplate> templates = new HashMap<>();

    AlarmEventFormatter(String gateway, ResultNames names, boolean withDecided) {
        this.gateway = gateway;
        this.names = names;
        this.line = new JsonLine(gateway, withDecided);
    }

    /** The JSON object with the event's key and sinks. */
    FormattedResult format(AlarmEventFlyweight event) {
        BoardFields board = event.isOnBoard() ? BoardFields.of(event) : null;
        if (event.ruleId() == AlarmEventFlyweight.NO_RULE) {
            return formatWithoutRule(event, board);
        }
        AlarmRule rule = names.rule(event.ruleId());
        int levelCode = event.levelCode();
        Level level = levelCode == AlarmEventFlyweight.NO_LEVEL ? null : LEVELS[levelCode];
        EventText text = new EventText(
                PlainText.wellFormed(rule.name()),
                PlainText.wellFormed(names.alarmSensor(event.ruleId(), event.sensorId())),
                level == null ? "" : level.name(),
                EventTimes.iso(event.timeNs()),
                priority(rule, level).label(),
                gateway,
                event.value(),
                TextValue.isText(event.value()) ? names.text(TextValue.id(event.value())) : null,
                event.limit());
        String id = id(event, text, names.version(event.ruleId()), board);
        String message = board != null && board.isRefusal()
                ? board.refusalWords()
                : template(event.ruleId(), rule).fill(text);
        return write(event, text, id, message, board, board == null ? rule.sinks() : board.route(rule.sinks()));
    }

    /** An event about an alarm that the gateway does not have, or about a sensor whatever its alarms. */
    private FormattedResult formatWithoutRule(AlarmEventFlyweight event, BoardFields board) {
        EventText text = new EventText(
                PlainText.wellFormed(board.alarm()),
                PlainText.wellFormed(board.sensor()),
                "",
                EventTimes.iso(event.timeNs()),
                Priority.LOW.label(),
                gateway,
                Double.NaN,
                null,
                Double.NaN);
        String message = board.isRefusal() ? board.refusalWords() : board.why();
        return write(event, text, id(event, text, 0, board), message, board, board.route(List.of()));
    }

    private FormattedResult write(
            AlarmEventFlyweight event,
            EventText text,
            String id,
            String message,
            BoardFields board,
            List<String> sinks) {
        String eventId = board == null
                ? EventId.of(id, event, text.level())
                : EventId.ofBoard(id, event, board.number(), text.level(), board.actionId());
        long key = EventKey.of(eventId, id, event.kind().name(), text.level(), text.time(), event.isHeld());
        String json = line.write(
                members -> writeMembers(members, event, text, id, eventId, message, board),
                event.position(),
                event.receivedNs(),
                event.decidedNs());
        return new FormattedResult(key, sinks, json);
    }

    private static String id(AlarmEventFlyweight event, EventText text, int version, BoardFields board) {
        String id = text.alarm() + '/' + version + '/' + text.sensor() + '/';
        if (event.raisedNs() == AlarmEventFlyweight.NO_EPISODE) {
            return id + (board.actionId().isEmpty() ? Long.toString(event.timeNs()) : board.actionId());
        }
        return id + event.raisedNs() + (event.occurrence() > 1 ? "-" + event.occurrence() : "");
    }

    private MessageTemplate template(int ruleId, AlarmRule rule) {
        MessageTemplate template = templates.get(ruleId);
        if (template == null || !template.source().equals(rule.message())) {
            template = rule instanceof GatewayRule
                    ? MessageTemplate.literal(rule.message())
                    : new MessageTemplate(rule.message());
            templates.put(ruleId, template);
        }
        return template;
    }

    private static void writeMembers(
            JsonGenerator json,
            AlarmEventFlyweight event,
            EventText text,
            String id,
            String eventId,
            String message,
            BoardFields board)
            throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("eventId", eventId);
        json.writeStringField("event", event.kind().name());
        json.writeStringField("alarm", text.alarm());
        json.writeStringField("sensor", text.sensor());
        if (!text.level().isEmpty()) {
            json.writeStringField("level", text.level());
        }
        json.writeStringField("state", board == null ? state(event.kind()) : board.state());
        if (board != null) {
            json.writeBooleanField("annunciate", board.isAnnunciated());
        }
        json.writeStringField("priority", text.priority());
        json.writeStringField("time", text.time());
        JsonLine.writeValue(json, "value", text.value(), text.valueText());
        JsonLine.writeValue(json, "limit", text.limit(), null);
        if (event.reason() != AlarmEventReason.RULE) {
            json.writeStringField("reason", event.reason().name());
        }
        if (event.isHeld()) {
            json.writeBooleanField("held", true);
        }
        if (board != null) {
            board.writeTo(json, event.kind());
        }
        json.writeStringField("message", message);
    }

    private static String state(AlarmEventKind kind) {
        return switch (kind) {
            case RAISED, LEVEL_CHANGED -> "UNACKNOWLEDGED_ACTIVE";
            case CLEARED -> "RETURNED_TO_NORMAL_UNACKNOWLEDGED";
            default -> throw new IllegalStateException("an event of the alarm board without one, kind=" + kind);
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
