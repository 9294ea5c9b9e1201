package io.tocsin.engine.journal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Body of a {@link ControlKind#SOURCE_DOWN} or {@link ControlKind#SOURCE_UP} record: a live source has lost its
 * connection, or has it again. The record follows the last reading of the lost connection and precedes the first
 * reading of the new one.
 *
 * <pre>
 *   source index 4 | reason length 4 | at 8 | reason, UTF-8 | bytes of later versions, which are skipped
 * </pre>
 *
 * @param sourceIndex index of the source in the plan
 * @param atNs when the gateway noticed, epoch ns of the gateway's wall clock at the record's place in the journal
 * @param reason for people; empty without one
 */
public record SourceState(int sourceIndex, long atNs, String reason) {
    /** The longest reason, bytes; longer ones are cut. */
    public static final int MAX_REASON_LENGTH = 512;

    private static final int SOURCE_INDEX_OFFSET = 0;
    private static final int REASON_LENGTH_OFFSET = 4;
    private static final int AT_OFFSET = 8;
    private static final int REASON_OFFSET = 16;

    public SourceState {
        reason = new String(cut(reason), StandardCharsets.UTF_8);
    }

    /** Whether a kind of control record has such a body. */
    public static boolean isBodyOf(int kind) {
        return kind == ControlKind.SOURCE_DOWN.code() || kind == ControlKind.SOURCE_UP.code();
    }

    /** Reads a body. */
    public static SourceState decode(DirectBuffer buffer, int offset, int length) {
        int reasonLength = length < REASON_OFFSET ? -1 : buffer.getInt(offset + REASON_LENGTH_OFFSET);
        if (reasonLength < 0 || reasonLength > MAX_REASON_LENGTH || reasonLength > length - REASON_OFFSET) {
            throw new JournalException(
                    "invalid source state record, reasonLength=" + reasonLength + ", length=" + length);
        }
        byte[] reason = new byte[reasonLength];
        buffer.getBytes(offset + REASON_OFFSET, reason);
        return new SourceState(
                buffer.getInt(offset + SOURCE_INDEX_OFFSET),
                buffer.getLong(offset + AT_OFFSET),
                new String(reason, StandardCharsets.UTF_8));
    }

    /** Replaces the time of a body when the record gets its place in the journal. */
    public static void stamp(MutableDirectBuffer body, long atNs) {
        body.putLong(AT_OFFSET, atNs);
    }

    /** The body's bytes. */
    public byte[] encode() {
        byte[] text = cut(reason);
        UnsafeBuffer body = new UnsafeBuffer(new byte[REASON_OFFSET + text.length]);
        body.putInt(SOURCE_INDEX_OFFSET, sourceIndex);
        body.putInt(REASON_LENGTH_OFFSET, text.length);
        body.putLong(AT_OFFSET, atNs);
        body.putBytes(REASON_OFFSET, text);
        return body.byteArray();
    }

    /** The whole characters that fit, UTF-8. */
    private static byte[] cut(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer bytes = ByteBuffer.allocate(MAX_REASON_LENGTH);
        encoder.encode(CharBuffer.wrap(text), bytes, true);
        byte[] whole = new byte[bytes.flip().remaining()];
        bytes.get(whole);
        return whole;
    }
}
