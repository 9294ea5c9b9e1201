package io.tocsin.ingest.influx;

import java.util.Arrays;

/**
 * Finds the parts of one line of line protocol. Ranges lie in the payload and still have their escapes. Reused; grows
 * with the longest line and then allocates for faults only. One thread.
 *
 * <pre>
 *   measurement[,tag=value…] field=value[,field=value…] [time]
 * </pre>
 */
final class LineScanner {
    private static final int NO_ESCAPE = -1;

    private byte[] bytes;
    private int end;
    private int position;
    private boolean hasNewlines;
    private int scannedTo;
    private int wordTo;
    private boolean isOpen;
    private int measurementFrom;
    private int measurementTo;
    private final Pairs tags = new Pairs();
    private final Pairs fields = new Pairs();
    private int timeFrom;
    private int timeTo;
    private String fault;
    private int faultAt;

    /** Ranges of keys and values. */
    static final class Pairs {
        private int count;
        private int[] ranges = new int[32];

        private void add(int keyFrom, int keyTo, int valueFrom, int valueTo) {
            if (ranges.length < 4 * (count + 1)) {
                ranges = Arrays.copyOf(ranges, ranges.length * 2);
            }
            int at = 4 * count++;
            ranges[at] = keyFrom;
            ranges[at + 1] = keyTo;
            ranges[at + 2] = valueFrom;
            ranges[at + 3] = valueTo;
        }

        int count() {
            return count;
        }

        int keyFrom(int index) {
            return ranges[4 * index];
        }

        int keyTo(int index) {
            return ranges[4 * index + 1];
        }

        int valueFrom(int index) {
            return ranges[4 * index + 2];
        }

        int valueTo(int index) {
            return ranges[4 * index + 3];
        }
    }

    /**
     * Finds the parts of a line.
     *
     * @param from its first byte that is no blank
     * @param to end of the payload
     * @param allowNewlines whether a text in quotes may have newlines
     * @return false when the line is faulty
     */
    boolean scan(byte[] payload, int from, int to, boolean allowNewlines) {
        bytes = payload;
        end = to;
        hasNewlines = allowNewlines;
        position = from;
        scannedTo = from;
        wordTo = from;
        isOpen = false;
        tags.count = 0;
        fields.count = 0;
        fault = null;
        measurementFrom = from;
        measurementTo = endOfWord(from, false);
        position = measurementTo;
        if (measurementTo == from) {
            return fail(from, "expected a measurement");
        }
        return scanTags() && scanFields() && scanTime();
    }

    private boolean scanTags() {
        while (at(',')) {
            int keyFrom = position + 1;
            int keyTo = endOfWord(keyFrom, true);
            if (keyTo == keyFrom || keyTo == end || bytes[keyTo] != '=') {
                return fail(keyFrom, "expected tag=value after the comma");
            }
            int valueTo = endOfWord(keyTo + 1, false);
            if (valueTo == keyTo + 1) {
                return fail(valueTo, "a tag without a value");
            }
            tags.add(keyFrom, keyTo, keyTo + 1, valueTo);
            position = valueTo;
        }
        return true;
    }

    private boolean scanFields() {
        skipBlanks();
        if (isLineEnd()) {
            return fail(position, "the line has no field");
        }
        position--; // as if after a comma
        do {
            int keyFrom = position + 1;
            int keyTo = endOfWord(keyFrom, true);
            if (keyTo == keyFrom || keyTo == end || bytes[keyTo] != '=') {
                return fail(keyFrom, "expected field=value");
            }
            int valueFrom = keyTo + 1;
            boolean isQuoted = valueFrom < end && bytes[valueFrom] == '"';
            int valueTo = isQuoted ? endOfText(valueFrom) : endOfWord(valueFrom, false);
            if (valueTo == valueFrom) {
                return fail(valueFrom, isQuoted ? "a text has no closing quote" : "a field without a value");
            }
            fields.add(keyFrom, keyTo, valueFrom, valueTo);
            position = valueTo;
            if (!at(',') && !isBlank() && !isLineEnd()) {
                return fail(position, "expected a comma or a blank after the text");
            }
        } while (at(','));
        return true;
    }

