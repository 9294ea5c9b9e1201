package io.tocsin.alerts.event;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members of an event's JSON object that sinks need. Absent members are empty.
 *
 * @param id of the episode
 * @param eventId of the event; empty in lines that older versions wrote
 * @param reason cause of an event that the rule itself did not decide: {@code RULE_CHANGED}
 */
public record EventFields(
        String id,
        String eventId,
        String event,
        String alarm,
        String sensor,
        String level,
        String priority,
        String time,
        String message,
        String gateway,
        String reason,
        boolean isHeld)
        implements ResultFields {
    /** {@link #lastedNs} of an id without the time of a raise. */
    public static final long UNKNOWN = -1;

    private static final Pattern RAISE_IN_ID = Pattern.compile("/(-?\\d{1,19})(-\\d{1,10})?$");

    /** {@link #reason} of an event that a value caused through the rule. */
    public EventFields(
            String id,
            String eventId,
            String event,
            String alarm,
            String sensor,
            String level,
            String priority,
            String time,
            String message,
            String gateway) {
        this(id, eventId, event, alarm, sensor, level, priority, time, message, gateway, "", false);
    }

    /**
     * @param json one JSON object
     * @throws IOException it is not one
     */
    public static EventFields parse(String json) throws IOException {
        return of(JsonLine.read(json));
    }

    static EventFields of(Map<String, JsonLine.Member> members) {
        return new EventFields(
                JsonLine.Member.textOf(members, "id"),
                JsonLine.Member.textOf(members, "eventId"),
                JsonLine.Member.textOf(members, "event"),
                JsonLine.Member.textOf(members, "alarm"),
                JsonLine.Member.textOf(members, "sensor"),
                JsonLine.Member.textOf(members, "level"),
                JsonLine.Member.textOf(members, "priority"),
                JsonLine.Member.textOf(members, "time"),
                JsonLine.Member.textOf(members, "message"),
                JsonLine.Member.textOf(members, "gateway"),
                JsonLine.Member.textOf(members, "reason"),
                JsonLine.Member.textOf(members, "held").equals("true"));
    }

    /**
     * How long the episode has lasted, nanoseconds: from the raise, whose time ends the id, to this event; or
     * {@link #UNKNOWN}.
     */
    public long lastedNs() {
        Matcher raise = RAISE_IN_ID.matcher(id);
        if (!raise.find()) {
            return UNKNOWN;
        }
        try {
            Instant raised = Instant.ofEpochSecond(0, Long.parseLong(raise.group(1)));
            return Math.max(
                    UNKNOWN, Duration.between(raised, Instant.parse(time)).toNanos());
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            return UNKNOWN; // not a time written by this program
        }
    }

    @Override
    public long key() {
        return EventKey.of(eventId, id, event, level, time, isHeld);
    }

    @Override
    public long lineKey() {
        return key();
    }
}
