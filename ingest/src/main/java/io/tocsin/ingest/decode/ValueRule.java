package io.tocsin.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the scalar of a member or field becomes a value. The order: a word for no sample, a listed {@code noValue}, a
 * word for a number, a number; then the scale and the valid range. Immutable; allocates nothing on the usual way.
 *
 * @param type of values
 * @param scale of numbers; not of words
 * @param noValue values that the device sends when it has none: BAD readings
 * @param words numbers that texts stand for, in any case of their ASCII letters
 * @param decimalComma whether the decimal sign in texts is a comma
 * @param unit of the value, which a number in a text may have behind it; or null
 * @param min the smallest valid value after the scale; smaller ones are BAD readings
 * @param max the largest valid value
 */
public record ValueRule(
        Type type,
        ValueScale scale,
        List<QualityValue> noValue,
        Map<String, Double> words,
        boolean decimalComma,
        String unit,
        double min,
        double max) {
    /** Numbers, booleans and texts as they are. */
    public static final ValueRule PLAIN = new ValueRule(Type.ANY, ValueScale.NONE, List.of(), Map.of(), false, null);
    /** As {@link #PLAIN}, but a text that is no number is an error. */
    public static final ValueRule NUMBERS_ONLY =
            new ValueRule(Type.NUMBER, ValueScale.NONE, List.of(), Map.of(), false, null);

    /** Type of values. */
    public enum Type {
        /** A number, or a text. */
        ANY,
        /** A number; a text that is none is an error. */
        NUMBER,
        /** A text, also where it reads as a number. */
        TEXT
    }

    public ValueRule {
        noValue = List.copyOf(noValue);
        words = Collections.unmodifiableMap(new LinkedHashMap<>(words)); // their order decides between spellings
        if (!(min <= max)) {
            throw new IllegalArgumentException(
                    "valid must be from a smaller to a larger number, min=" + min + ", max=" + max);
        }
    }

    /** Without a valid range. */
    public ValueRule(
            Type type,
            ValueScale scale,
            List<QualityValue> noValue,
            Map<String, Double> words,
            boolean decimalComma,
            String unit) {
        this(type, scale, noValue, words, decimalComma, unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The rule in a form for a hot path. */
    public ValueReader reader() {
        return new ValueReader(this);
    }

    /** UTF-8 of the unit; empty when there is none. */
    byte[] unitBytes() {
        return unit == null ? new byte[0] : unit.getBytes(StandardCharsets.UTF_8);
    }
}
