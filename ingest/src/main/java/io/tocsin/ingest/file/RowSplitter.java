package io.tocsin.ingest.file;

/** Finds the end of each row, and the parts of the row. Used by one reader on one thread. */
interface RowSplitter {
    /**
     * Splits a row.
     *
     * @param from where it begins
     * @param to where the buffer ends
     * @param isLast whether the file ends there too
     * @return false when the buffer ends before the row does
     */
    boolean split(int from, int to, boolean isLast);

    /** Fault of the row, or null. */
    String fault();

    /** Fault of a row without an end. */
    String endless();

    /** Index behind the row, without its line break. */
    int rowTo();

    int nextRowFrom();

    /** Whether the row ends with a line break. */
    boolean isTerminated();

    /** Whether the row holds more than blanks and comments. */
    boolean hasContent();

    /** Forgets the parts of the row: it is faulty, or not complete. */
    void clear();
}
