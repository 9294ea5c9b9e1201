package io.tocsin.gateway.config.schema;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Written form of sizes: a whole number and a binary unit, {@code 64KiB}, {@code 8GiB}. */
public final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19})(B|KiB|MiB|GiB|TiB)");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final int BITS_PER_UNIT = 10;

    private Sizes() {}

    /**
     * @param text a number and one of B, KiB, MiB, GiB, TiB
     * @return bytes
     * @throws IllegalArgumentException when it is no such text, or larger than 8 EiB
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a size such as 64KiB, 32MiB or 8GiB, is " + Scalar.quoted(text));
        }
        try {
            long factor = 1L << (BITS_PER_UNIT * UNITS.indexOf(matcher.group(2)));
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("must be a size below 8 EiB, is " + text, e);
        }
    }

    /** Writes a size exactly, in the largest unit that divides it. */
    public static String format(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + UNITS.get(unit);
    }

    /** Writes a size for people: at most one decimal, {@code 1.5 MiB}. */
    public static String round(long bytes) {
        int unit = 0;
        double number = bytes;
        while (number >= 1024 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        String digits = unit == 0 || number >= 100 || number == Math.rint(number) ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, digits, number, UNITS.get(unit));
    }
}
