package io.tocsin.ingest.table;

/**
 * The content of a cell of a table.
 *
 * @param number finite; NaN when it is a text, or nothing
 * @param text null when it is a number, or nothing
 */
public record TableCell(double number, String text) {
    /** A cell that is no more. */
    static final TableCell NOTHING = new TableCell(Double.NaN, null);

    /** A number. */
    public static TableCell of(double number) {
        return new TableCell(number, null);
    }

    /** A text. */
    public static TableCell of(String text) {
        return new TableCell(Double.NaN, text);
    }
}
