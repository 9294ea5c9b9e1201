package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.alarm.Priority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Event that reports to a sink how many events and rows were deleted before delivery, because the alarm log had reached
 * its bound. It has the members of every event, so receivers need no special case: its alarm is {@value #ALARM}, its
 * sensor the sink.
 *
 * @param sink its name
 * @param gateway its name
 * @param number last part of this event's id; the same in every repeat
 * @param events alarm events deleted
 * @param rows rows deleted
 * @param fromNs earliest event time of them, epoch ns
 * @param toNs latest event time of them, epoch ns
 */
public record GapEvent(String sink, String gateway, String number, long events, long rows, long fromNs, long toNs) {
    /** Alarm name of such events, which no rule is likely to have. */
    public static final String ALARM = "_gap";

    private static final String EVENT = "GAP";
    private static final JsonFactory JSON = new JsonFactory();

    /** The JSON object with its key. */
    public FormattedResult format() {
        String id = ALARM + '/' + sink + '/' + number;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("eventId", id);
            json.writeStringField("event", EVENT);
            json.writeStringField("alarm", ALARM);
            json.writeStringField("sensor", sink);
            json.writeStringField("priority", (events > 0 ? Priority.CRITICAL : Priority.LOW).label());
            json.writeStringField("time", EventTimes.iso(toNs));
            json.writeNumberField("events", events);
            json.writeNumberField("rows", rows);
            json.writeStringField("from", EventTimes.iso(fromNs));
            json.writeStringField("to", EventTimes.iso(toNs));
            json.writeStringField("message", message());
            json.writeStringField("gateway", gateway);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new FormattedResult(
                EventKey.of(id, id, EVENT, "", EventTimes.iso(toNs), false),
                List.of(sink),
                bytes.toString(StandardCharsets.UTF_8));
    }

    private String message() {
        String what = events > 0 ? counted(events, "alarm event") : "";
        if (rows > 0) {
            what += (events > 0 ? " and " : "") + counted(rows, "row");
        }
        return what + " deleted before this sink had them: the alarm log had reached alarmLog.retention.maxSize";
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }
}
