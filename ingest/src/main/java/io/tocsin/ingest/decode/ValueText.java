package io.tocsin.ingest.decode;

import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;

/** A value written as text: a decimal number, true or false, or a word for having none. */
public final class ValueText {
    /** Conditions for a text to be a value, as the end of a sentence. */
    public static final String MUST =
            "must have 1 to " + TextValue.MAX_LENGTH + " bytes of UTF-8 and no control characters";

    private ValueText() {}

    /**
     * Reads a value that fills the range.
     *
     * @return a finite number, 1 for true, 0 for false; NaN when it is none of these
     */
    public static double parse(byte[] bytes, int from, int to) {
        double number = DecimalText.parse(bytes, from, to);
        if (!Double.isNaN(number)) {
            return number;
        }
        if (isTrue(bytes, from, to)) {
            return 1;
        }
        return isFalse(bytes, from, to) ? 0 : Double.NaN;
    }

    /** Index of the first byte that is no blank. */
    public static int behindBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** Index behind the last byte that is no blank. */
    public static int beforeBlanks(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static boolean isTrue(byte[] bytes, int from, int to) {
        return equalsIgnoreCase(bytes, from, to, "true");
    }

    static boolean isFalse(byte[] bytes, int from, int to) {
        return equalsIgnoreCase(bytes, from, to, "false");
    }

    /** Whether the text says that there is no sample: null, NaN or an infinity. Such a reading is BAD. */
    public static boolean isNoSample(byte[] bytes, int from, int to) {
        int start = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        return equalsIgnoreCase(bytes, from, to, "null")
                || equalsIgnoreCase(bytes, start, to, "nan")
                || equalsIgnoreCase(bytes, start, to, "inf")
                || equalsIgnoreCase(bytes, start, to, "infinity");
    }

    /** Whether the bytes begin with a word of lower-case ASCII letters, in any case. */
    static boolean startsWithIgnoreCase(byte[] bytes, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((bytes[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes are the word, in any case of its ASCII letters. */
    static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] word) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (lowerCase(bytes[from + i]) != lowerCase(word[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lowerCase(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    /** Whether the bytes are a word of lower-case ASCII letters, in any case. */
    public static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String word) {
        return to - from == word.length() && startsWithIgnoreCase(bytes, from, to, word);
    }
}
