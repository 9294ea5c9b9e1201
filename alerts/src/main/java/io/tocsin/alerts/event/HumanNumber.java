package io.tocsin.alerts.event;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as people read them: at most six decimals (six significant digits below 1), no trailing zeros, plain notation
 * between 1e-6 and 1e15.
 */
final class HumanNumber {
    private static final int DECIMALS = 6;
    private static final MathContext SIX_DIGITS = new MathContext(DECIMALS, RoundingMode.HALF_EVEN);
    private static final double PLAIN_FROM = 1e-6;
    private static final double PLAIN_BELOW = 1e15;

    private HumanNumber() {}

    /**
     * @param value finite
     */
    static String format(double value) {
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return "0";
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        if (magnitude < PLAIN_FROM || magnitude >= PLAIN_BELOW) {
            return exact.round(SIX_DIGITS).stripTrailingZeros().toString();
        }
        BigDecimal rounded = magnitude < 1 ? exact.round(SIX_DIGITS) : exact.setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.stripTrailingZeros().toPlainString();
    }
}
