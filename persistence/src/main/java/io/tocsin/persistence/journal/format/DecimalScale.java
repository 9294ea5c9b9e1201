package io.tocsin.persistence.journal.format;

/**
 * Decimal scale of doubles: most sensors send few decimals, so {@code value × 10^scale} is a small integer, and its
 * change from reading to reading is smaller still.
 *
 * <p>Only scales up to {@link #MAX} are used, where 10^scale is exact in a double; and only integers below 2^53. Java's
 * floating point is strict since 17, so both directions give the same bits on every machine.
 */
final class DecimalScale {
    /** The largest scale: more decimals are noise, and XOR is as short then. */
    static final int MAX = 12;

    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};
    private static final double INTEGER_LIMIT = 1L << 53;

    private DecimalScale() {}

    /** The integer nearest to {@code value × 10^scale}; any long for a NaN or a too large value. */
    static long mantissa(double value, int scale) {
        return (long) Math.rint(value * POWERS[scale]);
    }

    /** The value of an integer. */
    static double value(long mantissa, int scale) {
        return mantissa / POWERS[scale];
    }

    /** Whether the integer restores the value to the last bit. */
    static boolean isExact(double value, int scale) {
        double scaled = Math.rint(value * POWERS[scale]);
        return Math.abs(scaled) < INTEGER_LIMIT
                && Double.doubleToRawLongBits(((long) scaled) / POWERS[scale]) == Double.doubleToRawLongBits(value);
    }

    /**
     * The smallest scale whose integer restores the value.
     *
     * @return the scale, or -1
     */
    static int smallest(double value) {
        for (int scale = 0; scale <= MAX; scale++) {
            if (isExact(value, scale)) {
                return scale;
            }
        }
        return -1;
    }
}
