package io.tocsin.ingest.file;

import io.tocsin.ingest.influx.LineSplitter;

/** Rows of line protocol: lines, or several of them where a text in quotes has line breaks. One thread. */
final class LineRows implements RowSplitter {
    private final byte[] buffer;
    private final LineSplitter lines = new LineSplitter();
    private int rowTo;
    private int nextRowFrom;
    private boolean isTerminated;
    private boolean hasContent;

    /** @param buffer holds the rows */
    LineRows(byte[] buffer) {
        this.buffer = buffer;
    }

    /** A row whose text has no end within the longest row ends at its first line break, wherever the buffer ends. */
    @Override
    public boolean split(int from, int to, boolean isLast) {
        int most = Math.min(to, from + RowReader.MAX_ROW_LENGTH + 1);
        int end = lines.endOf(buffer, from, most);
        boolean isComplete = isLast || most < to;
        if (end == LineSplitter.ENDLESS && isComplete) {
            end = lineBreak(from, most);
        }
        if (end == LineSplitter.ENDLESS && isLast && most == to) {
            end = to;
        }
        if (end == LineSplitter.ENDLESS) {
            return false;
        }
        isTerminated = end < to && buffer[end] == '\n';
        rowTo = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        nextRowFrom = isTerminated ? end + 1 : end;
        hasContent = LineSplitter.hasContent(buffer, from, rowTo);
        return true;
    }

    private int lineBreak(int from, int to) {
        int i = from;
        while (i < to && buffer[i] != '\n') {
            i++;
        }
        return i < to ? i : LineSplitter.ENDLESS;
    }

    /** None: what is wrong with a line is found when its readings are read. */
    @Override
    public String fault() {
        return null;
    }

    @Override
    public String endless() {
        return "a line longer than " + RowReader.MAX_ROW_LENGTH + " bytes";
    }

    @Override
    public int rowTo() {
        return rowTo;
    }

    @Override
    public int nextRowFrom() {
        return nextRowFrom;
    }

    @Override
    public boolean isTerminated() {
        return isTerminated;
    }

    @Override
    public boolean hasContent() {
        return hasContent;
    }

    @Override
    public void clear() {
        hasContent = false;
    }
}
