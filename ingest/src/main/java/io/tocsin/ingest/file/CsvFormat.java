package io.tocsin.ingest.file;

import java.util.Objects;

/**
 * How the text of a CSV file is divided into fields.
 *
 * @param separator of fields: {@code , ; |}, a tab, {@link #BLANKS}, or {@link #UNSAID}
 * @param encoding unless a byte order mark says another
 * @param comment sign at the beginning of lines that are no rows; empty: there are none
 */
public record CsvFormat(char separator, TextEncoding encoding, String comment) {
    /** A comma, unless the first line of the file is {@code SEP=;} or the like. */
    public static final char UNSAID = '\0';
    /** Any number of blanks and tabs. */
    public static final char BLANKS = ' ';
    /** Separators of a single character. */
    static final String SEPARATORS = ",;|\t";
    /** Commas, UTF-8, no comments. */
    public static final CsvFormat PLAIN = new CsvFormat(UNSAID, TextEncoding.UTF_8, "");

    public CsvFormat {
        Objects.requireNonNull(encoding, "encoding");
        if (separator != UNSAID && separator != BLANKS && SEPARATORS.indexOf(separator) < 0) {
            throw new IllegalArgumentException("no separator, separator=" + (int) separator);
        }
        if (comment.codePoints().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a comment's sign must have no control characters");
        }
    }
}
