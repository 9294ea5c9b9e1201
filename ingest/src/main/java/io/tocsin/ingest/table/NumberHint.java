package io.tocsin.ingest.table;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells how to write a number that somebody wrote as no number. */
final class NumberHint {
    private static final Pattern COMMA = Pattern.compile("([+-]?\\d+),(\\d+)");
    private static final Pattern POINTS_AND_COMMA = Pattern.compile("([+-]?\\d{1,3}(?:\\.\\d{3})+),(\\d+)");
    private static final Pattern COMMAS_AND_POINT = Pattern.compile("[+-]?\\d{1,3}(?:,\\d{3})+\\.\\d+");
    private static final Pattern WITH_UNIT = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*[^\\d\\s,.].*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?");

    private NumberHint() {}

    /** The end of a sentence: what to write instead of a text. */
    static String of(String text) {
        Matcher comma = COMMA.matcher(text);
        if (comma.matches()) {
            return "write " + comma.group(1) + '.' + comma.group(2) + ", with a point";
        }
        Matcher points = POINTS_AND_COMMA.matcher(text);
        if (points.matches()) {
            return "write " + points.group(1).replace(".", "") + '.' + points.group(2) + ", with a point";
        }
        if (COMMAS_AND_POINT.matcher(text).matches()) {
            return "write " + text.replace(",", "") + ", without commas";
        }
        Matcher unit = WITH_UNIT.matcher(text);
        if (unit.matches()) {
            return "write " + unit.group(1) + ", the number alone";
        }
        if (NUMBER.matcher(text).matches()) {
            return "write " + text + ", without quotes";
        }
        return "write a number such as 78.5, or leave the cell empty";
    }
}
