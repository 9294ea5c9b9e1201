package io.tocsin.ingest.decode;

/** A value written as text: a decimal number, true or false, or a word for having none. */
public final class ValueText {
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
        if (equalsIgnoreCase(bytes, from, to, "true")) {
            return 1;
        }
        return equalsIgnoreCase(bytes, from, to, "false") ? 0 : Double.NaN;
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

    private static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String word) {
        return to - from == word.length() && startsWithIgnoreCase(bytes, from, to, word);
    }
}
