package io.tocsin.engine.journal;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a {@link ControlKind#TEXT} record, which assigns the next dense id to a text used as a value.
 *
 * <pre>
 *   0               4
 *  +---------------+---------
 *  | text id       | text, UTF-8, to the end of the body
 *  +---------------+---------
 * </pre>
 *
 * @param textId dense, from 0
 * @param text of at most {@link io.tocsin.engine.reading.TextValue#MAX_LENGTH} bytes
 */
public record TextDefinition(int textId, String text) {
    private static final int TEXT_ID_OFFSET = 0;
    private static final int TEXT_OFFSET = 4;

    /** Reads a body. */
    public static TextDefinition decode(DirectBuffer buffer, int offset, int length) {
        if (length <= TEXT_OFFSET) {
            throw new JournalException("invalid text definition, length=" + length);
        }
        byte[] text = new byte[length - TEXT_OFFSET];
        buffer.getBytes(offset + TEXT_OFFSET, text);
        return new TextDefinition(buffer.getInt(offset + TEXT_ID_OFFSET), new String(text, StandardCharsets.UTF_8));
    }

    /**
     * Writes the body.
     *
     * @return its length in bytes
     */
    public int encode(MutableDirectBuffer buffer, int offset) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(offset + TEXT_ID_OFFSET, textId);
        buffer.putBytes(offset + TEXT_OFFSET, bytes);
        return TEXT_OFFSET + bytes.length;
    }
}
