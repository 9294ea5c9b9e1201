package io.tocsin.ingest.file;

import java.util.List;

/**
 * Lines of a CSV file that hold no readings.
 *
 * @param skipRows lines in front of the header, or of the first row where there is none
 * @param hasHeader whether a row names the columns
 * @param names of the columns of a file without a header; empty: they have numbers, from 1
 * @param unitRows rows behind the header, such as those with units
 */
public record CsvLayout(int skipRows, boolean hasHeader, List<String> names, int unitRows) {
    /** The first row is the header, the second holds readings. */
    public static final CsvLayout PLAIN = new CsvLayout(0, true, List.of(), 0);

    public CsvLayout {
        names = List.copyOf(names);
        if (hasHeader && !names.isEmpty()) {
            throw new IllegalArgumentException("a header names the columns, or the configuration does, names=" + names);
        }
    }
}
