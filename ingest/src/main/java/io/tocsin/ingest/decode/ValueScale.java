package io.tocsin.ingest.decode;

/**
 * Conversion of a device's number to the value in its unit: {@code raw × factor + offset}. A factor that is one over a
 * whole number divides by that number, so that 3045 with the factor 0.001 is 3.045 and not a neighbour of it.
 *
 * @param factor finite, not zero
 * @param offset finite
 */
public record ValueScale(double factor, double offset) {
    /** Numbers as they are sent. */
    public static final ValueScale NONE = new ValueScale(1, 0);

    private static final double MAX_DIVISOR = 1e15;

    public ValueScale {
        if (!Double.isFinite(factor) || factor == 0 || !Double.isFinite(offset)) {
            throw new IllegalArgumentException(
                    "scale must be a number other than 0, and offset a number, scale=" + factor + ", offset=" + offset);
        }
    }

    /**
     * The scale that takes one range to another, such as 4000–20000 µA to 0–10 bar.
     *
     * @throws IllegalArgumentException when a range has no length or is not finite
     */
    public static ValueScale between(double fromLow, double fromHigh, double toLow, double toHigh) {
        double factor = (toHigh - toLow) / (fromHigh - fromLow);
        if (fromLow == fromHigh || toLow == toHigh || !Double.isFinite(factor)) {
            throw new IllegalArgumentException("from and to must each be two different numbers, from=[" + fromLow + ", "
                    + fromHigh + "], to=[" + toLow + ", " + toHigh + "]");
        }
        return new ValueScale(factor, toLow - fromLow * factor);
    }

    /** Whether it changes nothing. */
    public boolean isNone() {
        return factor == 1 && offset == 0;
    }

    /** Divisor that stands for the factor, when dividing is exact; otherwise 0. */
    double divisor() {
        double divisor = Math.rint(1 / factor);
        return Math.abs(factor) < 1 && Math.abs(divisor) <= MAX_DIVISOR && 1 / divisor == factor ? divisor : 0;
    }
}
