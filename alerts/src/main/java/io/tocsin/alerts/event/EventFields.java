package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The members of an event's JSON object that sinks need. Absent members are empty.
 */
public record EventFields(
        String id,
        String event,
        String alarm,
        String sensor,
        String level,
        String priority,
        String time,
        String message,
        String gateway) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * @param json one JSON object
     * @throws IOException it is not one
     */
    public static EventFields parse(String json) throws IOException {
        String id = "";
        String event = "";
        String alarm = "";
        String sensor = "";
        String level = "";
        String priority = "";
        String time = "";
        String message = "";
        String gateway = "";
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "id" -> id = parser.getText();
                    case "event" -> event = parser.getText();
                    case "alarm" -> alarm = parser.getText();
                    case "sensor" -> sensor = parser.getText();
                    case "level" -> level = parser.getText();
                    case "priority" -> priority = parser.getText();
                    case "time" -> time = parser.getText();
                    case "message" -> message = parser.getText();
                    case "gateway" -> gateway = parser.getText();
                    default -> parser.skipChildren();
                }
            }
        }
        return new EventFields(id, event, alarm, sensor, level, priority, time, message, gateway);
    }

    /** See {@link EventKey}. */
    public long key() {
        return EventKey.of(id, event, level, time);
    }
}
