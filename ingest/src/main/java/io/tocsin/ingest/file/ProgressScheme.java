package io.tocsin.ingest.file;

/**
 * Meaning of a progress record of a file, in the bits of {@link io.tocsin.engine.journal.SourceProgress#scheme()}:
 *
 * <pre>
 *   30         8 7 6        0
 *   +-----------+-+----------+
 *   |   count   |S| identity |
 *   +-----------+-+----------+
 * </pre>
 *
 * {@code identity} is {@link #IDENTITY}, the way in which the content is identified. With {@code S} clear, every row
 * after the record gave {@code count + 1} readings: in records of earlier versions, one. With {@code S} set, the
 * {@code count} rows after the record were sorted, and their readings are in the order of their times; then the record
 * identifies the content up to the end of these rows.
 *
 * @param isSorted whether it is about rows that are sorted together
 * @param count readings of each row, or rows that are sorted
 */
record ProgressScheme(boolean isSorted, int count) {
    /** How {@link FileContent#identity} is computed. */
    static final int IDENTITY = 1;
    /** The largest count. */
    static final int MAX_COUNT = (1 << 22) - 1;

    private static final int IDENTITY_MASK = 0x7F;
    private static final int SORTED = 0x80;
    private static final int COUNT_SHIFT = 8;

    /** Every row gave this many readings. */
    static ProgressScheme ofRows(int readingsPerRow) {
        return new ProgressScheme(false, readingsPerRow);
    }

    /** So many rows are sorted together. */
    static ProgressScheme ofSorted(int rowCount) {
        return new ProgressScheme(true, rowCount);
    }

    /** Reads a scheme; the one of versions that identified the content in another way is that of single readings. */
    static ProgressScheme of(int scheme) {
        int count = scheme >>> COUNT_SHIFT;
        return isCurrent(scheme) && (scheme & SORTED) != 0 ? ofSorted(count) : ofRows(count + 1);
    }

    /** Whether the content is identified as {@link FileContent#identity} does. */
    static boolean isCurrent(int scheme) {
        return (scheme & IDENTITY_MASK) == IDENTITY;
    }

    int code() {
        return IDENTITY | (isSorted ? SORTED | (count << COUNT_SHIFT) : (count - 1) << COUNT_SHIFT);
    }
}