    private boolean scanTime() {
        skipBlanks();
        timeFrom = position;
        while (!isBlank() && !isLineEnd()) {
            position++;
        }
        timeTo = position;
        skipBlanks();
        return isLineEnd() || fail(position, "something follows the time");
    }

    /** The index of the first comma, blank or line end, or equals sign if that ends it, that is not escaped. */
    private int endOfWord(int from, boolean endsAtEquals) {
        int i = from;
        while (i < end) {
            byte b = bytes[i];
            if (isEscape(bytes, i, end)) {
                i += 2;
                continue;
            }
            boolean isReturn = b == '\r' && (i + 1 == end || bytes[i + 1] == '\n');
            if (b == ',' || b == ' ' || b == '\n' || isReturn || (b == '=' && endsAtEquals)) {
                break;
            }
            i++;
        }
        wordTo = i;
        return i;
    }

    /** The index after the closing quote; that of the opening quote when there is no closing quote. */
    private int endOfText(int from) {
        for (int i = from + 1; i < end; i++) {
            if (bytes[i] == '\n' && !hasNewlines) {
                return from;
            }
            scannedTo = i + 1;
            if (bytes[i] == '\\' && i + 1 < end && bytes[i + 1] != '\n') {
                i++;
            } else if (bytes[i] == '"') {
                return i + 1;
            }
        }
        isOpen = true;
        return from;
    }

    /** Whether a backslash escapes the comma, blank or equals sign after it. */
    private static boolean isEscape(byte[] bytes, int i, int end) {
        return bytes[i] == '\\' && i + 1 < end && (bytes[i + 1] == ',' || bytes[i + 1] == ' ' || bytes[i + 1] == '=');
    }

    /**
     * Copies a range without its escapes.
     *
     * @param target has room for the range
     * @return the index after the copy
     */
    static int unescape(byte[] source, int from, int to, byte[] target, int at, boolean isQuoted) {
        int out = at;
        for (int i = from; i < to; i++) {
            boolean isEscaped = isQuoted
                    ? source[i] == '\\' && i + 1 < to && (source[i + 1] == '"' || source[i + 1] == '\\')
                    : isEscape(source, i, to);
            i += isEscaped ? 1 : 0;
            target[out++] = source[i];
        }
        return out;
    }

    /** Whether a range has a backslash. */
    static boolean hasEscape(byte[] bytes, int from, int to) {
        return indexOf(bytes, from, to, '\\') != NO_ESCAPE;
    }

    private static int indexOf(byte[] bytes, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return NO_ESCAPE;
    }

    private void skipBlanks() {
        while (isBlank()) {
            position++;
        }
    }

    private boolean isBlank() {
        return at(' ') || at('\t') || at('\r');
    }

    private boolean isLineEnd() {
        return position == end || bytes[position] == '\n';
    }

    private boolean at(char c) {
        return position < end && bytes[position] == c;
    }

    private boolean fail(int at, String what) {
        faultAt = at;
        fault = what;
        return false;
    }

    /** Index of the line's end: of its newline, or of the end of the payload. */
    int lineEnd() {
        return position;
    }

    /** The index up to which texts in quotes were looked at. */
    int scannedTo() {
        return scannedTo;
    }

    /** Whether more bytes may change what a faulty line is: it was looked at up to the end. */
    boolean isCut() {
        return isOpen || position == end || wordTo >= end - 1; // a return at the end may be one of a line end
    }

    int measurementFrom() {
        return measurementFrom;
    }

    int measurementTo() {
        return measurementTo;
    }

    Pairs tags() {
        return tags;
    }

    Pairs fields() {
        return fields;
    }

    int timeFrom() {
        return timeFrom;
    }

    /** End of the time; where it begins when the line has none. */
    int timeTo() {
        return timeTo;
    }

    String fault() {
        return fault;
    }

    int faultAt() {
        return faultAt;
    }
}
