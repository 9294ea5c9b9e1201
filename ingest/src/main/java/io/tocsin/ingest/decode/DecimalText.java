package io.tocsin.ingest.decode;

import java.nio.charset.StandardCharsets;

/**
 * Decimal numbers in ASCII: optional sign, digits with an optional point, optional exponent. The result is exactly
 * {@link Double#parseDouble}'s.
 *
 * <p>When the digits form an integer of at most 2^53 and the power of ten is at most 10^22, both are exact doubles, and
 * one IEEE division or multiplication rounds once: the result is the nearest double (Clinger, How to read floating
 * point numbers accurately, PLDI 1990). That is nearly every sensor value, and allocates nothing. Others go through a
 * {@code String} to {@code parseDouble}.
 */
public final class DecimalText {
    /** The longest text of a number, characters. */
    public static final int MAX_LENGTH = 64;

    private static final long MAX_EXACT_MANTISSA = 1L << 53;
    /** The most digits that {@link #exact} takes: a long holds them. */
    public static final int MAX_MANTISSA_DIGITS = 18;

    private static final int MAX_EXPONENT = 99_999;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private DecimalText() {}

    /**
     * Reads a number that fills the range.
     *
     * @return a finite number, or NaN when the text is none, is longer than {@link #MAX_LENGTH} or is too large
     */
    public static double parse(byte[] bytes, int from, int to) {
        if (to - from < 1 || to - from > MAX_LENGTH) {
            return Double.NaN;
        }
        boolean negative = bytes[from] == '-';
        int i = negative || bytes[from] == '+' ? from + 1 : from;
        long mantissa = 0;
        int mantissaDigits = 0;
        int digits = 0;
        int fractionDigits = 0;
        boolean pointSeen = false;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                if (mantissa != 0 || digit != 0) {
                    mantissaDigits++;
                }
                if (mantissaDigits <= MAX_MANTISSA_DIGITS) {
                    mantissa = mantissa * 10 + digit;
                }
                if (pointSeen) {
                    fractionDigits++;
                }
            } else if (bytes[i] == '.' && !pointSeen) {
                pointSeen = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        int exponent = -fractionDigits;
        if (i < to) {
            int written = exponent(bytes, i, to);
            if (written == Integer.MIN_VALUE) {
                return Double.NaN;
            }
            exponent += written;
        }
        if (mantissa <= MAX_EXACT_MANTISSA
                && mantissaDigits <= MAX_MANTISSA_DIGITS
                && exponent >= -22
                && exponent <= 22) {
            double magnitude = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
            return negative ? -magnitude : magnitude;
        }
        double value = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /**
     * The number of digits that were read already, as {@link #parse} gives it; NaN unless it is exact in doubles.
     *
     * @param mantissa the digits without a point, at most 18
     * @param fractionDigits how many of them are behind the point
     */
    public static double exact(boolean negative, long mantissa, int fractionDigits) {
        if (mantissa > MAX_EXACT_MANTISSA || fractionDigits >= POWERS_OF_TEN.length) {
            return Double.NaN;
        }
        double magnitude = mantissa / POWERS_OF_TEN[fractionDigits];
        return negative ? -magnitude : magnitude;
    }

    /** The exponent written from the {@code e} at {@code i} to the end, clamped; MIN_VALUE when it is none. */
    private static int exponent(byte[] bytes, int i, int to) {
        if (bytes[i] != 'e' && bytes[i] != 'E') {
            return Integer.MIN_VALUE;
        }
        int from = i + 1;
        boolean negative = from < to && bytes[from] == '-';
        if (from < to && (negative || bytes[from] == '+')) {
            from++;
        }
        if (from == to) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (int j = from; j < to; j++) {
            int digit = bytes[j] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            exponent = Math.min(exponent * 10 + digit, MAX_EXPONENT);
        }
        return negative ? -exponent : exponent;
    }
}
