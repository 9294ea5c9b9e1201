package io.tocsin.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document as Jackson reads it: maps, lists, texts, {@link Numeral}s as they are written, booleans and {@link #NULL}.
 * The oracle of our own reader.
 */
public final class JacksonTree {
    /** JSON's null. */
    public static final Object NULL = new Object();

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100_000)
                    .maxNumberLength(1 << 20)
                    .build())
            .build();

    private boolean isTooDeep;
    private boolean hasTwins;

    /** A number as it is written. */
    public record Numeral(String text) {}

    private JacksonTree() {}

    /**
     * Reads a document.
     *
     * @return empty when Jackson refuses it, or it is nested deeper than {@link JsonReader#MAX_DEPTH}
     */
    public static Optional<Object> read(byte[] bytes) {
        return read(bytes, new boolean[1]);
    }

    /** As the other; {@code twins[0]} says whether an object has a member twice. */
    static Optional<Object> read(byte[] bytes, boolean[] twins) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        JacksonTree tree = new JacksonTree();
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Object root = tree.value(parser, 1);
            twins[0] = tree.hasTwins;
            return parser.nextToken() == null && !tree.isTooDeep ? Optional.of(root) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("the end");
        }
        isTooDeep |= token.isStructStart() && depth > JsonReader.MAX_DEPTH;
        if (depth > 1_000) {
            throw new IOException("too deep");
        }
        switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = inUtf8(parser.currentName());
                    parser.nextToken();
                    Object before = members.put(name, value(parser, depth + 1));
                    hasTwins |= before != null;
                }
                return members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, depth + 1));
                }
                return elements;
            }
            case VALUE_STRING -> {
                return inUtf8(parser.getText());
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return token == JsonToken.VALUE_TRUE;
            }
            case VALUE_NULL -> {
                return NULL;
            }
            default -> {
                return new Numeral(parser.getText());
            }
        }
    }

    /** A surrogate without its other half is a question mark. */
    private static String inUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
