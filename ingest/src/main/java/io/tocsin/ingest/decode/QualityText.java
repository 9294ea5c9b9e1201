package io.tocsin.ingest.decode;

import io.tocsin.engine.reading.Quality;

/**
 * Qualities as devices write them. Text counts by its beginning, in any case, so {@code Good, local override} and
 * {@code BadNoCommunication} are understood. Numbers up to 65,535 are OPC qualities (192 good, 64 uncertain, 0 bad: the
 * top two bits of the low byte), larger ones OPC UA status codes (their top two bits). What cannot be understood is
 * UNCERTAIN: the sample still alarms, and is marked as doubtful.
 */
public final class QualityText {
    private static final int CLASSIC_MAX = 0xFFFF;
    private static final double STATUS_MAX = 4_294_967_295.0;

    private QualityText() {}

    /** The quality of a text that fills the range; empty is GOOD. */
    public static Quality ofText(byte[] bytes, int from, int to) {
        if (from == to || ValueText.startsWithIgnoreCase(bytes, from, to, "good")) {
            return Quality.GOOD;
        }
        if (ValueText.startsWithIgnoreCase(bytes, from, to, "bad")) {
            return Quality.BAD;
        }
        if (ValueText.startsWithIgnoreCase(bytes, from, to, "uncertain")) {
            return Quality.UNCERTAIN;
        }
        double number = ValueText.parse(bytes, from, to);
        boolean isWord = (bytes[from] | 0x20) == 't' || (bytes[from] | 0x20) == 'f';
        return isWord && !Double.isNaN(number) ? ofBoolean(number == 1) : ofNumber(number);
    }

    /** The quality of a numeric code. */
    public static Quality ofNumber(double number) {
        if (!(number >= 0 && number <= STATUS_MAX) || number != Math.rint(number)) {
            return Quality.UNCERTAIN;
        }
        long code = (long) number;
        if (code > CLASSIC_MAX) {
            return switch ((int) (code >>> 30)) {
                case 0 -> Quality.GOOD;
                case 1 -> Quality.UNCERTAIN;
                default -> Quality.BAD;
            };
        }
        return switch ((int) (code >>> 6) & 3) {
            case 3 -> Quality.GOOD;
            case 1 -> Quality.UNCERTAIN;
            default -> Quality.BAD;
        };
    }

    /** True is GOOD, false is BAD. */
    public static Quality ofBoolean(boolean good) {
        return good ? Quality.GOOD : Quality.BAD;
    }
}
