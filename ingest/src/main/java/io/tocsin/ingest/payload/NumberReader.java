package io.tocsin.ingest.payload;

import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.ValueReader;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;

/**
 * A payload that is a plain number, without the way through a document. Whatever is not (a word, blanks around it, a
 * number that the rule does not take or a double cannot hold) goes to the mapper, so that both have one meaning.
 */
final class NumberReader implements PayloadReader {
    /** Whole numbers of so many digits are exact in a double. */
    private static final int MAX_LENGTH = 15;

    private final PayloadReader mapper;
    private final ValueReader rule;

    private NumberReader(PayloadReader mapper, ValueReader rule) {
        this.mapper = mapper;
        this.rule = rule;
    }

    /**
     * Reader of numbers before a mapper; the mapper itself where it would not take every number so.
     *
     * @param mapper of the same value
     */
    static PayloadReader before(PayloadReader mapper, ValueConfig value) {
        ValueReader rule = value.rule().reader();
        boolean isPlain = mapper.fixedNameCount() == 1 && value.quality() == null && !rule.keepsTexts();
        return isPlain ? new NumberReader(mapper, rule) : mapper;
    }

    @Override
    public int fixedNameCount() {
        return mapper.fixedNameCount();
    }

    @Override
    public byte[] fixedName(TopicLevels topic, int index) {
        return mapper.fixedName(topic, index);
    }

    @Override
    public int maxReadings() {
        return mapper.maxReadings();
    }

    @Override
    public void read(byte[] payload, int offset, int length, TopicLevels topic, Readings readings) {
        double number = length <= MAX_LENGTH ? DecimalText.parse(payload, offset, offset + length) : Double.NaN;
        if (Double.isNaN(number) || rule.ofNumber(number) != ValueReader.Kind.NUMBER) {
            mapper.read(payload, offset, length, topic, readings);
            return;
        }
        readings.clear();
        int index = readings.add(0);
        readings.setFixedName(index, 0);
        readings.setValue(index, rule.value());
    }
}
