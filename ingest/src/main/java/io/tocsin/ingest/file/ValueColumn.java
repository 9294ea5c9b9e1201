package io.tocsin.ingest.file;

import io.tocsin.ingest.decode.ValueRule;

/**
 * A column with values.
 *
 * @param column its name in the header, or its number; {@link #ALL} for every column that is named nowhere else
 * @param name that {@code {column}} is in a sensor's name; null: the column's own
 * @param rule how a field becomes a value
 */
public record ValueColumn(String column, String name, ValueRule rule) {
    /** Every other column. */
    public static final String ALL = "*";

    boolean isAll() {
        return column.equals(ALL);
    }
}
