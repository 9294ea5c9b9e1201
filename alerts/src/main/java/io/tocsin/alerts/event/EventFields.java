package io.tocsin.alerts.event;

import java.io.IOException;
import java.util.Map;

/**
 * The members of an event's JSON object that sinks need. Absent members are empty.
 *
 * @param id of the episode
 * @param eventId of the event; empty in lines that older versions wrote
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
        String gateway)
        implements ResultFields {
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
                JsonLine.Member.textOf(members, "gateway"));
    }

    @Override
    public long key() {
        return EventKey.of(eventId, id, event, level, time);
    }

    @Override
    public long lineKey() {
        return key();
    }
}
