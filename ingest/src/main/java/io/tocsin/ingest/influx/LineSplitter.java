package io.tocsin.ingest.influx;

/**
 * Finds the ends of lines of line protocol. A text in quotes may have newlines, so a line may be longer than it looks.
 * One thread; grows with the longest line and then allocates nothing.
 */
public final class LineSplitter {
    /** The bytes end before the line does. */
    public static final int ENDLESS = -1;

    private final LineScanner scanner = new LineScanner();

    /**
     * The index of the newline that ends a line.
     *
     * @param from where the line begins
     * @param to end of the bytes
     * @return of a faulty line its first newline; {@link #ENDLESS} when there is none, or more bytes may change it
     */
    public int endOf(byte[] bytes, int from, int to) {
        boolean isQuoted = false;
        int newline = from;
        while (newline < to && bytes[newline] != '\n') {
            isQuoted |= bytes[newline] == '"';
            newline++;
        }
        if (newline == to) {
            return ENDLESS;
        }
        int first = first(bytes, from, newline);
        if (!isQuoted || isComment(bytes, first, newline)) {
            return newline;
        }
        if (scanner.scan(bytes, first, to, true)) {
            return scanner.lineEnd() < to ? scanner.lineEnd() : ENDLESS;
        }
        return scanner.isCut() ? ENDLESS : newline;
    }

    /** Whether the bytes are a line, and no comment or blanks. */
    public static boolean hasContent(byte[] bytes, int from, int to) {
        int first = first(bytes, from, to);
        return first < to && !isComment(bytes, first, to);
    }

    private static boolean isComment(byte[] bytes, int first, int to) {
        return first < to && bytes[first] == '#';
    }

    private static int first(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r')) {
            i++;
        }
        return i;
    }
}
