package io.tocsin.ingest.decode;

import io.tocsin.engine.reading.Quality;

/**
 * Qualities as OPC writes them. Texts count by their beginning, in any case, so {@code Good, non-specific} and
 * {@code BadNoCommunication} are understood; true is GOOD, false is BAD. Numbers are of one of two kinds, which cannot
 * be told apart at 0: bad in OPC classic, good in OPC UA. A quality that cannot be understood is UNCERTAIN: the sample
 * still alarms, and is marked as doubtful.
 */
public enum OpcCodes implements QualityCodes {
    /** Nothing says which: up to 65,535 as OPC classic, larger ones as OPC UA. */
    UNSAID("numbers are OPC classic codes, 0 is bad, and from 65536 on OPC UA ones") {
        @Override
        public Quality ofNumber(double number) {
            return number > CLASSIC_MAX ? OPC_UA.ofNumber(number) : OPC_CLASSIC.ofNumber(number);
        }

        @Override
        public boolean isAssumed(double number) {
            return number == 0;
        }
    },

    /**
     * OPC UA status codes (Part 4, section 7.39): the two top bits of 32 are the severity, so 0 is GOOD. A negative
     * number is one that was written as a signed integer.
     */
    OPC_UA("numbers are OPC UA status codes, 0 is good") {
        @Override
        public Quality ofNumber(double number) {
            double code = number < 0 ? number + STATUS_COUNT : number;
            if (!(code >= 0 && code < STATUS_COUNT && number >= Integer.MIN_VALUE) || code != Math.rint(code)) {
                return Quality.UNCERTAIN;
            }
            return switch ((int) ((long) code >>> 30)) {
                case 0 -> Quality.GOOD;
                case 1 -> Quality.UNCERTAIN;
                default -> Quality.BAD;
            };
        }
    },

    /**
     * OPC DA qualities: the two top bits of the low byte, 192 good, 64 uncertain, 0 bad; the high byte is the vendor's.
     */
    OPC_CLASSIC("numbers are OPC classic codes, 0 is bad") {
        @Override
        public Quality ofNumber(double number) {
            if (!(number >= 0 && number <= CLASSIC_MAX) || number != Math.rint(number)) {
                return Quality.UNCERTAIN;
            }
            return switch ((int) number >>> 6 & 3) {
                case 3 -> Quality.GOOD;
                case 1 -> Quality.UNCERTAIN;
                default -> Quality.BAD;
            };
        }
    };

    private static final int CLASSIC_MAX = 0xFFFF;
    private static final double STATUS_COUNT = 4_294_967_296.0;

    private final String label;

    OpcCodes(String label) {
        this.label = label;
    }

    @Override
    public Quality ofBoolean(boolean value) {
        return value ? Quality.GOOD : Quality.BAD;
    }

    @Override
    public Quality ofText(byte[] bytes, int from, int to) {
        if (from == to || ValueText.startsWithIgnoreCase(bytes, from, to, "good")) {
            return Quality.GOOD;
        }
        if (ValueText.startsWithIgnoreCase(bytes, from, to, "bad")) {
            return Quality.BAD;
        }
        if (ValueText.startsWithIgnoreCase(bytes, from, to, "uncertain")) {
            return Quality.UNCERTAIN;
        }
        if (ValueText.isTrue(bytes, from, to) || ValueText.isFalse(bytes, from, to)) {
            return ofBoolean(ValueText.isTrue(bytes, from, to));
        }
        return ofNumber(DecimalText.parse(bytes, from, to));
    }

    @Override
    public Quality ofOther() {
        return Quality.UNCERTAIN;
    }

    @Override
    public String label() {
        return label;
    }
}
