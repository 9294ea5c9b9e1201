package io.tocsin.ingest.file;

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
 * <p>A faulty row (a quote that never closes, text behind a closing quote, longer than {@link #MAX_ROW_LENGTH}) ends at
 * its first line break, so that one lost quote does not swallow the file.
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
    private int fieldCount;
    private int unquotedLength;
    /** File offset of the buffer's first byte. */
    private long bufferOffset;

    private int limit;
    private boolean atEnd;
    private int rowFrom;
    private int rowTo;
    private int nextRowFrom;
    private String fault;

    private CsvReader(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a file and stands before its first row. */
    public static CsvReader open(Path file) throws IOException {
        CsvReader reader = new CsvReader(FileChannel.open(file, StandardOpenOption.READ));
        reader.fill();
        int markLength = BYTE_ORDER_MARK.length;
        if (reader.limit >= markLength && Arrays.equals(reader.buffer, 0, markLength, BYTE_ORDER_MARK, 0, markLength)) {
            reader.nextRowFrom = markLength;
        }
        return reader;
    }

    /** Goes to a row's {@link #rowOffset()} or {@link #nextOffset()}. */
    void seek(long offset) throws IOException {
        channel.position(offset);
        bufferOffset = offset;
        nextRowFrom = 0;
        limit = 0;
        atEnd = false;
        fill();
    }

    /** Goes to the next row, or false at the end of the file. */
    public boolean nextRow() throws IOException {
        while (true) {
            rowFrom = nextRowFrom;
            if (rowFrom == limit && !fill()) {
                rowTo = rowFrom;
                return false;
            }
            fault = null;
            while (!parse()) {
                if (atEnd || limit - rowFrom > MAX_ROW_LENGTH) {
                    fault = "a quote that never closes, or a row longer than " + MAX_ROW_LENGTH + " bytes";
                    endAtLineBreak();
                    return true;
                }
                fill();
            }
            if (fault != null) {
                endAtLineBreak();
                return true;
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

    /** What is wrong with the row, or null. A faulty row has no fields. */
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
            boolean quoted = i < limit && buffer[i] == '"';
            i = quoted ? quotedField(i + 1) : plainField(i);
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
            return true;
        }
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
        addField(buffer, from, to);
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
            addField(buffer, from, i);
        } else if (i - from <= unquoted.length - unquotedLength) {
            addUnquoted(from, i);
        } else {
            addField(buffer, from, from);
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
        addField(unquoted, start, unquotedLength);
    }

    private void addField(byte[] bytes, int from, int to) {
        if (fieldCount == fieldFrom.length) {
            fieldBytes = Arrays.copyOf(fieldBytes, fieldCount * 2);
            fieldFrom = Arrays.copyOf(fieldFrom, fieldCount * 2);
            fieldTo = Arrays.copyOf(fieldTo, fieldCount * 2);
        }
        fieldBytes[fieldCount] = bytes;
        fieldFrom[fieldCount] = from;
        fieldTo[fieldCount] = to;
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

    /** A faulty row has no fields and ends at its first line break, however far that is. */
    private void endAtLineBreak() throws IOException {
        fieldCount = 0;
        int i = rowFrom;
        while (true) {
            while (i < limit && buffer[i] != '\n') {
                i++;
            }
            if (i < limit) {
                rowTo = i;
                nextRowFrom = i + 1;
                return;
            }
            if (atEnd) {
                rowTo = limit;
                nextRowFrom = limit;
                return;
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

    /** Moves the row at hand to the front and reads on; false when nothing came. */
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
