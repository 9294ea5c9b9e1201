package io.tocsin.ingest.decode;

import java.util.Arrays;

/**
 * Applies a {@link ValueRule}: reads one scalar and keeps the result until the next. One thread; allocates nothing but
 * for numbers with a decimal comma and those that {@link DecimalText} allocates for.
 */
public final class ValueReader {
    /** Kind of the last result. */
    public enum Kind {
        /** A finite number: {@link #value()}. */
        NUMBER,
        /** A text; {@link #value()} is the number that it reads as, or NaN. */
        TEXT,
        /** The device has no value: a BAD reading. */
        NO_SAMPLE,
        /** No value may be so. */
        REFUSED
    }

    private final ValueRule.Type type;
    private final double factor;
    private final double divisor;
    private final double offset;
    private final boolean isScaled;
    private final double[] noNumbers;
    private final byte[][] noTexts;
    private final boolean hasNoTrue;
    private final boolean hasNoFalse;
    private final byte[][] words;
    private final double[] wordValues;
    private final byte decimalSign;
    private final byte[] unit;
    private final double min;
    private final double max;
    private final byte[] copy = new byte[DecimalText.MAX_LENGTH];
    private double value;
    private String fault;

    ValueReader(ValueRule rule) {
        type = rule.type();
        factor = rule.scale().factor();
        divisor = rule.scale().divisor();
        offset = rule.scale().offset();
        isScaled = !rule.scale().isNone();
        noNumbers = rule.noValue().stream()
                .filter(value -> value.number() != null)
                .mapToDouble(QualityValue::number)
                .toArray();
        noTexts = rule.noValue().stream()
                .filter(value -> value.text() != null)
                .map(value -> ValueText.utf8(value.text()))
                .toArray(byte[][]::new);
        hasNoTrue = rule.noValue().contains(QualityValue.of(true));
        hasNoFalse = rule.noValue().contains(QualityValue.of(false));
        words = rule.words().keySet().stream().map(ValueText::utf8).toArray(byte[][]::new);
        wordValues = rule.words().keySet().stream()
                .mapToDouble(word -> rule.words().get(word))
                .toArray();
        decimalSign = (byte) (rule.decimalComma() ? ',' : '.');
        unit = rule.unitBytes();
        min = rule.min();
        max = rule.max();
    }

    /** Whether numbers, true and false are texts, too, as they are written. */
    public boolean keepsTexts() {
        return type == ValueRule.Type.TEXT;
    }

    /** The number of the last result. */
    public double value() {
        return value;
    }

    /** Fault of a refused scalar, as the end of a sentence about it. */
    public String fault() {
        return fault;
    }

    /** Reads a number; NaN is one that is not finite or too long. */
    public Kind ofNumber(double number) {
        if (Double.isNaN(number)) {
            return refused("is not a finite number of at most " + DecimalText.MAX_LENGTH + " characters");
        }
        return isNoNumber(number) ? Kind.NO_SAMPLE : scaled(number);
    }

    /**
     * Reads a number that was written as a float: a listed decimal is compared as a float, too, for -3.4028235e38 is no
     * double that a float can be.
     */
    public Kind ofFloat(float number) {
        if (Float.isNaN(number)) {
            return ofNumber(number);
        }
        for (double none : noNumbers) {
            if ((float) none == number) {
                return Kind.NO_SAMPLE;
            }
        }
        return scaled(number);
    }

    /** Reads true or false: 1 or 0. */
    public Kind ofBoolean(boolean is) {
        if (is ? hasNoTrue : hasNoFalse) {
            return Kind.NO_SAMPLE;
        }
        return ofNumber(is ? 1 : 0);
    }

    /** Reads a text that fills the range. */
    public Kind ofText(byte[] bytes, int from, int to) {
        if (ValueText.isNoSample(bytes, from, to) || isListed(noTexts, bytes, from, to) >= 0) {
            return Kind.NO_SAMPLE;
        }
        if (type == ValueRule.Type.TEXT) {
            double written = noNumbers.length == 0 ? Double.NaN : numeral(bytes, from, to);
            return !Double.isNaN(written) && isNoNumber(written) ? Kind.NO_SAMPLE : text();
        }
        int word = isListed(words, bytes, from, to);
        if (word >= 0) {
            value = wordValues[word];
            return Kind.NUMBER;
        }
        double number = numeral(bytes, from, to);
        if (!Double.isNaN(number)) {
            Kind kind = ofNumber(number);
            return kind == Kind.NUMBER && type == ValueRule.Type.ANY ? Kind.TEXT : kind;
        }
        if (type == ValueRule.Type.NUMBER) {
            return refused("is a text, and type: number takes none");
        }
        return text();
    }

    private Kind text() {
        value = Double.NaN;
        fault = "is a text, which " + ValueText.MUST;
        return Kind.TEXT;
    }

    private boolean isNoNumber(double number) {
        for (double none : noNumbers) {
            if (none == number) {
                return true;
            }
        }
        return false;
    }

    private Kind scaled(double number) {
        // Adding zero makes -0 plain 0, as texts of numbers lose the sign on many ways.
        value = number + 0.0;
        if (isScaled) {
            value = (divisor != 0 ? number / divisor : number * factor) + offset;
            if (!Double.isFinite(value)) {
                return refused("is too large with its scale");
            }
        }
        return value < min || value > max ? Kind.NO_SAMPLE : Kind.NUMBER;
    }

    private Kind refused(String why) {
        value = Double.NaN;
        fault = why;
        return Kind.REFUSED;
    }

    /** The number that a text reads as, perhaps with blanks around it and its unit behind it; or NaN. */
    private double numeral(byte[] bytes, int from, int to) {
        int first = ValueText.behindBlanks(bytes, from, to);
        int last = ValueText.beforeBlanks(bytes, first, to);
        if (unit.length > 0
                && last - first > unit.length
                && Arrays.equals(bytes, last - unit.length, last, unit, 0, unit.length)) {
            last = ValueText.beforeBlanks(bytes, first, last - unit.length);
        }
        if (decimalSign == '.') {
            return ValueText.parse(bytes, first, last);
        }
        int length = last - first;
        if (length > copy.length) {
            return Double.NaN;
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes[first + i];
            if (b == '.') {
                return Double.NaN; // 1.015,0 and 10.5 are not one kind of number
            }
            copy[i] = b == decimalSign ? (byte) '.' : b;
        }
        return ValueText.parse(copy, 0, length);
    }

    private static int isListed(byte[][] list, byte[] bytes, int from, int to) {
        for (int i = 0; i < list.length; i++) {
            if (ValueText.equalsIgnoreCase(bytes, from, to, list[i])) {
                return i;
            }
        }
        return -1;
    }
}
