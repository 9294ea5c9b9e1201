package io.tocsin.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.gateway.config.schema.Durations;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An operator action as a JSON object, the same for HTTP and MQTT: members {@code alarm}, {@code sensor}, {@code id},
 * {@code eventId}, {@code by}, {@code why}, {@code for} (a duration such as {@code 2h}), {@code actionId}; all texts.
 */
public final class ActionRequest {
    /** The largest object, bytes. */
    public static final int MAX_BYTES = 32 * 1024;

    private static final Set<String> MEMBERS =
            Set.of("alarm", "sensor", "id", "eventId", "by", "why", "for", "actionId");
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2)
                    .maxStringLength(MAX_BYTES)
                    .maxNameLength(100)
                    .build())
            .build();

    private ActionRequest() {}

    /**
     * Reads an action.
     *
     * @throws BadRequest the text is no such object; the message says why
     */
    public static OperatorAction parse(ActionKind kind, String text) throws BadRequest {
        Map<String, String> members = members(text);
        long durationNs = durationNs(kind, members.getOrDefault("for", ""));
        try {
            return new OperatorAction(
                    kind,
                    members.getOrDefault("alarm", ""),
                    members.getOrDefault("sensor", ""),
                    members.getOrDefault("id", ""),
                    members.getOrDefault("eventId", ""),
                    members.getOrDefault("actionId", ""),
                    members.getOrDefault("by", ""),
                    members.getOrDefault("why", ""),
                    durationNs,
                    0);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(e.getMessage(), e);
        }
    }

    /** The object of an action; texts that are empty are left out. */
    public static String json(OperatorAction action) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            write(json, "alarm", action.alarm());
            write(json, "sensor", action.sensor());
            write(json, "id", action.id());
            write(json, "eventId", action.eventId());
            write(json, "by", action.by());
            write(json, "why", action.why());
            write(json, "actionId", action.actionId());
            if (action.durationNs() != 0) {
                write(json, "for", Durations.format(action.durationNs()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private static long durationNs(ActionKind kind, String text) throws BadRequest {
        if (text.isEmpty()) {
            if (kind == ActionKind.SHELVE) {
                throw new BadRequest("for: is missing; a shelf needs a duration such as 2h");
            }
            return 0;
        }
        if (kind != ActionKind.SHELVE) {
            throw new BadRequest("for: only a shelf has a duration");
        }
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("for: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> members(String text) throws BadRequest {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRequest("must be a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (!MEMBERS.contains(name)) {
                    throw new BadRequest("has an unknown member; it may have " + String.join(", ", sorted()));
                }
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    throw new BadRequest(name + ": must be a text");
                }
                members.put(name, json.getText());
            }
            if (json.nextToken() != null) {
                throw new BadRequest("must be one JSON object");
            }
        } catch (IOException e) {
            // the exception's message quotes the text, which may be a secret
            throw new BadRequest("must be a JSON object without errors", e);
        }
        return members;
    }

    private static Iterable<String> sorted() {
        return MEMBERS.stream().sorted().toList();
    }

    /** The text is no action; the message is for the sender. */
    public static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1L;

        BadRequest(String message) {
            super(message);
        }

        BadRequest(String message, Exception cause) {
            super(message, cause);
        }
    }
}
