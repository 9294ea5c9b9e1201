package io.tocsin.ingest.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.tocsin.engine.metrics.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads any JSON document, and says what is wrong with one. Built on Jackson's non-blocking parser because that takes
 * the bytes as UTF-8 and nothing else; the ordinary one would guess UTF-16 from zero bytes. A parser serves one
 * document: after a fault it could not be used again. Allocates about a kilobyte a document.
 */
final class JsonFallback {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonDecoder.MAX_DEPTH + 1)
                    .maxNumberLength(PayloadDecoder.MAX_LENGTH)
                    .maxStringLength(PayloadDecoder.MAX_LENGTH)
                    .maxNameLength(PayloadDecoder.MAX_LENGTH)
                    .build())
            // Names of a hostile sender would only fill the table, and then count as an error.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final JsonMembers members;
    private final JsonMember[] path = new JsonMember[JsonDecoder.MAX_DEPTH + 1];

    JsonFallback(JsonMembers members) {
        this.members = members;
    }

    /** Reports the wanted members of the document, or refuses it. The bytes must be valid UTF-8. */
    void read(byte[] source, int offset, int length, DecodedPayload decoded) {
        try (JsonParser parser = FACTORY.createNonBlockingByteArrayParser()) {
            ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            feeder.feedInput(source, offset, endOfText(source, offset, length));
            feeder.endOfInput();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                decoded.discard(Counter.DROPPED_BAD_JSON, "payload is not a JSON object");
                return;
            }
            if (readRoot(parser, decoded) && parser.nextToken() != null) {
                decoded.discard(Counter.DROPPED_BAD_JSON, "something follows the JSON object");
            }
        } catch (IOException e) {
            decoded.discard(Counter.DROPPED_BAD_JSON, firstLine(e));
        }
    }

    /**
     * The end without the space behind it: with that this parser would wait for more.
     */
    private static int endOfText(byte[] source, int offset, int length) {
        int end = offset + length;
        while (end > offset && isSpace(source[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Behind the first brace; goes to its end. False when the document was refused. */
    private boolean readRoot(JsonParser parser, DecodedPayload decoded) throws IOException {
        int depth = 1;
        path[1] = members.root();
        JsonMember member = null;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null || token == JsonToken.NOT_AVAILABLE) {
                decoded.discard(Counter.DROPPED_BAD_JSON, "the JSON object has no end");
                return false;
            }
            switch (token) {
                case FIELD_NAME -> {
                    member = wanted(path[depth], parser.currentName());
                    if (member != null && !members.onMember(member)) {
                        decoded.discard(Counter.DROPPED_BAD_JSON, "member " + member.path() + " is given twice");
                        return false;
                    }
                }
                case START_OBJECT, START_ARRAY -> {
                    if (depth == JsonDecoder.MAX_DEPTH) {
                        decoded.discard(Counter.DROPPED_TOO_DEEP, "nested deeper than " + JsonDecoder.MAX_DEPTH);
                        return false;
                    }
                    if (member != null) {
                        members.onStructure(member);
                    }
                    depth++;
                    path[depth] = token == JsonToken.START_OBJECT ? member : null;
                    member = null;
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    member = null;
                }
                default -> {
                    if (member != null) {
                        report(parser, token, member);
                    }
                    member = null;
                }
            }
        }
        return true;
    }

    private void report(JsonParser parser, JsonToken token, JsonMember member) throws IOException {
        switch (token) {
            case VALUE_TRUE -> members.onBoolean(member, true);
            case VALUE_FALSE -> members.onBoolean(member, false);
            case VALUE_NULL -> members.onNull(member);
            case VALUE_STRING -> {
                byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
                members.onText(member, text, 0, text.length);
            }
            default -> {
                byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
                members.onNumber(member, text, 0, text.length);
            }
        }
    }

    private static JsonMember wanted(JsonMember node, String name) {
        if (node == null) {
            return null;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return node.child(bytes, 0, bytes.length);
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int lineEnd = message.indexOf('\n');
        return "not JSON: " + (lineEnd < 0 ? message : message.substring(0, lineEnd));
    }
}
