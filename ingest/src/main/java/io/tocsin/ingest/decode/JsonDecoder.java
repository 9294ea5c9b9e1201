package io.tocsin.ingest.decode;

import io.tocsin.engine.metrics.Counter;

/**
 * A JSON object with value members. Payloads of the common shape are read by {@link JsonScanner} without allocation;
 * all others, the faulty ones too, by {@link JsonFallback}, which also finds the reason. Both must decode a payload
 * equally.
 */
final class JsonDecoder implements PayloadDecoder {
    /** The deepest nesting; the outermost object is 1. */
    static final int MAX_DEPTH = 32;

    private final PayloadConfig config;
    private final JsonMembers members;
    private final JsonScanner scanner;
    private final JsonFallback fallback;

    JsonDecoder(PayloadConfig config) {
        this.config = config;
        this.members = new JsonMembers(config);
        this.scanner = new JsonScanner(members);
        this.fallback = new JsonFallback(members);
    }

    @Override
    public int memberCount() {
        return config.values().size();
    }

    @Override
    public String memberName(int memberIndex) {
        return config.values().get(memberIndex);
    }

    @Override
    public void decode(byte[] payload, int offset, int length, DecodedPayload decoded) {
        if (length > MAX_LENGTH) {
            decoded.clear();
            decoded.refuse(Counter.DROPPED_TOO_LARGE, "payload of " + length + " bytes");
            return;
        }
        if (!scan(payload, offset, length, decoded)) {
            readAll(payload, offset, length, decoded);
        }
    }

    /** The fast way; false when the payload is not of the common shape, and {@code decoded} then means nothing. */
    boolean scan(byte[] payload, int offset, int length, DecodedPayload decoded) {
        members.begin(decoded);
        if (!scanner.scan(payload, offset, offset + length)) {
            return false;
        }
        members.finish();
        return true;
    }

    /** Decodes any payload. */
    void readAll(byte[] payload, int offset, int length, DecodedPayload decoded) {
        members.begin(decoded);
        if (!Utf8.isValid(payload, offset, offset + length)) {
            decoded.refuse(Counter.DROPPED_BAD_UTF8, "payload is not UTF-8");
            return;
        }
        fallback.read(payload, offset, length, decoded);
        members.finish();
    }
}
