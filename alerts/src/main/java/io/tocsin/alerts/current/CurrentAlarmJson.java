package io.tocsin.alerts.current;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Current alarms as one JSON object. */
public final class CurrentAlarmJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CurrentAlarmJson() {}

    /** The object's text: a list {@code alarms}, in the given order. */
    public static String of(List<CurrentAlarm> alarms) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("alarms");
            for (CurrentAlarm alarm : alarms) {
                write(json, alarm);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, CurrentAlarm alarm) throws IOException {
        json.writeStartObject();
        json.writeStringField("alarm", alarm.alarm());
        json.writeStringField("sensor", alarm.sensor());
        json.writeStringField("state", alarm.state());
        writeGiven(json, "id", alarm.id());
        writeGiven(json, "eventId", alarm.eventId());
        writeGiven(json, "level", alarm.level());
        writeGiven(json, "priority", alarm.priority());
        writeGiven(json, "raised", alarm.raised());
        writeGiven(json, "message", alarm.message());
        writeGiven(json, "who", alarm.who());
        json.writeArrayFieldStart("hidden");
        for (String way : alarm.hidden()) {
            json.writeString(way);
        }
        json.writeEndArray();
        writeGiven(json, "until", alarm.until());
        json.writeEndObject();
    }

    private static void writeGiven(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }
}
