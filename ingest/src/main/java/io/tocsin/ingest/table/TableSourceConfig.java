package io.tocsin.ingest.table;

import java.nio.file.Path;
import java.util.List;

/**
 * A table of numbers by key and column, whose cells are sensors {@code name/key/column}.
 *
 * @param name unique among the sources; the first level of its sensors' names
 * @param path the file
 * @param format how it is read
 * @param keyColumn of a CSV file: the header of the column with the key
 * @param columns those that are read; empty: all of them
 * @param reloadNs how often it is looked at again, ns
 */
public record TableSourceConfig(
        String name, Path path, Format format, String keyColumn, List<String> columns, long reloadNs) {
    /** Format of the file. */
    public enum Format {
        /** Rows of fields; the first row names the columns. */
        CSV,
        /** A map from keys to maps from columns to numbers. */
        YAML
    }

    public TableSourceConfig {
        columns = List.copyOf(columns);
        if (reloadNs <= 0) {
            throw new IllegalArgumentException("reload must be longer than nothing, reloadNs=" + reloadNs);
        }
    }
}
