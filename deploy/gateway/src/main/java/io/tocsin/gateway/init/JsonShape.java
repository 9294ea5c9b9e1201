package io.tocsin.gateway.init;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON document as maps, lists, texts, numbers as {@link Numeral}, booleans and {@link #NULL}. */
final class JsonShape {
    static final Object NULL = new Object();

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_DEPTH = 32;

    /** A number as it is written. */
    record Numeral(String text) {}

    private JsonShape() {}

    /** Reads a document; empty when it is none. */
    static Optional<Object> read(byte[] payload) {
        int length = payload.length;
        while (length > 0 && payload[length - 1] == 0) {
            length--;
        }
        try (JsonParser parser = FACTORY.createParser(payload, 0, length)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Object root = value(parser, 1);
            return parser.nextToken() == null ? Optional.of(root) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || depth > MAX_DEPTH) {
            throw new IOException("no document, or too deep");
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser, depth + 1));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, depth + 1));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE, VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
            case VALUE_NULL -> NULL;
            default -> new Numeral(parser.getText());
        };
    }
}
