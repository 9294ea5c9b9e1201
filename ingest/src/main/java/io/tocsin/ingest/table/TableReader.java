package io.tocsin.ingest.table;

import java.io.IOException;

/** Reads a whole table. */
@FunctionalInterface
public interface TableReader {
    /** The largest file of a table, bytes. */
    int MAX_BYTES = 16 << 20;

    /**
     * The cells as they are now.
     *
     * @throws IOException saying what cannot be read, and where
     */
    TableContent read() throws IOException;
}
