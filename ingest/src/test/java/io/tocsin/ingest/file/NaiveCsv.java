package io.tocsin.ingest.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The slow, obvious splitter of a CSV file, a character at a time, written from the words of {@link CsvReader}. */
final class NaiveCsv {
    private final String text;
    private final List<String> rows = new ArrayList<>();
    private int at;

    private NaiveCsv(byte[] bytes) {
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Each row as {@link #row} writes it. */
    static List<String> rows(byte[] bytes) {
        NaiveCsv csv = new NaiveCsv(bytes);
        csv.at = csv.text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
        while (csv.at < csv.text.length()) {
            csv.readRow();
        }
        return csv.rows;
    }

    /** A row as text; {@code fields} is null when it is faulty. */
    static String row(long from, long to, List<String> fields) {
        return from + "-" + to + " " + fields;
    }

    private void readRow() {
        int from = at;
        List<String> fields = new ArrayList<>();
        while (true) {
            String field = isQuoteNext() ? quotedField() : plainField();
            if (field == null) {
                int lineBreak = text.indexOf('\n', from);
                at = lineBreak < 0 ? text.length() : lineBreak + 1;
                rows.add(row(from, at, null));
                return;
            }
            fields.add(field);
            if (!isNext(",")) {
                break;
            }
            at++;
        }
        boolean isBlank = at == from;
        at += lineBreakLength();
        if (!isBlank) {
            rows.add(row(from, at, fields));
        }
    }

    private boolean isQuoteNext() {
        int i = at;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return text.startsWith("\"", i);
    }

    private String plainField() {
        StringBuilder field = new StringBuilder();
        while (at < text.length() && !isNext(",") && lineBreakLength() == 0) {
            field.append(text.charAt(at++));
        }
        return "plain:" + field;
    }

    /** Null when the quote never closes, or text follows the closing one. */
    private String quotedField() {
        StringBuilder field = new StringBuilder();
        at = text.indexOf('"', at) + 1;
        while (!isNext("\"") || isNext("\"\"")) {
            if (at == text.length()) {
                return null;
            }
            field.append(text.charAt(at));
            at += isNext("\"\"") ? 2 : 1;
        }
        at++;
        while (isNext(" ") || isNext("\t")) {
            at++;
        }
        return at == text.length() || isNext(",") || lineBreakLength() > 0 ? "quoted:" + field : null;
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
