package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object on one line: written from members, read into them. One thread an instance. */
final class JsonLine {
    /** Writes the members of one kind of object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final String gateway;
    private final boolean withDecided;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    /**
     * @param gateway the last member of every object
     * @param withDecided whether they have {@code decided}
     */
    JsonLine(String gateway, boolean withDecided) {
        this.gateway = gateway;
        this.withDecided = withDecided;
    }

    /**
     * The object's text.
     *
     * @param members first members; position and times follow them
     * @param receivedNs epoch ns
     * @param decidedNs epoch ns
     */
    String write(Members members, long position, long receivedNs, long decidedNs) {
        bytes.reset();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            members.write(json);
            json.writeNumberField("position", position);
            json.writeStringField("received", EventTimes.iso(receivedNs));
            if (withDecided) {
                json.writeStringField("decided", EventTimes.iso(decidedNs));
            }
            json.writeStringField("gateway", gateway);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * Writes the value when there is one.
     *
     * @param text the value if it is a text, or null
     */
    static void writeValue(JsonGenerator json, String name, double value, String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        } else if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        }
    }

    /**
     * Value of a member.
     *
     * @param text without quotes
     * @param isText whether it has quotes
     */
    record Member(String text, boolean isText) {
        /** The text of a member, or the empty one. */
        static String textOf(Map<String, Member> members, String name) {
            Member member = members.get(name);
            return member == null ? "" : member.text;
        }
    }

    /**
     * The texts of an object's members that are neither objects nor arrays, by name, in their order.
     *
     * @throws IOException it is no JSON object
     */
    static Map<String, Member> read(String text) throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() != null && parser.currentToken().isScalarValue()) {
                    members.put(name, new Member(parser.getText(), parser.currentToken() == JsonToken.VALUE_STRING));
                } else {
                    parser.skipChildren();
                }
            }
        }
        return members;
    }
}
