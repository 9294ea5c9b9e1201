package io.tocsin.engine.journal;

/**
 * Where a bounded source continues after a restart, as the journal tells it: the last progress record of the source,
 * and the readings after it.
 *
 * @param scheme {@link SourceProgress#scheme()}
 * @param identity {@link SourceProgress#identity()}: another input under the same name is read from its beginning
 * @param offset {@link SourceProgress#offset()}
 * @param rowsToSkip how many readings of this source the journal has after that record
 * @param ended whether that record is the source's end
 */
public record ResumePoint(int scheme, long identity, long offset, long rowsToSkip, boolean ended) {
    /** Nothing was read yet. */
    public static final ResumePoint FROM_START = new ResumePoint(0, 0, 0, false);

    public ResumePoint {
        if (offset < 0 || rowsToSkip < 0) {
            throw new IllegalArgumentException(
                    "a resume point is not negative, offset=" + offset + ", rowsToSkip=" + rowsToSkip);
        }
    }

    /** A point of a source that computes identities in one way only. */
    public ResumePoint(long identity, long offset, long rowsToSkip, boolean ended) {
        this(0, identity, offset, rowsToSkip, ended);
    }

    /** The point after a progress record and {@code rowsToSkip} readings. */
    public static ResumePoint after(SourceProgress progress, long rowsToSkip, boolean ended) {
        return new ResumePoint(progress.scheme(), progress.identity(), progress.offset(), rowsToSkip, ended);
    }
}
