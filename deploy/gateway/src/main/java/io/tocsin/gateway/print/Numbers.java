package io.tocsin.gateway.print;

import java.math.BigDecimal;
import java.util.Locale;

/** Formats numbers for people, in the same way in every locale. */
public final class Numbers {
    private static final long MAX_EXACT = 1L << 53;

    private Numbers() {}

    /** {@code 1,234,567}. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 sensor}, {@code 1,234 sensors}. */
    public static String counted(long number, String noun) {
        return grouped(number) + ' ' + noun + (number == 1 ? "" : "s");
    }

    /** A value without a needless {@code .0}. */
    public static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < MAX_EXACT) {
            return Long.toString((long) value);
        }
        return BigDecimal.valueOf(value).toPlainString();
    }

    /** Nanoseconds in the unit that gives two to four digits: {@code 850 ns}, {@code 21.4 µs}, {@code 3.2 ms}. */
    public static String latency(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        String[] units = {"µs", "ms", "s"};
        double value = nanos / 1e3;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
