package io.tocsin.ingest.decode;

/** Reads payloads of one format. Not thread-safe: one decoder a thread. */
public interface PayloadDecoder {
    /** The largest payload that is looked at, bytes. */
    int MAX_LENGTH = 256 * 1024;

    /** The decoder for a configuration. */
    static PayloadDecoder of(PayloadConfig config) {
        return switch (config.format()) {
            case NUMBER -> new NumberDecoder(config.numbersOnly());
            case JSON -> new JsonDecoder(config);
        };
    }

    /** How many readings a payload can give: one, or one a value member. */
    int memberCount();

    /** The value member's path, as {@code {member}} stands for it; empty for a payload without members. */
    String memberName(int memberIndex);

    /**
     * Decodes one payload. Never throws. Allocates nothing for payloads of the common shape.
     *
     * @param payload holds it
     * @param offset of the payload, bytes
     * @param length of the payload, bytes
     * @param decoded is overwritten
     */
    void decode(byte[] payload, int offset, int length, DecodedPayload decoded);
}
