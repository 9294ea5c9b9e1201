package io.tocsin.ingest.file;

import java.util.Arrays;

/**
 * Splits one row into its fields, as RFC 4180 says, for any separator. Fields are ranges of the reader's buffer, or of
 * one of its own when quotes in them were doubled. One thread; allocates only when a row has more fields than any
 * before it.
 */
final class CsvFields implements RowSplitter {
    private static final int INITIAL_FIELDS = 16;
    private static final String BEHIND_QUOTE = "text behind a closing quote";

    private final byte[] buffer;
    private final byte[] unquoted;
    private byte separator = ',';
    private byte[][] holders = new byte[INITIAL_FIELDS][];
    private int[] froms = new int[INITIAL_FIELDS];
    private int[] tos = new int[INITIAL_FIELDS];
    private boolean[] quoted = new boolean[INITIAL_FIELDS];
    private int count;
    private int unquotedLength;
    private int limit;
    private boolean atEnd;
    private int rowTo;
    private int nextRowFrom;
    private boolean isTerminated;
    private String fault;

    /**
     * @param buffer holds the rows
     * @param maxLength of the fields of one row whose quotes are doubled, bytes
     */
    CsvFields(byte[] buffer, int maxLength) {
        this.buffer = buffer;
        this.unquoted = new byte[maxLength];
    }

    /** One of {@link CsvFormat}. */
    void separator(char sign) {
        separator = (byte) sign;
    }

    int count() {
        return count;
    }

    byte[] bytes(int index) {
        return holders[index];
    }

    int from(int index) {
        return froms[index];
    }

    int to(int index) {
        return tos[index];
    }

    boolean isQuoted(int index) {
        return quoted[index];
    }

    @Override
    public String fault() {
        return fault;
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
    public String endless() {
        return "a quote that never closes, or a row longer than " + unquoted.length + " bytes";
    }

    @Override
    public boolean hasContent() {
        return count > 0;
    }

    @Override
    public void clear() {
        count = 0;
    }

    @Override
    public boolean split(int from, int to, boolean isLast) {
        count = 0;
        unquotedLength = 0;
        fault = null;
        limit = to;
        atEnd = isLast;
        return separator == CsvFormat.BLANKS ? splitByBlanks(from) : splitBySign(from);
    }

    private boolean splitBySign(int from) {
        int i = from;
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
            if (i < limit && buffer[i] == separator) {
                i++;
                continue;
            }
            int lineBreak = lineBreakLength(i);
            if (lineBreak < 0) {
                return false;
            }
            if (lineBreak == 0 && i < limit) {
                fault = BEHIND_QUOTE;
            }
            return endRow(i, lineBreak);
        }
    }

    /** Blanks at the beginning and at the end of a row separate nothing. */
    private boolean splitByBlanks(int from) {
        int i = from;
        while (true) {
            int first = behindBlanks(i);
            if (first == limit && !atEnd) {
                return false;
            }
            int lineBreak = lineBreakLength(first);
            if (lineBreak < 0) {
                return false;
            }
            if (lineBreak > 0 || first == limit) {
                return endRow(first, lineBreak);
            }
            if (count > 0 && first == i) {
                fault = BEHIND_QUOTE;
                return endRow(i, 0);
            }
            i = buffer[first] == '"' ? quotedField(first + 1) : plainField(first);
            if (i < 0) {
                return false;
            }
        }
    }

    private boolean endRow(int at, int lineBreak) {
        rowTo = at;
        nextRowFrom = at + lineBreak;
        isTerminated = lineBreak > 0 && buffer[nextRowFrom - 1] == '\n';
        return true;
    }

    private int behindBlanks(int from) {
        int i = from;
        while (i < limit && (buffer[i] == ' ' || (buffer[i] == '\t' && separator != '\t'))) {
            i++;
        }
        return i;
    }

    /** Returns the index behind the field, or -1 when the buffer ends first. */
    private int plainField(int from) {
        int i = from;
        if (separator == CsvFormat.BLANKS) {
            while (i < limit && buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\n') {
                i++;
            }
        } else {
            while (i < limit && buffer[i] != separator && buffer[i] != '\n') {
                i++;
            }
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
            fault = "a row longer than " + unquoted.length + " bytes";
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

    private void addField(byte[] holder, int from, int to, boolean isQuoted) {
        if (count == froms.length) {
            holders = Arrays.copyOf(holders, count * 2);
            froms = Arrays.copyOf(froms, count * 2);
            tos = Arrays.copyOf(tos, count * 2);
            quoted = Arrays.copyOf(quoted, count * 2);
        }
        holders[count] = holder;
        froms[count] = from;
        tos[count] = to;
        quoted[count] = isQuoted;
        count++;
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
}
