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
    /** Writes the members that differ from one kind of object to the other. */
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
     * @param members come first; where and when it was caused comes after them
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

    /** Writes the number when there is one. */
    static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        }
    }

    /**
     * The texts of an object's members that are neither objects nor arrays, by name, in their order.
     *
     * @throws IOException it is no JSON object
     */
    static Map<String, String> read(String text) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() != null && parser.currentToken().isScalarValue()) {
                    members.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        }
        return members;
    }
}
