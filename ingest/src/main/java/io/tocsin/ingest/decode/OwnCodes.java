package io.tocsin.ingest.decode;

import io.tocsin.engine.reading.Quality;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Qualities as a configuration lists them. Of {@code good} and {@code bad} the one that is not listed has every other
 * value; when both are listed every other value is UNCERTAIN. A boolean is 1 or 0 where no boolean is listed; a text
 * that reads as a number or a boolean and is not listed as a text is that.
 */
public final class OwnCodes implements QualityCodes {
    private final List<List<QualityValue>> lists;
    private final Values[] values;
    private final boolean hasBooleans;
    private final Quality rest;

    /**
     * @throws IllegalArgumentException when neither good nor bad has a value, or a value is given twice
     */
    public OwnCodes(List<QualityValue> good, List<QualityValue> uncertain, List<QualityValue> bad) {
        if (good.isEmpty() && bad.isEmpty()) {
            throw new IllegalArgumentException("needs values for good or for bad");
        }
        lists = List.of(List.copyOf(good), List.copyOf(uncertain), List.copyOf(bad));
        Set<QualityValue> seen = new HashSet<>();
        for (QualityValue value : lists.stream().flatMap(List::stream).toList()) {
            QualityValue compared = value.text() == null ? value : QualityValue.of(lowerCase(value.text()));
            if (!seen.add(compared)) {
                throw new IllegalArgumentException("has the value " + value + " twice");
            }
        }
        values = lists.stream().map(Values::new).toArray(Values[]::new);
        hasBooleans = Arrays.stream(values).anyMatch(value -> value.hasTrue || value.hasFalse);
        rest = bad.isEmpty() ? Quality.BAD : good.isEmpty() ? Quality.GOOD : Quality.UNCERTAIN;
    }

    @Override
    public Quality ofNumber(double number) {
        for (int code = 0; code < values.length; code++) {
            if (values[code].hasNumber(number)) {
                return Quality.ofCode(code);
            }
        }
        return rest;
    }

    @Override
    public Quality ofBoolean(boolean value) {
        if (!hasBooleans) {
            return ofNumber(value ? 1 : 0);
        }
        for (int code = 0; code < values.length; code++) {
            if (value ? values[code].hasTrue : values[code].hasFalse) {
                return Quality.ofCode(code);
            }
        }
        return rest;
    }

    @Override
    public Quality ofText(byte[] bytes, int from, int to) {
        if (from == to) {
            return Quality.GOOD;
        }
        for (int code = 0; code < values.length; code++) {
            if (values[code].hasText(bytes, from, to)) {
                return Quality.ofCode(code);
            }
        }
        boolean isTrue = ValueText.isTrue(bytes, from, to);
        return isTrue || ValueText.isFalse(bytes, from, to)
                ? ofBoolean(isTrue)
                : ofNumber(DecimalText.parse(bytes, from, to));
    }

    @Override
    public Quality ofOther() {
        return rest;
    }

    @Override
    public String label() {
        List<String> parts = new ArrayList<>();
        for (Quality quality : Quality.values()) {
            List<QualityValue> listed = lists.get(quality.code());
            if (!listed.isEmpty()) {
                String all = listed.stream().map(QualityValue::toString).collect(Collectors.joining(", "));
                parts.add(lowerCase(quality.name()) + " is " + all);
            }
        }
        return String.join("; ", parts) + "; all else is " + lowerCase(rest.name());
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The values of one quality. */
    private static final class Values {
        private final double[] numbers;
        private final byte[][] texts;
        private final boolean hasTrue;
        private final boolean hasFalse;

        private Values(List<QualityValue> list) {
            numbers = list.stream()
                    .filter(value -> value.number() != null)
                    .mapToDouble(QualityValue::number)
                    .toArray();
            texts = list.stream()
                    .filter(value -> value.text() != null)
                    .map(value -> value.text().getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
            hasTrue = list.contains(QualityValue.of(true));
            hasFalse = list.contains(QualityValue.of(false));
        }

        private boolean hasNumber(double number) {
            for (double listed : numbers) {
                if (listed == number) {
                    return true;
                }
            }
            return false;
        }

        private boolean hasText(byte[] bytes, int from, int to) {
            for (byte[] listed : texts) {
                if (ValueText.equalsIgnoreCase(bytes, from, to, listed)) {
                    return true;
                }
            }
            return false;
        }
    }
}
