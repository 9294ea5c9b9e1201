package io.tocsin.ingest.table;

import java.io.IOException;
import java.util.SortedMap;

/** Reads a whole table. */
@FunctionalInterface
public interface TableReader {
    /** The largest file of a table, bytes. */
    int MAX_BYTES = 16 << 20;

    /**
     * The cells as they are now: {@code key/column} and a finite number.
     *
     * @throws IOException saying what cannot be read, or is no number and where
     */
    SortedMap<String, Double> read() throws IOException;
}
