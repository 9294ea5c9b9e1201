package io.tocsin.ingest.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The slow, obvious splitter of a CSV file, a character at a time, written from the words of {@link CsvReader}. */
final class NaiveCsv {
    private static final char REPLACEMENT = '\uFFFD';

    private final CsvFormat format;
    /** A character for each byte of the text in UTF-8. */
    private final String text;
    /** By index in the text: offset in the file. */
    private final List<Integer> offsets = new ArrayList<>();

    private final List<String> rows = new ArrayList<>();
    private int at;

    private NaiveCsv(byte[] bytes, CsvFormat format) {
        this.format = format;
        this.text = decoded(bytes, encoding(bytes, format.encoding()));
    }

    /** Each row of a plain file as {@link #row} writes it. */
    static List<String> rows(byte[] bytes) {
        return rows(bytes, CsvFormat.PLAIN);
    }

    /** Each row as {@link #row} writes it. */
    static List<String> rows(byte[] bytes, CsvFormat format) {
        NaiveCsv csv = new NaiveCsv(bytes, format);
        // The sign in the characters of the text: one for each byte in UTF-8.
        String comment = new String(format.comment().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        csv.at = csv.text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
        while (csv.at < csv.text.length()) {
            if (!comment.isEmpty() && csv.isNext(comment)) {
                csv.at = csv.behindLine(csv.at);
            } else {
                csv.readRow();
            }
        }
        return csv.rows;
    }

    /** A row as text; {@code fields} is null when it is faulty. */
    static String row(long from, long to, List<String> fields) {
        return from + "-" + to + " " + fields;
    }

    private static TextEncoding encoding(byte[] bytes, TextEncoding configured) {
        String head = new String(bytes, 0, Math.min(3, bytes.length), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u00FF\u00FE")) {
            return TextEncoding.UTF_16LE;
        }
        if (head.startsWith("\u00FE\u00FF")) {
            return TextEncoding.UTF_16BE;
        }
        if (head.startsWith("\u00EF\u00BB\u00BF")) {
            return TextEncoding.UTF_8;
        }
        if (configured != TextEncoding.UTF_16) {
            return configured;
        }
        boolean isLatinBigEndian = bytes.length > 1 && bytes[0] == 0 && bytes[1] != 0;
        return isLatinBigEndian ? TextEncoding.UTF_16BE : TextEncoding.UTF_16LE;
    }

    private String decoded(byte[] bytes, TextEncoding encoding) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (from < bytes.length) {
            int length = 1;
            String character;
            if (encoding == TextEncoding.UTF_8) {
                character = null;
            } else if (encoding == TextEncoding.LATIN_1 || encoding == TextEncoding.WINDOWS_1252) {
                Charset charset = encoding == TextEncoding.LATIN_1
                        ? StandardCharsets.ISO_8859_1
                        : Charset.forName("windows-1252");
                character = new String(bytes, from, 1, charset);
            } else {
                Charset charset =
                        encoding == TextEncoding.UTF_16LE ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
                length = 2;
                char unit = unit(bytes, from, charset);
                boolean isPair = Character.isHighSurrogate(unit)
                        && from + 3 < bytes.length
                        && Character.isLowSurrogate(unit(bytes, from + 2, charset));
                boolean isCut = Character.isHighSurrogate(unit) && from + 3 >= bytes.length;
                if (from + 1 >= bytes.length || isCut) {
                    break;
                }
                length = isPair ? 4 : 2;
                character = Character.isSurrogate(unit) && !isPair
                        ? String.valueOf(REPLACEMENT)
                        : new String(bytes, from, length, charset);
            }
            byte[] utf8 = character == null ? new byte[] {bytes[from]} : character.getBytes(StandardCharsets.UTF_8);
            for (byte b : utf8) {
                out.append((char) (b & 0xFF));
                offsets.add(from);
            }
            from += length;
        }
        offsets.add(from);
        return out.toString();
    }

    private static char unit(byte[] bytes, int from, Charset charset) {
        if (from + 1 >= bytes.length) {
            return 0;
        }
        int first = bytes[from] & 0xFF;
        int second = bytes[from + 1] & 0xFF;
        return (char) (charset.equals(StandardCharsets.UTF_16LE) ? (second << 8) | first : (first << 8) | second);
    }

    private void readRow() {
        int from = at;
        List<String> fields = new ArrayList<>();
        boolean isFaulty = format.separator() == CsvFormat.BLANKS ? !readByBlanks(fields) : !readBySign(fields);
        if (isFaulty) {
            at = behindLine(from);
            rows.add(row(offsets.get(from), offsets.get(at), null));
            return;
        }
        boolean isBlank = at == from || fields.isEmpty();
        at += lineBreakLength();
        if (!isBlank) {
            rows.add(row(offsets.get(from), offsets.get(at), fields));
        }
    }

    private boolean readBySign(List<String> fields) {
        while (true) {
            String field = isQuoteNext() ? quotedField() : plainField();
            if (field == null) {
                return false;
            }
            fields.add(field);
            if (!isSeparatorNext()) {
                return at == text.length() || lineBreakLength() > 0;
            }
            at++;
        }
    }

    private boolean readByBlanks(List<String> fields) {
        boolean isFirst = true;
        while (true) {
            int before = at;
            skipBlanks();
            if (at == text.length() || lineBreakLength() > 0) {
                return true;
            }
            if (!isFirst && at == before) {
                return false;
            }
            isFirst = false;
            String field = isNext("\"") ? quotedField() : plainField();
            if (field == null) {
                return false;
            }
            fields.add(field);
        }
    }

    private int behindLine(int from) {
        int lineBreak = text.indexOf('\n', from);
        return lineBreak < 0 ? text.length() : lineBreak + 1;
    }

    private boolean isBlankNext() {
        return isNext(" ") || (isNext("\t") && format.separator() != '\t');
    }

    private void skipBlanks() {
        while (isBlankNext()) {
            at++;
        }
    }

    private boolean isSeparatorNext() {
        char separator = format.separator() == CsvFormat.UNSAID ? ',' : format.separator();
        return isNext(String.valueOf(separator)) || (separator == CsvFormat.BLANKS && isNext("\t"));
    }

    private boolean isQuoteNext() {
        int before = at;
        skipBlanks();
        boolean isQuote = isNext("\"");
        at = before;
        return isQuote;
    }

    private String plainField() {
        StringBuilder field = new StringBuilder();
        while (at < text.length() && !isSeparatorNext() && lineBreakLength() == 0) {
            field.append(text.charAt(at++));
        }
        return "plain:" + field;
    }

    /** Null when the quote never closes, or text follows the closing one. */
    private String quotedField() {
        StringBuilder field = new StringBuilder();
        at = text.indexOf('"', at) + 1;
        while (!isNext("\"") || isNext("\"\"")) {
            if (at >= text.length()) {
                return null;
            }
            field.append(text.charAt(at));
            at += isNext("\"\"") ? 2 : 1;
        }
        at++;
        if (format.separator() == CsvFormat.BLANKS) {
            return "quoted:" + field;
        }
        skipBlanks();
        return at == text.length() || isSeparatorNext() || lineBreakLength() > 0 ? "quoted:" + field : null;
    }

    private boolean isNext(String characters) {
        return text.startsWith(characters, at);
    }

    private int lineBreakLength() {
        if (isNext("\r\n")) {
            return 2;
        }
        boolean isLastReturn = isNext("\r") && at == text.length() - 1;
        return isNext("\n") || isLastReturn ? 1 : 0;
    }
}
