package io.tocsin.engine.journal;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Body of a {@link ControlKind#SOURCE_PROGRESS} or {@link ControlKind#SOURCE_END} record: how far a bounded source has
 * been read, so that a restart reads each row once.
 *
 * <p>Every row between this record and the next progress record has produced the same number of readings: one, unless
 * the source's scheme says otherwise. A restart therefore seeks to {@code offset} and skips the rows of as many
 * readings as the journal has later ones of the source.
 *
 * @param sourceIndex index of the source in the plan
 * @param scheme how the source computes the identity, and how readings follow from rows; 0 in records of versions with
 *     a single way
 * @param identity distinguishes the input from others under the same name
 * @param offset bytes from the beginning of the input to the first unread row
 */
public record SourceProgress(int sourceIndex, int scheme, long identity, long offset) {
    /** Bytes of a body. */
    public static final int LENGTH = 24;

    private static final int SOURCE_INDEX_OFFSET = 0;
    private static final int SCHEME_OFFSET = 4;
    private static final int IDENTITY_OFFSET = 8;
    private static final int OFFSET_OFFSET = 16;

    /** Creates the progress of a source with a single scheme of identities. */
    public SourceProgress(int sourceIndex, long identity, long offset) {
        this(sourceIndex, 0, identity, offset);
    }

    /** Reads a body. */
    public static SourceProgress decode(DirectBuffer buffer, int offset, int length) {
        if (length < LENGTH) {
            throw new JournalException("source progress of length=" + length);
        }
        return new SourceProgress(
                buffer.getInt(offset + SOURCE_INDEX_OFFSET),
                buffer.getInt(offset + SCHEME_OFFSET),
                buffer.getLong(offset + IDENTITY_OFFSET),
                buffer.getLong(offset + OFFSET_OFFSET));
    }

    /**
     * Writes the body.
     *
     * @return {@link #LENGTH}
     */
    public int encode(MutableDirectBuffer buffer, int offset) {
        buffer.putInt(offset + SOURCE_INDEX_OFFSET, sourceIndex);
        buffer.putInt(offset + SCHEME_OFFSET, scheme);
        buffer.putLong(offset + IDENTITY_OFFSET, identity);
        buffer.putLong(offset + OFFSET_OFFSET, this.offset);
        return LENGTH;
    }
}
