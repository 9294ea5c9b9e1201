package io.tocsin.ingest.table;

import java.io.IOException;
import java.util.SortedMap;
import java.util.function.Predicate;

/** Reads a whole table. */
@FunctionalInterface
public interface TableReader {
    /** The largest file of a table, bytes. */
    int MAX_BYTES = 16 << 20;

    /**
     * The cells as they are now: {@code key/column} and what stands there.
     *
     * @param mayBeText says of a cell whether a text is a value
     * @throws IOException saying what cannot be read, or is no number and where
     */
    SortedMap<String, TableCell> read(Predicate<String> mayBeText) throws IOException;
}
