package io.tocsin.ingest.file;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.QualityCodes;
import io.tocsin.ingest.decode.TimeText;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueText;

/** Content of a row: value, quality and time, or why it gives no reading. Reused. */
final class CsvRow {
    private final CsvColumns columns;
    private final TimeUnits timeUnit;
    private final QualityCodes codes;
    private final boolean numbersOnly;
    private double value;
    private Quality quality;
    private long eventTimeNs;
    private Counter reason;
    private String detail;
    private byte[] text;
    private int textFrom;
    private int textTo;
    private boolean hasAssumedQuality;

    CsvRow(CsvColumns columns, FileSourceConfig config) {
        this.columns = columns;
        this.timeUnit = config.timeUnit();
        this.codes = config.quality() == null ? null : config.quality().codes();
        this.numbersOnly = config.numbersOnly();
    }

    /** Reads the row that the reader stands on; false when it gives no reading. */
    boolean read(CsvReader reader) {
        reason = null;
        detail = null;
        text = null;
        hasAssumedQuality = false;
        if (reader.fault() != null) {
            return refuse(Counter.DROPPED_BAD_ROW, reader.fault());
        }
        if (reader.fieldCount() < columns.needed()) {
            return refuse(
                    Counter.DROPPED_BAD_ROW,
                    reader.fieldCount() + " columns where at least " + columns.needed() + " are needed");
        }
        return readTime(reader) && readValue(reader);
    }

    double value() {
        return value;
    }

    Quality quality() {
        return quality;
    }

    /** Epoch nanoseconds, or {@link EventTime#ABSENT}. */
    long eventTimeNs() {
        return eventTimeNs;
    }

    Counter reason() {
        return reason;
    }

    String detail() {
        return detail;
    }

    /** Where the sensor's name begins: blanks around it are no part of it unless they are in quotes. */
    int sensorFrom(CsvReader reader) {
        int from = reader.fieldFrom(columns.sensor());
        return reader.isQuoted(columns.sensor())
                ? from
                : trimmedFrom(reader.fieldBytes(columns.sensor()), from, reader.fieldTo(columns.sensor()));
    }

    /** Where the sensor's name ends. */
    int sensorTo(CsvReader reader) {
        int to = reader.fieldTo(columns.sensor());
        return reader.isQuoted(columns.sensor())
                ? to
                : trimmedTo(reader.fieldBytes(columns.sensor()), sensorFrom(reader), to);
    }

    /** Whether the value is a text: its id must be found before {@link #value} says it. */
    boolean isText() {
        return text != null;
    }

    byte[] text() {
        return text;
    }

    int textFrom() {
        return textFrom;
    }

    int textLength() {
        return textTo - textFrom;
    }

    /** The value is the text. */
    void acceptText(int textId) {
        value = TextValue.of(textId);
    }

    /** The text is none that a value may be. */
    void refuseText() {
        refuse(Counter.DROPPED_NOT_A_NUMBER, "the value is a text, which " + ValueText.MUST);
    }

    /** Whether the quality was read from a number whose meaning had to be assumed. */
    boolean hasAssumedQuality() {
        return hasAssumedQuality;
    }

    boolean refuse(Counter why, String text) {
        reason = why;
        detail = text;
        return false;
    }

    private boolean readTime(CsvReader reader) {
        eventTimeNs = EventTime.ABSENT;
        if (columns.hasTime()) {
            byte[] bytes = reader.fieldBytes(columns.time());
            int from = trimmedFrom(bytes, reader.fieldFrom(columns.time()), reader.fieldTo(columns.time()));
            int to = trimmedTo(bytes, from, reader.fieldTo(columns.time()));
            if (from < to) {
                eventTimeNs = TimeText.parse(bytes, from, to, timeUnit);
            }
        }
        return eventTimeNs != EventTime.INVALID
                || refuse(Counter.DROPPED_BAD_TIME, "the time is none in " + timeUnit + " from 1678 to 2262");
    }

    private boolean readValue(CsvReader reader) {
        quality = Quality.GOOD;
        if (columns.hasQuality()) {
            byte[] bytes = reader.fieldBytes(columns.quality());
            int from = trimmedFrom(bytes, reader.fieldFrom(columns.quality()), reader.fieldTo(columns.quality()));
            int to = trimmedTo(bytes, from, reader.fieldTo(columns.quality()));
            quality = codes.ofText(bytes, from, to);
            hasAssumedQuality = codes.isAssumed(DecimalText.parse(bytes, from, to));
        }
        byte[] bytes = reader.fieldBytes(columns.value());
        int from = trimmedFrom(bytes, reader.fieldFrom(columns.value()), reader.fieldTo(columns.value()));
        int to = trimmedTo(bytes, from, reader.fieldTo(columns.value()));
        value = ValueText.parse(bytes, from, to);
        if (Double.isNaN(value)) {
            if (quality != Quality.BAD && from < to && !ValueText.isNoSample(bytes, from, to)) {
                return readText(bytes, from, to);
            }
            quality = Quality.BAD;
        }
        return true;
    }

    private boolean readText(byte[] bytes, int from, int to) {
        if (numbersOnly) {
            return refuse(
                    Counter.DROPPED_NOT_A_NUMBER,
                    "the value is not a finite number of at most " + DecimalText.MAX_LENGTH
                            + " characters, and type: number takes no text");
        }
        text = bytes;
        textFrom = from;
        textTo = to;
        return true;
    }

    private static int trimmedFrom(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int trimmedTo(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i;
    }
}
