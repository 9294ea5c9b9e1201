package io.tocsin.ingest.decode;

/**
 * One value that a device writes for a quality: exactly one of a number, a boolean and a text.
 *
 * @param number finite, or null
 * @param bool or null
 * @param text not empty, compared in any case of its ASCII letters; or null
 */
public record QualityValue(Double number, Boolean bool, String text) {
    /** A number. */
    public static QualityValue of(double number) {
        return new QualityValue(number + 0.0, null, null); // -0 is 0
    }

    /** True or false. */
    public static QualityValue of(boolean bool) {
        return new QualityValue(null, bool, null);
    }

    /** A text. */
    public static QualityValue of(String text) {
        return new QualityValue(null, null, text);
    }

    @Override
    public String toString() {
        if (text != null) {
            return text;
        }
        if (bool != null) {
            return bool.toString();
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : number.toString();
    }
}
