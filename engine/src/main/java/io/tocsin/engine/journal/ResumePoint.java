package io.tocsin.engine.journal;

/**
 * The point at which a bounded source continues after a restart: the source's last progress record, and the number of
 * its readings after that.
 *
 * @param scheme {@link SourceProgress#scheme()}
 * @param identity {@link SourceProgress#identity()}: another input under the same name is read from its beginning
 * @param offset {@link SourceProgress#offset()}
 * @param rowsToSkip number of the source's readings in the journal after that record
 * @param ended whether that record is the source's end
 */
public record ResumePoint(int scheme, long identity, long offset, long rowsToSkip, boolean ended) {
    /** The beginning of an input. */
    public static final ResumePoint FROM_START = new ResumePoint(0, 0, 0, false);

    public ResumePoint {
        if (offset < 0 || rowsToSkip < 0) {
            throw new IllegalArgumentException(
                    "a resume point must not be negative, offset=" + offset + ", rowsToSkip=" + rowsToSkip);
        }
    }

    /** Creates a point of a source with a single scheme of identities. */
    public ResumePoint(long identity, long offset, long rowsToSkip, boolean ended) {
        this(0, identity, offset, rowsToSkip, ended);
    }

    /** The point after a progress record and {@code rowsToSkip} readings. */
    public static ResumePoint after(SourceProgress progress, long rowsToSkip, boolean ended) {
        return new ResumePoint(progress.scheme(), progress.identity(), progress.offset(), rowsToSkip, ended);
    }
}
