package io.tocsin.ingest.file;

import io.tocsin.engine.file.PlainFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Streams the rows of a CSV file (RFC 4180: quotes, doubled quotes, line breaks within quotes; LF or CRLF; a byte order
 * mark is skipped; blank lines are no rows). Fields are ranges of bytes, valid until the next row; no strings are made.
 *
 * <p>Blanks between a comma and an opening quote, and behind a closing quote, are no part of the field.
 *
 * <p>A faulty row (a quote that never closes, text behind a closing quote, longer than {@link #MAX_ROW_LENGTH}) ends at
 * its first line break, so that one lost quote does not swallow the file.
 *
 * <p>A file may {@linkplain #open(Path, boolean) grow}: its last row is then complete only with its line break, and
 * {@link #nextRow} finds rows that were appended after it returned false.
 *
 * <p>One thread. Memory is two fixed buffers.
 */
public final class CsvReader implements Closeable {
    /** The longest row, bytes. */
    static final int MAX_ROW_LENGTH = 64 * 1024;

    private static final int BUFFER_LENGTH = 4 * MAX_ROW_LENGTH;
    private static final int INITIAL_FIELDS = 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final FileChannel channel;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private final ByteBuffer view = ByteBuffer.wrap(buffer);
    private final byte[] unquoted = new byte[MAX_ROW_LENGTH];
    private byte[][] fieldBytes = new byte[INITIAL_FIELDS][];
    private int[] fieldFrom = new int[INITIAL_FIELDS];
    private int[] fieldTo = new int[INITIAL_FIELDS];
    private boolean[] fieldQuoted = new boolean[INITIAL_FIELDS];
    private int fieldCount;
    private int unquotedLength;
    /** File offset of the buffer's first byte. */
    private long bufferOffset;

    private int limit;
    private boolean atEnd;
    private boolean isGrowing;
    /** Whether the current row ends with a line break. */
    private boolean isTerminated;
    /** Whether the rest of a line that was longer than the buffer is still to be skipped. */
    private boolean isInLongLine;

    private int rowFrom;
    private int rowTo;
    private int nextRowFrom;
    private String fault;

    private CsvReader(FileChannel channel, boolean isGrowing) {
        this.channel = channel;
        this.isGrowing = isGrowing;
    }

    /** Opens a file that is complete, before its first row. */
    public static CsvReader open(Path file) throws IOException {
        return open(file, false);
    }

    /**
     * Opens a file before its first row.
     *
     * @param isGrowing whether rows may be appended: a last row without a line break is not complete yet
     */
    static CsvReader open(Path file, boolean isGrowing) throws IOException {
        PlainFile.require(file);
        return new CsvReader(FileChannel.open(file, StandardOpenOption.READ), isGrowing);
    }

    /** Nothing is appended any more: the last row is complete as it is. */
    void stopsGrowing() {
        isGrowing = false;
    }

    /** The file that is open, whatever its path leads to by now. */
    FileChannel channel() {
        return channel;
    }

    /** Goes to a row's {@link #rowOffset()} or {@link #nextOffset()}. */
    void seek(long offset) throws IOException {
        channel.position(offset);
        bufferOffset = offset;
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
            while (!parse()) {
                if (atEnd || limit - rowFrom > MAX_ROW_LENGTH) {
                    fault = "a quote that never closes, or a row longer than " + MAX_ROW_LENGTH + " bytes";
                    return isHeldBack() ? holdBack() : endAtLineBreak();
                }
                fill();
            }
            if (fault != null) {
                return isHeldBack() ? holdBack() : endAtLineBreak();
            }
            if (isGrowing && !isTerminated) {
                return holdBack();
            }
            if (rowTo - rowFrom > MAX_ROW_LENGTH) {
                fault = "a row longer than " + MAX_ROW_LENGTH + " bytes";
                return true;
            }
            if (rowTo > rowFrom) {
                return true;
            }
        }
    }

    /** Fault of the row, or null. A faulty row has no fields. */
    public String fault() {
        return fault;
    }

    public int fieldCount() {
        return fieldCount;
    }

    /** Holds the bytes of the field. */
    public byte[] fieldBytes(int index) {
        return fieldBytes[index];
    }

    public int fieldFrom(int index) {
        return fieldFrom[index];
    }

    public int fieldTo(int index) {
        return fieldTo[index];
    }

    /** Whether the field was in quotes: its blanks are meant. */
    boolean isQuoted(int index) {
        return fieldQuoted[index];
    }

    /** Bytes from the beginning of the file to this row. */
    public long rowOffset() {
        return bufferOffset + rowFrom;
    }

    /** Bytes from the beginning of the file to what follows this row. */
    long nextOffset() {
        return bufferOffset + nextRowFrom;
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
        channel.close();
    }

    /** Splits the row at {@code rowFrom}; false when the buffer ends before the row does. */
    private boolean parse() {
        fieldCount = 0;
        unquotedLength = 0;
        int i = rowFrom;
        while (true) {
            int first = behindBlanks(i);
            if (first < limit && buffer[first] == '"') {
                i = quotedField(first + 1);
                i = i < 0 ? i : behindBlanks(i);
                if (i == limit && !atEnd) {
                    return false;
                }
            } else {
                i = plainField(i);
            }
            if (i < 0) {
                return false;
            }
            if (i < limit && buffer[i] == ',') {
                i++;
                continue;
            }
            int lineBreak = lineBreakLength(i);
            if (lineBreak < 0) {
                return false;
            }
            if (lineBreak == 0 && i < limit) {
                fault = "text behind a closing quote";
            }
            rowTo = i;
            nextRowFrom = i + lineBreak;
            isTerminated = lineBreak > 0 && buffer[nextRowFrom - 1] == '\n';
            return true;
        }
    }

    private int behindBlanks(int from) {
        int i = from;
        while (i < limit && (buffer[i] == ' ' || buffer[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** Returns the index behind the field, or -1 when the buffer ends first. */
    private int plainField(int from) {
        int i = from;
        while (i < limit && buffer[i] != ',' && buffer[i] != '\n') {
            i++;
        }
        if (i == limit && !atEnd) {
            return -1;
        }
        boolean endsLine = i == limit || buffer[i] == '\n';
        int to = endsLine && i > from && buffer[i - 1] == '\r' ? i - 1 : i;
        addField(buffer, from, to, false);
        return to;
    }

    private int quotedField(int from) {
        boolean doubled = false;
        int i = from;
        while (true) {
            while (i < limit && buffer[i] != '"') {
                i++;
            }
            if (i == limit || (i + 1 == limit && !atEnd)) {
                return -1;
            }
            if (i + 1 == limit || buffer[i + 1] != '"') {
                break;
            }
            doubled = true;
            i += 2;
        }
        if (!doubled) {
            addField(buffer, from, i, true);
        } else if (i - from <= unquoted.length - unquotedLength) {
            addUnquoted(from, i);
        } else {
            addField(buffer, from, from, true);
            fault = "a row longer than " + MAX_ROW_LENGTH + " bytes";
        }
        return i + 1;
    }

    private void addUnquoted(int from, int to) {
        int start = unquotedLength;
        for (int i = from; i < to; i++) {
            unquoted[unquotedLength++] = buffer[i];
            if (buffer[i] == '"') {
                i++;
            }
        }
        addField(unquoted, start, unquotedLength, true);
    }

    private void addField(byte[] bytes, int from, int to, boolean isQuoted) {
        if (fieldCount == fieldFrom.length) {
            fieldBytes = Arrays.copyOf(fieldBytes, fieldCount * 2);
            fieldFrom = Arrays.copyOf(fieldFrom, fieldCount * 2);
            fieldTo = Arrays.copyOf(fieldTo, fieldCount * 2);
            fieldQuoted = Arrays.copyOf(fieldQuoted, fieldCount * 2);
        }
        fieldBytes[fieldCount] = bytes;
        fieldFrom[fieldCount] = from;
        fieldTo[fieldCount] = to;
        fieldQuoted[fieldCount] = isQuoted;
        fieldCount++;
    }

    /** 1 for LF, 2 for CRLF, 1 for a CR that ends the file, 0 for none; -1 when the buffer ends first. */
    private int lineBreakLength(int i) {
        if (i == limit) {
            return 0;
        }
        if (buffer[i] == '\n') {
            return 1;
        }
        if (buffer[i] != '\r') {
            return 0;
        }
        if (i + 1 == limit) {
            return atEnd ? 1 : -1;
        }
        return buffer[i + 1] == '\n' ? 2 : 0;
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
        fieldCount = 0;
        fault = null;
        return false;
    }

    /**
     * Ends a faulty row, which has no fields, at its first line break, however far that is. Always true: it is a row.
     */
    private boolean endAtLineBreak() throws IOException {
        fieldCount = 0;
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
        int markLength = BYTE_ORDER_MARK.length;
        while (rowOffset() == 0 && limit - rowFrom < markLength && fill()) {
            // until the mark can be told
        }
        if (rowOffset() == 0
                && limit - rowFrom >= markLength
                && Arrays.equals(buffer, rowFrom, rowFrom + markLength, BYTE_ORDER_MARK, 0, markLength)) {
            rowFrom += markLength;
        }
    }

    /** Moves the current row to the front and reads on; false when nothing came. */
    private boolean fill() throws IOException {
        int kept = limit - rowFrom;
        if (limit == 0 || rowFrom > limit) {
            kept = 0;
        }
        System.arraycopy(buffer, rowFrom, buffer, 0, kept);
        bufferOffset += rowFrom;
        nextRowFrom = Math.max(0, nextRowFrom - rowFrom);
        rowFrom = 0;
        limit = kept;
        view.clear().position(limit);
        int count = view.hasRemaining() ? channel.read(view) : 0;
        if (count < 0) {
            atEnd = true;
            return false;
        }
        limit += count;
        return count > 0;
    }
}
