package io.tocsin.engine.journal;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a GAP record: records before this one are missing. It is the first record of the part of a journal that
 * follows a damaged part. The state before it is the state at {@code fromPosition}. Later records of the damaged part
 * are not in the state, and their positions are not used again.
 *
 * <pre>
 *   from 8 | to 8 | reached 8 | at 8 | directory length 4 | reason length 4 | directory | reason      both UTF-8
 * </pre>
 *
 * @param fromPosition the first missing position
 * @param toPosition the position after the last missing one, which is the position of this record
 * @param reachedPosition the position after the last missing record with a trace. At least the records below it
 *     existed; later ones are unknown
 * @param atNs when the damaged files were set aside, epoch ns of the gateway's wall clock
 * @param directory of the files that were set aside
 * @param reason the damage, with file and offset
 */
public record JournalGap(
        long fromPosition, long toPosition, long reachedPosition, long atNs, String directory, String reason) {
    private static final int FROM_OFFSET = 0;
    private static final int TO_OFFSET = 8;
    private static final int REACHED_OFFSET = 16;
    private static final int AT_OFFSET = 24;
    private static final int DIRECTORY_LENGTH_OFFSET = 32;
    private static final int REASON_LENGTH_OFFSET = 36;
    private static final int TEXTS_OFFSET = 40;

    public JournalGap {
        if (fromPosition < 0 || toPosition < fromPosition || reachedPosition > toPosition) {
            throw new IllegalArgumentException("a gap's positions must ascend, fromPosition=" + fromPosition
                    + ", reachedPosition=" + reachedPosition + ", toPosition=" + toPosition);
        }
    }

    /** Reads a body. */
    public static JournalGap decode(DirectBuffer buffer, int offset, int length) {
        if (length < TEXTS_OFFSET) {
            throw new JournalException("gap of length=" + length);
        }
        int directoryLength = buffer.getInt(offset + DIRECTORY_LENGTH_OFFSET);
        int reasonLength = buffer.getInt(offset + REASON_LENGTH_OFFSET);
        if (directoryLength < 0 || reasonLength < 0 || TEXTS_OFFSET + directoryLength + reasonLength != length) {
            throw new JournalException("invalid gap record, directoryLength=" + directoryLength + ", reasonLength="
                    + reasonLength + ", length=" + length);
        }
        return new JournalGap(
                buffer.getLong(offset + FROM_OFFSET),
                buffer.getLong(offset + TO_OFFSET),
                buffer.getLong(offset + REACHED_OFFSET),
                buffer.getLong(offset + AT_OFFSET),
                text(buffer, offset + TEXTS_OFFSET, directoryLength),
                text(buffer, offset + TEXTS_OFFSET + directoryLength, reasonLength));
    }

    /** Bytes of the body. */
    public int encodedLength() {
        return TEXTS_OFFSET + bytes(directory).length + bytes(reason).length;
    }

    /** Writes the body: {@link #encodedLength()} bytes. */
    public void encode(MutableDirectBuffer buffer, int offset) {
        byte[] directoryBytes = bytes(directory);
        byte[] reasonBytes = bytes(reason);
        buffer.putLong(offset + FROM_OFFSET, fromPosition);
        buffer.putLong(offset + TO_OFFSET, toPosition);
        buffer.putLong(offset + REACHED_OFFSET, reachedPosition);
        buffer.putLong(offset + AT_OFFSET, atNs);
        buffer.putInt(offset + DIRECTORY_LENGTH_OFFSET, directoryBytes.length);
        buffer.putInt(offset + REASON_LENGTH_OFFSET, reasonBytes.length);
        buffer.putBytes(offset + TEXTS_OFFSET, directoryBytes);
        buffer.putBytes(offset + TEXTS_OFFSET + directoryBytes.length, reasonBytes);
    }

    /** Describes the missing positions and the location of the files, as one sentence without its full stop. */
    public String describe() {
        String known = reachedPosition > fromPosition
                ? "at least the records of positions " + fromPosition + " to " + (reachedPosition - 1)
                : "no record left a trace, but some may have existed";
        return "missing from position " + fromPosition + " to " + (toPosition - 1) + ": " + known
                + "; the damaged files are in " + directory + "; " + reason;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
