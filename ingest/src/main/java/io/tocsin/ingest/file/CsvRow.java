package io.tocsin.ingest.file;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.QualityCodes;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeReader;
import io.tocsin.ingest.decode.ValueReader;
import io.tocsin.ingest.decode.ValueText;
import java.time.ZoneOffset;

/** Content of a row: its time and quality, and one value after the other, or why it gives no reading. Reused. */
final class CsvRow {
    private static final int LONGEST_TIME = 128;

    private final CsvColumns columns;
    private final CsvMapping mapping;
    private final TimeReader times;
    /** As {@code times}, with a zone that the configuration lacks; null when it needs none. */
    private final TimeReader zoned;

    private final QualityCodes codes;
    private final byte[] joined = new byte[LONGEST_TIME];
    private CsvColumns.Value column;
    private double value;
    private Quality rowQuality;
    private Quality quality;
    private long eventTimeNs;
    private boolean isTimeReplaced;
    private Counter reason;
    private String detail;
    private byte[] text;
    private int textFrom;
    private int textTo;
    private boolean hasAssumedQuality;

    CsvRow(CsvColumns columns, FileSourceConfig config) {
        this.columns = columns;
        this.mapping = config.csv().mapping();
        TimeFormat format = mapping.timeFormat();
        this.times = format.reader();
        this.zoned = format.zone() == null && format.unit().nanos() == 0
                ? new TimeFormat(format.unit(), format.pattern(), ZoneOffset.UTC).reader()
                : null;
        this.codes = mapping.quality() == null ? null : mapping.quality().codes();
    }

    /** Reads time and quality of the row that the reader is at; false when it gives no reading. */
    boolean read(CsvReader reader) {
        begin();
        isTimeReplaced = false;
        hasAssumedQuality = false;
        eventTimeNs = EventTime.ABSENT;
        if (reader.fault() != null) {
            return refuse(Counter.DROPPED_BAD_ROW, reader.fault());
        }
        if (reader.fieldCount() < columns.needed()) {
            return refuse(
                    Counter.DROPPED_BAD_ROW,
                    reader.fieldCount() + " columns where at least " + columns.needed() + " are needed");
        }
        for (int i = columns.mostFields(); i < reader.fieldCount(); i++) {
            if (reader.fieldFrom(i) < reader.fieldTo(i)) {
                return refuse(
                        Counter.DROPPED_BAD_ROW,
                        reader.fieldCount() + " columns where the header has " + columns.mostFields()
                                + ": a field with a separator in it, such as a decimal comma, needs quotes");
            }
        }
        readQuality(reader);
        return readTime(reader);
    }

    /** Reads one of the row's values; false when it gives no reading: because of {@link #reason}, or it is empty. */
    boolean readValue(CsvReader reader, int index) {
        begin();
        quality = rowQuality;
        column = columns.value(index);
        if (column.index() >= reader.fieldCount()) {
            return column.isEmptyBad() && hasNoValue();
        }
        byte[] bytes = reader.fieldBytes(column.index());
        int from = ValueText.behindBlanks(bytes, reader.fieldFrom(column.index()), reader.fieldTo(column.index()));
        int to = ValueText.beforeBlanks(bytes, from, reader.fieldTo(column.index()));
        if (from == to) {
            return column.isEmptyBad() && hasNoValue();
        }
        ValueReader values = column.reader();
        ValueReader.Kind kind = values.ofText(bytes, from, to);
        value = values.value();
        boolean isNumber = kind == ValueReader.Kind.NUMBER || (kind == ValueReader.Kind.TEXT && !Double.isNaN(value));
        if (isNumber) {
            return true;
        }
        if (kind == ValueReader.Kind.NO_SAMPLE || rowQuality == Quality.BAD) {
            return hasNoValue();
        }
        if (kind == ValueReader.Kind.REFUSED) {
            return refuse(Counter.DROPPED_NOT_A_NUMBER, "column " + column.name() + " " + values.fault());
        }
        text = bytes;
        textFrom = from;
        textTo = to;
        return true;
    }

    private boolean hasNoValue() {
        value = Double.NaN;
        quality = Quality.BAD;
        return true;
    }

    private void begin() {
        reason = null;
        detail = null;
        text = null;
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

    /** Whether the row has a time that cannot be read, and the receive time replaces it. */
    boolean isTimeReplaced() {
        return isTimeReplaced;
    }

    Counter reason() {
        return reason;
    }

    String detail() {
        return detail;
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
        refuse(Counter.DROPPED_NOT_A_NUMBER, "column " + column.name() + " is a text, which " + ValueText.MUST);
    }

    /** Whether the quality was read from a number whose meaning had to be assumed. */
    boolean hasAssumedQuality() {
        return hasAssumedQuality;
    }

    boolean refuse(Counter why, String explanation) {
        reason = why;
        detail = explanation;
        return false;
    }

    private void readQuality(CsvReader reader) {
        rowQuality = Quality.GOOD;
        if (columns.hasQuality()) {
            byte[] bytes = reader.fieldBytes(columns.quality());
            int from = ValueText.behindBlanks(
                    bytes, reader.fieldFrom(columns.quality()), reader.fieldTo(columns.quality()));
            int to = ValueText.beforeBlanks(bytes, from, reader.fieldTo(columns.quality()));
            rowQuality = codes.ofText(bytes, from, to);
            hasAssumedQuality = codes.isAssumed(DecimalText.parse(bytes, from, to));
        }
    }

    private boolean readTime(CsvReader reader) {
        eventTimeNs = time(reader, times);
        if (eventTimeNs != EventTime.INVALID) {
            return true;
        }
        isTimeReplaced = mapping.elseReceived();
        eventTimeNs = EventTime.ABSENT;
        return isTimeReplaced || refuse(Counter.DROPPED_BAD_TIME, timeFault(reader));
    }

    private String timeFault(CsvReader reader) {
        boolean isLocal = zoned != null && time(reader, zoned) != EventTime.INVALID;
        return isLocal
                ? "the time has no offset from UTC; set zone, such as zone: Europe/Berlin"
                : "the time is none in " + times.format().label() + " from 1678 to 2262";
    }

    private long time(CsvReader reader, TimeReader as) {
        if (columns.timeCount() == 0) {
            return EventTime.ABSENT;
        }
        int field = columns.time(0);
        byte[] bytes = reader.fieldBytes(field);
        int from = ValueText.behindBlanks(bytes, reader.fieldFrom(field), reader.fieldTo(field));
        int to = ValueText.beforeBlanks(bytes, from, reader.fieldTo(field));
        if (columns.timeCount() == 1) {
            return from == to ? EventTime.ABSENT : as.parse(bytes, from, to);
        }
        int second = columns.time(1);
        byte[] secondBytes = reader.fieldBytes(second);
        int secondFrom = ValueText.behindBlanks(secondBytes, reader.fieldFrom(second), reader.fieldTo(second));
        int secondTo = ValueText.beforeBlanks(secondBytes, secondFrom, reader.fieldTo(second));
        if (from == to && secondFrom == secondTo) {
            return EventTime.ABSENT;
        }
        int firstLength = to - from;
        int length = firstLength + 1 + secondTo - secondFrom;
        if (length > joined.length) {
            return EventTime.INVALID;
        }
        System.arraycopy(bytes, from, joined, 0, firstLength);
        joined[firstLength] = ' ';
        System.arraycopy(secondBytes, secondFrom, joined, firstLength + 1, secondTo - secondFrom);
        return as.parse(joined, 0, length);
    }
}
