package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.ValueKeys;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.config.yaml.NamedItem;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads how members or columns become values. */
final class ValueRuleBinder {
    private final BindContext context;
    private final Problems problems;

    ValueRuleBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    /**
     * @param base gives what the keys leave out
     * @return the rule; the base when there are errors
     */
    ValueRule bind(SectionReader keys, ValueRule base) {
        int errorsBefore = problems.errorCount();
        ValueRule.Type type = keys.has(ValueKeys.TYPE) ? keys.get(ValueKeys.TYPE) : base.type();
        checkText(keys);
        ValueScale scale = scale(keys, base.scale());
        List<QualityValue> noValue = keys.has(ValueKeys.NO_VALUE) ? keys.getAll(ValueKeys.NO_VALUE) : base.noValue();
        Map<String, Double> words = keys.has(ValueKeys.WORDS) ? words(keys) : base.words();
        boolean decimalComma = keys.has(ValueKeys.DECIMAL) ? keys.get(ValueKeys.DECIMAL) == ',' : base.decimalComma();
        String unit = keys.has(ValueKeys.UNIT) ? keys.get(ValueKeys.UNIT) : base.unit();
        double[] valid = keys.has(ValueKeys.VALID) ? two(keys, ValueKeys.VALID) : new double[] {base.min(), base.max()};
        if (problems.errorCount() > errorsBefore) {
            return base;
        }
        ValueRule rule = context.attempt(
                keys.nearest(ValueKeys.VALID),
                () -> new ValueRule(type, scale, noValue, words, decimalComma, unit, valid[0], valid[1]));
        return rule == null ? base : rule;
    }

    /** Reports keys beside {@code type: text} that mean nothing with it. */
    private void checkText(SectionReader keys) {
        if (!keys.has(ValueKeys.TYPE) || keys.get(ValueKeys.TYPE) != ValueRule.Type.TEXT) {
            return;
        }
        for (Key<?> key : List.of(
                ValueKeys.SCALE,
                ValueKeys.OFFSET,
                ValueKeys.FROM,
                ValueKeys.TO,
                ValueKeys.VALID,
                ValueKeys.WORDS,
                ValueKeys.UNIT)) {
            if (keys.has(key)) {
                problems.error(keys.item(key), "is for numbers, and with type: text every value is a text");
            }
        }
    }

    /** The scale of a number; the base when the keys have none, or errors. */
    ValueScale scale(SectionReader keys, ValueScale base) {
        boolean isRange = keys.has(ValueKeys.FROM) || keys.has(ValueKeys.TO);
        boolean isFactor = keys.has(ValueKeys.SCALE) || keys.has(ValueKeys.OFFSET);
        if (isRange && isFactor) {
            problems.error(
                    keys.nearest(ValueKeys.SCALE), "not with from and to, which say scale and offset by themselves");
            return base;
        }
        if (isRange) {
            if (!keys.has(ValueKeys.FROM) || !keys.has(ValueKeys.TO)) {
                problems.error(
                        keys.nearest(ValueKeys.FROM), "from and to need each other: from: [4000, 20000], to: [0, 10]");
                return base;
            }
            double[] from = two(keys, ValueKeys.FROM);
            double[] to = two(keys, ValueKeys.TO);
            ValueScale scale = from == null || to == null
                    ? null
                    : context.attempt(
                            keys.item(ValueKeys.FROM), () -> ValueScale.between(from[0], from[1], to[0], to[1]));
            return scale == null ? base : scale;
        }
        if (!isFactor) {
            return base;
        }
        Double factor = keys.get(ValueKeys.SCALE);
        Double offset = keys.get(ValueKeys.OFFSET);
        ValueScale scale = context.attempt(
                keys.nearest(ValueKeys.SCALE),
                () -> new ValueScale(factor == null ? 1 : factor, offset == null ? 0 : offset));
        return scale == null ? base : scale;
    }

    /** Exactly two numbers; null when there are others, which is reported. */
    double[] two(SectionReader keys, Key<Double> key) {
        List<Double> numbers = keys.getAll(key);
        if (numbers.size() != 2) {
            problems.error(keys.item(key), "must be two numbers: " + key.name() + ": [0, 10]");
            return null;
        }
        return new double[] {numbers.get(0), numbers.get(1)};
    }

    private Map<String, Double> words(SectionReader keys) {
        Map<String, Double> words = new LinkedHashMap<>();
        for (NamedItem entry : keys.entries(ValueKeys.WORDS)) {
            if (!entry.value().isScalar()) {
                problems.error(
                        entry.value(), "must be a number, is " + entry.value().shown());
                continue;
            }
            Double number = context.attempt(
                    entry.value(), () -> ValueTypes.NUMBER.parse(entry.value().scalar()));
            if (number != null) {
                words.put(entry.name(), number);
            }
        }
        return words;
    }
}
