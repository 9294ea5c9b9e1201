package io.tocsin.ingest.file;

import io.tocsin.engine.file.PlainFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Streams the rows of a CSV file (RFC 4180: quotes, doubled quotes, line breaks within quotes; LF or CRLF; a byte order
 * mark is skipped; blank lines and comments are no rows). Fields are ranges of bytes in UTF-8, valid until the next
 * row; no strings are made.
 *
 * <p>Blanks between a separator and an opening quote, and behind a closing quote, are no part of the field.
 *
 * <p>A faulty row (a quote that never closes, text behind a closing quote, longer than {@link #MAX_ROW_LENGTH}) ends at
 * its first line break, so that one lost quote does not swallow the file.
 *
 * <p>A file may {@linkplain #open(Path, CsvFormat, boolean) grow}: its last row is then complete only with its line
 * break, and {@link #nextRow} finds rows that were appended after it returned false.
 *
 * <p>One thread. Memory is fixed buffers.
 */
public final class CsvReader implements Closeable {
    /** The longest row, bytes. */
    static final int MAX_ROW_LENGTH = 64 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String TOO_LONG = "a row longer than " + MAX_ROW_LENGTH + " bytes";

    private final CsvText text;
    private final byte[] buffer;
    private final CsvFields fields;
    private final byte[] comment;
    private int limit;
    private boolean atEnd;
    private boolean isGrowing;
    /** Whether the rest of a line that was longer than the buffer is still to be skipped. */
    private boolean isInLongLine;

    private int rowFrom;
    private int rowTo;
    private int nextRowFrom;
    private String fault;

    private CsvReader(CsvText text, CsvFormat format, boolean isGrowing) {
        this.text = text;
        this.buffer = text.window();
        this.fields = new CsvFields(buffer, MAX_ROW_LENGTH);
        this.comment = format.comment().getBytes(StandardCharsets.UTF_8);
        this.isGrowing = isGrowing;
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
        PlainFile.require(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new CsvReader(new CsvText(channel, format.encoding(), isGrowing), format, isGrowing);
    }

    /** From the next row on fields are separated by this, one of {@link CsvFormat}. */
    void separator(char separator) {
        fields.separator(separator);
    }

    /** Nothing is appended any more: the last row is complete as it is. */
    void stopsGrowing() {
        isGrowing = false;
        text.stopsGrowing();
    }

    /** The file that is open, whatever its path leads to by now. */
    FileChannel channel() {
        return text.channel();
    }

    /** Goes to a row's {@link #rowOffset()} or {@link #nextOffset()}. */
    void seek(long offset) throws IOException {
        text.seek(offset);
        rowFrom = 0;
        nextRowFrom = 0;
        limit = 0;
        atEnd = false;
        isInLongLine = false;
        fill();
    }

    /** Goes to the next complete row, or false at the end of the file. */
    public boolean nextRow() throws IOException {
        atEnd &= !isGrowing;
        while (true) {
            rowFrom = nextRowFrom;
            if (rowFrom == limit && !fill()) {
                rowTo = rowFrom;
                return false;
            }
            if (isInLongLine) {
                endAtLineBreak();
                continue;
            }
            skipByteOrderMark();
            fault = null;
            if (comment.length > 0 && isComment()) {
                if (!toLineBreak()) {
                    return false;
                }
                continue;
            }
            while (!split()) {
                if (atEnd || limit - rowFrom > MAX_ROW_LENGTH) {
                    fault = "a quote that never closes, or a row longer than " + MAX_ROW_LENGTH + " bytes";
                    return isHeldBack() ? holdBack() : endAtLineBreak();
                }
                fill();
            }
            if (fault != null) {
                return isHeldBack() ? holdBack() : endAtLineBreak();
            }
            if (isGrowing && !fields.isTerminated()) {
                return holdBack();
            }
            if (rowTo - rowFrom > MAX_ROW_LENGTH) {
                fault = TOO_LONG;
                return true;
            }
            if (rowTo > rowFrom && fields.count() > 0) {
                return true;
            }
        }
    }

    /**
     * Goes to the next line, whatever is in it: {@link #raw()} from {@link #rawFrom()}, without its line break. It has
     * no fields.
     *
     * @return false at the end of the file
     */
    boolean nextLine() throws IOException {
        atEnd &= !isGrowing;
        rowFrom = nextRowFrom;
        fault = null;
        if (rowFrom == limit && !fill()) {
            rowTo = rowFrom;
            return false;
        }
        skipByteOrderMark();
        return toLineBreak();
    }

    private boolean split() {
        if (!fields.split(rowFrom, limit, atEnd)) {
            return false;
        }
        fault = fields.fault();
        rowTo = fields.rowTo();
        nextRowFrom = fields.nextRowFrom();
        return true;
    }

    private boolean isComment() throws IOException {
        while (limit - rowFrom < comment.length && fill()) {
            // until the sign can be told
        }
        return limit - rowFrom >= comment.length
                && Arrays.equals(buffer, rowFrom, rowFrom + comment.length, comment, 0, comment.length);
    }

    /** Ends the row, which has no fields, at its first line break; false when that may still be appended. */
    private boolean toLineBreak() throws IOException {
        int i = rowFrom;
        while (true) {
            while (i < limit && buffer[i] != '\n') {
                i++;
            }
            if (i < limit || atEnd || limit - rowFrom > MAX_ROW_LENGTH) {
                return isHeldBack() ? holdBack() : endAtLineBreak();
            }
            int scanned = limit - rowFrom;
            fill();
            i = rowFrom + scanned;
        }
    }

    /** Fault of the row, or null. A faulty row has no fields. */
    public String fault() {
        return fault;
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

    /** Bytes from the beginning of the file to this row. */
    public long rowOffset() {
        return text.offsetOf(rowFrom);
    }

    /** Bytes from the beginning of the file to what follows this row. */
    long nextOffset() {
        return text.offsetOf(nextRowFrom);
    }

    /** Holds the row as it stands in the file, from {@link #rawFrom()}, {@link #rawLength()} bytes. */
    byte[] raw() {
        return buffer;
    }

    int rawFrom() {
        return rowFrom;
    }

    int rawLength() {
        return rowTo - rowFrom;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** Whether the row's line break may still be appended. */
    private boolean isHeldBack() {
        if (!isGrowing || !atEnd || limit - rowFrom > MAX_ROW_LENGTH) {
            return false;
        }
        for (int i = rowFrom; i < limit; i++) {
            if (buffer[i] == '\n') {
                return false;
            }
        }
        return true;
    }

    /** Stays before a row that is not complete yet. */
    private boolean holdBack() {
        nextRowFrom = rowFrom;
        rowTo = rowFrom;
        fields.clear();
        fault = null;
        return false;
    }

    /**
     * Ends a faulty row, which has no fields, at its first line break, however far that is. Always true: it is a row.
     */
    private boolean endAtLineBreak() throws IOException {
        fields.clear();
        int i = rowFrom;
        while (true) {
            while (i < limit && buffer[i] != '\n') {
                i++;
            }
            isInLongLine = i == limit && atEnd && isGrowing;
            if (i < limit) {
                rowTo = i;
                nextRowFrom = i + 1;
                return true;
            }
            if (atEnd) {
                rowTo = limit;
                nextRowFrom = limit;
                return true;
            }
            // A line longer than the buffer: forget its beginning.
            if (limit - rowFrom > MAX_ROW_LENGTH) {
                rowFrom = limit;
            }
            int scanned = limit - rowFrom;
            fill();
            i = rowFrom + scanned;
        }
    }

    private void skipByteOrderMark() throws IOException {
        if (rowFrom > 0 || rowOffset() > 0) {
            return;
        }
        int markLength = BYTE_ORDER_MARK.length;
        while (limit < markLength && fill()) {
            // until the mark can be told
        }
        if (limit >= markLength && Arrays.equals(buffer, 0, markLength, BYTE_ORDER_MARK, 0, markLength)) {
            rowFrom = markLength;
        }
    }

    /** Moves the current row to the front and reads on; false when nothing came. */
    private boolean fill() throws IOException {
        int count = text.fill(rowFrom);
        nextRowFrom = Math.max(0, nextRowFrom - rowFrom);
        rowFrom = 0;
        limit = text.limit();
        atEnd |= count < 0;
        return count > 0;
    }
}
