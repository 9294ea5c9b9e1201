package io.tocsin.ingest.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A payload as Jackson's blocking parser of characters reads it: another parser than the decoder's fallback. */
final class JacksonDocument {
    private static final int MAX_DEPTH = 32;
    private static final Set<String> WANTED = Set.of("v", "d.w", "d", "ts", "q");
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100_000)
                    .maxNumberLength(1 << 20)
                    .build())
            .build();

    private final Map<String, Double> numbers = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private boolean isAccepted;
    private boolean isCommon;
    private String fault = "";

    private JacksonDocument() {}

    /** Reads a payload. */
    static JacksonDocument read(byte[] payload) {
        JacksonDocument document = new JacksonDocument();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            document.fault = e.toString();
            return document;
        }
        // The decoder's parser skips any number of byte order marks, this one none.
        boolean hasMark = text.startsWith("\uFEFF");
        try (JsonParser parser = FACTORY.createParser(text.replaceFirst("^\uFEFF+", ""))) {
            document.isCommon = !hasMark && text.chars().allMatch(c -> c < 0x80 && c != '\\');
            document.isAccepted = parser.nextToken() == JsonToken.START_OBJECT
                    && document.readObjects(parser)
                    && parser.nextToken() == null;
        } catch (IOException e) {
            document.fault = e.toString();
            document.isAccepted = false;
        }
        document.isCommon &= document.isAccepted;
        return document;
    }

    /** Whether it is one JSON object within the decoder's bounds, without a wanted member twice. */
    boolean isAccepted() {
        return isAccepted;
    }

    /** Whether it is accepted and of the shape that the scanner reads. */
    boolean isCommon() {
        return isCommon;
    }

    /** The number of a member, or null. */
    Double number(String path) {
        return numbers.get(path);
    }

    /** Paths of members; below an array there are none. */
    private boolean readObjects(JsonParser parser) throws IOException {
        Deque<String> paths = new ArrayDeque<>();
        paths.push("");
        String member = null;
        while (!paths.isEmpty()) {
            JsonToken token = parser.nextToken();
            switch (token) {
                case FIELD_NAME -> {
                    member = member(paths.peek(), parser.currentName());
                    if (WANTED.contains(member) && !seen.add(member)) {
                        fault = "twice: " + member;
                        return false;
                    }
                }
                case START_OBJECT, START_ARRAY -> {
                    if (paths.size() == MAX_DEPTH) {
                        fault = "too deep";
                        return false;
                    }
                    isCommon &= token == JsonToken.START_OBJECT && !WANTED.contains(member);
                    paths.push(token == JsonToken.START_OBJECT ? member : "[");
                    member = "[";
                }
                case END_OBJECT, END_ARRAY -> {
                    paths.pop();
                    member = "[";
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    numbers.put(member, Double.parseDouble(parser.getText()) + 0.0);
                default -> {}
            }
        }
        return true;
    }

    /** A bracket stands for members nobody can want, and a name with a dot is no path. */
    private static String member(String parent, String name) {
        if (parent.startsWith("[") || name.isEmpty() || name.indexOf('.') >= 0 || name.indexOf('[') >= 0) {
            return "[";
        }
        return parent.isEmpty() ? name : parent + '.' + name;
    }

    @Override
    public String toString() {
        return "accepted=" + isAccepted + ", common=" + isCommon + " " + fault;
    }
}
