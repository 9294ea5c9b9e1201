package io.tocsin.ingest.file;

import io.tocsin.engine.file.PlainFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Streams the rows of a file, as a {@link RowSplitter} finds their ends: LF or CRLF; a byte order mark is skipped;
 * blank lines and comments are no rows. Rows are ranges of bytes in UTF-8, valid until the next row; no strings are
 * made.
 *
 * <p>A row that the splitter finds no end of, or that is longer than {@link #MAX_ROW_LENGTH}, ends at its first line
 * break, so that one lost quote does not swallow the file.
 *
 * <p>A file may grow: its last row is then complete only with its line break, and {@link #nextRow} finds rows that were
 * appended after it returned false.
 *
 * <p>One thread. Memory is fixed buffers.
 */
class RowReader implements Closeable {
    /** The longest row, bytes. */
    static final int MAX_ROW_LENGTH = 64 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String TOO_LONG = "a row longer than " + MAX_ROW_LENGTH + " bytes";

    private final FileText text;
    private final byte[] buffer;
    private final RowSplitter splitter;
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

    /**
     * @param isGrowing whether rows may be appended: a last row without a line break is not complete yet
     * @param comment beginning of lines that are no rows; empty: there are none
     */
    RowReader(FileText text, RowSplitter splitter, byte[] comment, boolean isGrowing) {
        this.text = text;
        this.buffer = text.window();
        this.splitter = splitter;
        this.comment = comment;
        this.isGrowing = isGrowing;
    }

    /** Opens the text of a file. */
    static FileText open(Path file, TextEncoding encoding, boolean isGrowing) throws IOException {
        PlainFile.require(file);
        return new FileText(FileChannel.open(file, StandardOpenOption.READ), encoding, isGrowing);
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
                    fault = splitter.endless();
                    return isHeldBack() ? holdBack() : endAtLineBreak();
                }
                fill();
            }
            if (fault != null) {
                return isHeldBack() ? holdBack() : endAtLineBreak();
            }
            if (isGrowing && !splitter.isTerminated()) {
                return holdBack();
            }
            if (rowTo - rowFrom > MAX_ROW_LENGTH) {
                fault = TOO_LONG;
                return true;
            }
            if (rowTo > rowFrom && splitter.hasContent()) {
                return true;
            }
        }
    }

    /**
     * Goes to the next line, whatever is in it: {@link #raw()} from {@link #rawFrom()}, without its line break. It has
     * no content.
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
        if (!splitter.split(rowFrom, limit, atEnd)) {
            return false;
        }
        fault = splitter.fault();
        rowTo = splitter.rowTo();
        nextRowFrom = splitter.nextRowFrom();
        return true;
    }

    private boolean isComment() throws IOException {
        while (limit - rowFrom < comment.length && fill()) {
            // until the sign can be told
        }
        return limit - rowFrom >= comment.length
                && Arrays.equals(buffer, rowFrom, rowFrom + comment.length, comment, 0, comment.length);
    }

    /** Ends the row, which has no content, at its first line break; false when that may still be appended. */
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

    /** Fault of the row, or null. A faulty row has no content. */
    public String fault() {
        return fault;
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
        splitter.clear();
        fault = null;
        return false;
    }

    /**
     * Ends a faulty row, which has no content, at its first line break, however far that is. Always true: it is a row.
     */
    private boolean endAtLineBreak() throws IOException {
        splitter.clear();
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
