package io.tocsin.gateway.config.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A YAML scalar and its type: only a plain scalar can be a number, a boolean or nothing.
 *
 * @param text the content, without quotes
 * @param plain whether it is written without quotes
 */
public record Scalar(String text, boolean plain) {
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][-+]?\\d{1,4})?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("([-+]?\\d{1,30}),(\\d{1,30})");
    private static final int LONGEST_SHOWN = 60;

    public static Scalar plain(String text) {
        return new Scalar(text, true);
    }

    public boolean isNothing() {
        return plain && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }

    public boolean isBoolean() {
        return plain && (text.equals("true") || text.equals("false"));
    }

    public boolean isNumber() {
        return plain && NUMBER.matcher(text).matches();
    }

    /** Reason why a text is no number, as the end of a message; empty when no hint helps. */
    String numberHint() {
        Matcher comma = DECIMAL_COMMA.matcher(text);
        if (comma.matches()) {
            return "; use a point: " + comma.group(1) + "." + comma.group(2);
        }
        return !plain && NUMBER.matcher(text).matches() ? "; write the number without quotes" : "";
    }

    /** The scalar for messages, on one line and shortened. */
    public String shown() {
        if (isNothing()) {
            return "nothing";
        }
        if (isNumber()) {
            return "the number " + text;
        }
        return isBoolean() ? text : quoted(text);
    }

    /** A text as one line in quotes, cut when it is long. */
    public static String quoted(String text) {
        StringBuilder line = new StringBuilder("\"");
        text.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c));
        if (text.codePointCount(0, text.length()) > LONGEST_SHOWN) {
            line.append('…');
        }
        return line.append('"').toString();
    }
}
