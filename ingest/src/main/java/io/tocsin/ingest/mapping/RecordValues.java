package io.tocsin.ingest.mapping;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.ValueReader;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueText;

/** Values of readings of a format without a mapping, all by one rule. One thread; allocates for faults only. */
public final class RecordValues {
    private final ValueReader rule;
    private final String subject;
    private final String textFault;

    /** @param subject of a fault, such as {@code the field} */
    public RecordValues(ValueRule rule, String subject) {
        this.rule = rule.reader();
        this.subject = subject;
        this.textFault = subject + " is a text, which " + ValueText.MUST;
    }

    /** A number; NaN and the infinities are no sample. */
    public void number(Readings readings, int index, double number) {
        settle(readings, index, DocumentMapper.real(number, rule));
    }

    /** A number that was written as a float of at most 32 bits. */
    public void real(Readings readings, int index, float number) {
        settle(readings, index, DocumentMapper.real(number, rule));
    }

    /** A signed integer. */
    public void integer(Readings readings, int index, long number) {
        settle(readings, index, DocumentMapper.integer(index, number, rule, readings));
    }

    /** An unsigned integer of 64 bits. */
    public void unsigned(Readings readings, int index, long bits) {
        settle(readings, index, DocumentMapper.unsigned(index, bits, rule, readings));
    }

    /** A number as it is written. */
    public void decimal(Readings readings, int index, byte[] bytes, int from, int to) {
        settle(readings, index, rule.ofNumber(DecimalText.parse(bytes, from, to)));
        DocumentMapper.noteRounded(readings, index, rule.value(), bytes, from, to);
    }

    /** True or false. */
    public void truth(Readings readings, int index, boolean is) {
        settle(readings, index, rule.ofBoolean(is));
    }

    /** A text, which must stay as it is until the message is published. */
    public void text(Readings readings, int index, byte[] bytes, int from, int to) {
        ValueReader.Kind kind = rule.ofText(bytes, from, to);
        if (kind == ValueReader.Kind.TEXT) {
            readings.setText(index, bytes, from, to - from, rule.value(), textFault);
        } else {
            settle(readings, index, kind);
        }
    }

    /** No value: a BAD reading. */
    public void none(Readings readings, int index) {
        readings.setQuality(index, Quality.BAD.code());
    }

    private void settle(Readings readings, int index, ValueReader.Kind kind) {
        switch (kind) {
            case NUMBER -> readings.setValue(index, rule.value());
            case NO_SAMPLE -> none(readings, index);
            case REFUSED, TEXT -> readings.refuse(index, Counter.DROPPED_NOT_A_NUMBER, subject + " " + rule.fault());
        }
    }
}
