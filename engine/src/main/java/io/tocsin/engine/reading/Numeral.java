package io.tocsin.engine.reading;

import java.util.regex.Pattern;

/**
 * A text that reads as a number: a decimal number of at most 64 characters, {@code true} or {@code false}, with or
 * without surrounding spaces.
 */
public final class Numeral {
    private static final int MAX_LENGTH = 64;
    private static final Pattern SPACES_AROUND = Pattern.compile("^ +| +$");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private Numeral() {}

    /** Whether a whole text is a numeral. */
    public static boolean isNumeral(String spaced) {
        String text = SPACES_AROUND.matcher(spaced).replaceAll("");
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return true;
        }
        return text.length() <= MAX_LENGTH
                && DECIMAL.matcher(text).matches()
                && Double.isFinite(Double.parseDouble(text));
    }
}
