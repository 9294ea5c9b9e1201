package io.tocsin.ingest.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Streams the rows of a CSV file (RFC 4180: quotes, doubled quotes, line breaks within quotes). Fields are ranges of
 * bytes in UTF-8, valid until the next row.
 *
 * <p>Blanks between a separator and an opening quote, and behind a closing quote, are no part of the field. A faulty
 * row (a quote that never closes, text behind a closing quote, too long) has no fields.
 *
 * <p>One thread. Memory is fixed buffers.
 */
public final class CsvReader extends RowReader {
    private final CsvFields fields;

    private CsvReader(FileText text, CsvFields fields, CsvFormat format, boolean isGrowing) {
        super(text, fields, format.comment().getBytes(StandardCharsets.UTF_8), isGrowing);
        this.fields = fields;
        if (format.separator() != CsvFormat.UNSAID) {
            separator(format.separator());
        }
    }

    /** Opens a file that is complete, before its first row. */
    public static CsvReader open(Path file) throws IOException {
        return open(file, CsvFormat.PLAIN, false);
    }

    /**
     * Opens a file before its first row.
     *
     * @param format whose separator, when it says none, is a comma until {@link #separator}
     * @param isGrowing whether rows may be appended: a last row without a line break is not complete yet
     */
    static CsvReader open(Path file, CsvFormat format, boolean isGrowing) throws IOException {
        FileText text = open(file, format.encoding(), isGrowing);
        return new CsvReader(text, new CsvFields(text.window(), MAX_ROW_LENGTH), format, isGrowing);
    }

    /** From the next row on fields are separated by this, one of {@link CsvFormat}. */
    void separator(char separator) {
        fields.separator(separator);
    }

    public int fieldCount() {
        return fields.count();
    }

    /** Holds the bytes of the field. */
    public byte[] fieldBytes(int index) {
        return fields.bytes(index);
    }

    public int fieldFrom(int index) {
        return fields.from(index);
    }

    public int fieldTo(int index) {
        return fields.to(index);
    }

    /** Whether the field was in quotes: its blanks are meant. */
    boolean isQuoted(int index) {
        return fields.isQuoted(index);
    }
}
