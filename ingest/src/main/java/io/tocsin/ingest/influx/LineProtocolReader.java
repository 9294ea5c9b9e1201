package io.tocsin.ingest.influx;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeReader;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueText;
import io.tocsin.ingest.influx.LineScanner.Pairs;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.RecordNaming;
import io.tocsin.ingest.mapping.RecordValues;
import io.tocsin.ingest.mapping.TopicLevels;
import java.util.Arrays;
import java.util.List;

/**
 * Reads InfluxDB line protocol: every field of every line is a reading, named by measurement, tags and field. A faulty
 * line is one loss; the following lines are read. One thread; allocates for faults only.
 */
public final class LineProtocolReader implements PayloadReader {
    /** The name of a sensor where nothing else is said. */
    public static final String DEFAULT_NAME = "{measurement}/{tags}/{field}";

    private static final List<String> PARTS = List.of("measurement", "tags", "field");
    private static final List<String> FILE_PARTS = List.of("measurement", "tags", "field", "file");
    private static final int MEASUREMENT = 0;
    private static final int TAGS = 1;
    private static final int FIELD = 2;
    private static final int FILE = 3;
    private static final byte[] SLASH = {'/'};

    /** Kinds of a field's value. */
    private static final byte DECIMAL = 0;

    private static final byte INTEGER = 1;
    private static final byte UNSIGNED = 2;
    private static final byte TRUE = 3;
    private static final byte FALSE = 4;
    private static final byte TEXT = 5;
    private static final byte NONE = 6;
    private static final byte ODD = 7;

    private final LineScanner line = new LineScanner();
    private final RecordNaming naming;
    private final RecordNaming.Source nameParts;
    private final RecordValues values;
    private final TimeReader times;
    /** Null for messages. */
    private final byte[] fileName;

    private byte[] bytes;
    private int lineFrom;
    /** Number and first byte of the line that {@code countedTo} lies in. */
    private int lineNumber;

    private int countedTo;
    private int lineStart;
    /** Lines that begin before this index have no newlines in texts, so that a missing quote costs one line. */
    private int newlinesFrom;

    private int field;
    private byte[] kinds = new byte[8];
    private long[] integers = new long[8];
    /** Texts without their escapes; a message never overwrites its own. */
    private byte[] scratch = new byte[256];

    private int scratchLength;

    /**
     * Reader of messages.
     *
     * @param rule of every field
     * @param times how times are written: a number of units
     * @throws IllegalArgumentException when the template is none for lines
     */
    public LineProtocolReader(ValueRule rule, TimeFormat times, NameTemplate template) {
        this(rule, times, template, null);
    }

    private LineProtocolReader(ValueRule rule, TimeFormat times, NameTemplate template, byte[] fileName) {
        this.naming = new RecordNaming(template, fileName == null ? PARTS : FILE_PARTS, "field", "tag");
        this.nameParts = this::appendPart;
        this.values = new RecordValues(rule, "the field");
        this.times = times.reader();
        this.fileName = fileName;
    }

    /**
     * Reader of single lines of a file, which the caller counts: faults name the column only.
     *
     * @param fileName for {@code {file}} of a sensor's name, UTF-8
     * @throws IllegalArgumentException when the template is none for lines
     */
    public static LineProtocolReader ofFile(ValueRule rule, TimeFormat times, NameTemplate template, byte[] fileName) {
        return new LineProtocolReader(rule, times, template, fileName);
    }

    @Override
    public void read(byte[] payload, int offset, int length, TopicLevels topic, Readings readings) {
        readings.clear();
        bytes = payload;
        lineNumber = 1;
        countedTo = offset;
        lineStart = offset;
        newlinesFrom = offset;
        scratchLength = 0;
        int end = offset + length;
        if (length == 0) {
            readings.refuse(Counter.DROPPED_BAD_PAYLOAD, "not line protocol: the payload is empty");
            return;
        }
        int i = offset;
        while (i < end) {
            byte b = payload[i];
            if (b == '\n' || b == ' ' || b == '\t' || b == '\r') {
                i++;
            } else if (b == '#') {
                i = newline(i, end);
            } else {
                lineFrom = i;
                readLine(end, topic, readings);
                if (line.fault() == null) {
                    i = line.lineEnd();
                } else {
                    newlinesFrom = Math.max(newlinesFrom, line.scannedTo());
                    i = newline(i, end);
                }
            }
            if (readings.size() > Readings.MAX_SIZE) {
                readings.clear();
                readings.refuse(Counter.DROPPED_TOO_LARGE, "payload with more than " + Readings.MAX_SIZE + " values");
                return;
            }
        }
    }

    private int newline(int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Reads a line; one that is faulty is lost. */
    private void readLine(int end, TopicLevels topic, Readings readings) {
        if (!line.scan(bytes, lineFrom, end, lineFrom >= newlinesFrom)) {
            lose(readings, Counter.DROPPED_BAD_PAYLOAD, line.faultAt(), line.fault());
            return;
        }
        if (!Utf8.isValid(bytes, lineFrom, line.lineEnd())) {
            lose(readings, Counter.DROPPED_BAD_UTF8, lineFrom, "the line is not UTF-8");
            return;
        }
        Pairs fields = line.fields();
        if (kinds.length < fields.count()) {
            kinds = new byte[fields.count() * 2];
            integers = new long[fields.count() * 2];
        }
        for (int i = 0; i < fields.count(); i++) {
            kinds[i] = kind(i, fields.valueFrom(i), fields.valueTo(i));
            if (kinds[i] == ODD) {
                lose(
                        readings,
                        Counter.DROPPED_BAD_PAYLOAD,
                        fields.valueFrom(i),
                        "a value that is no number, no integer of 64 bits with i or u, no true or false"
                                + " and no text in double quotes");
                return;
            }
        }
        long timeNs = timeNs(line.timeFrom(), line.timeTo());
        if (timeNs == EventTime.INVALID) {
            lose(
                    readings,
                    Counter.DROPPED_BAD_TIME,
                    line.timeFrom(),
                    "no integer that is a time in " + times.format().label() + " from 1678 to 2262");
            return;
        }
        for (field = 0; field < fields.count(); field++) {
            readField(fields, timeNs, topic, readings);
        }
    }

    private void readField(Pairs fields, long timeNs, TopicLevels topic, Readings readings) {
        int index = readings.add(0);
        if (!naming.name(readings, index, topic, nameParts)) {
            readings.refuse(index, Counter.DROPPED_BAD_NAME, where(lineFrom) + naming.fault());
            return;
        }
        readings.setEventTimeNs(index, timeNs);
        int from = fields.valueFrom(field);
        int to = fields.valueTo(field);
        switch (kinds[field]) {
            case DECIMAL -> values.decimal(readings, index, bytes, from, to);
            case INTEGER -> values.integer(readings, index, integers[field]);
            case UNSIGNED -> values.unsigned(readings, index, integers[field]);
            case TEXT -> text(readings, index, from + 1, to - 1);
            case NONE -> values.none(readings, index);
            default -> values.truth(readings, index, kinds[field] == TRUE);
        }
    }

    private void text(Readings readings, int index, int from, int to) {
        if (!LineScanner.hasEscape(bytes, from, to)) {
            values.text(readings, index, bytes, from, to);
            return;
        }
        int first = scratchLength;
        scratchLength = unescape(from, to, true);
        values.text(readings, index, scratch, first, scratchLength);
    }

    /** Appends a range without its escapes to the scratch; returns the index after the copy. */
    private int unescape(int from, int to, boolean isQuoted) {
        if (scratch.length - scratchLength < to - from) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, scratchLength + to - from));
        }
        return LineScanner.unescape(bytes, from, to, scratch, scratchLength, isQuoted);
    }

    private byte kind(int index, int from, int to) {
        byte last = bytes[to - 1];
        if (bytes[from] == '"') {
            return TEXT;
        }
        if (last == 'i') {
            return isInteger(index, from, to - 1) ? INTEGER : ODD;
        }
        if (last == 'u') {
            return isUnsigned(index, from, to - 1) ? UNSIGNED : ODD;
        }
        if (!Double.isNaN(DecimalText.parse(bytes, from, to))) {
            return DECIMAL;
        }
        if (ValueText.equalsIgnoreCase(bytes, from, to, "t") || ValueText.equalsIgnoreCase(bytes, from, to, "true")) {
            return TRUE;
        }
        if (ValueText.equalsIgnoreCase(bytes, from, to, "f") || ValueText.equalsIgnoreCase(bytes, from, to, "false")) {
            return FALSE;
        }
        return ValueText.isNoSample(bytes, from, to) ? NONE : ODD;
    }

    private boolean isInteger(int index, int from, int to) {
        boolean isNegative = from < to && bytes[from] == '-';
        int first = isNegative || (from < to && bytes[from] == '+') ? from + 1 : from;
        if (!isUnsigned(index, first, to)) {
            return false;
        }
        long magnitude = integers[index];
        integers[index] = isNegative ? -magnitude : magnitude;
        return magnitude >= 0 || (isNegative && magnitude == Long.MIN_VALUE);
    }

    private boolean isUnsigned(int index, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            boolean fits =
                    digit >= 0 && digit <= 9 && Long.compareUnsigned(number, Long.divideUnsigned(-1L - digit, 10)) <= 0;
            if (!fits) {
                return false;
            }
            number = number * 10 + digit;
        }
        integers[index] = number;
        return to > from;
    }

    private long timeNs(int from, int to) {
        if (from == to) {
            return EventTime.ABSENT;
        }
        for (int i = bytes[from] == '-' ? from + 1 : from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return EventTime.INVALID;
            }
        }
        return times.parse(bytes, from, to);
    }

    private boolean appendPart(int word, byte[] placeholder, boolean keepsLevels, Readings readings) {
        switch (word) {
            case MEASUREMENT -> append(line.measurementFrom(), line.measurementTo(), keepsLevels, readings);
            case FIELD -> append(line.fields().keyFrom(field), line.fields().keyTo(field), keepsLevels, readings);
            case TAGS -> appendTags(keepsLevels, readings);
            case FILE -> readings.appendName(fileName, 0, fileName.length);
            default -> {
                return appendTag(placeholder, keepsLevels, readings);
            }
        }
        return true;
    }

    private void appendTags(boolean keepsLevels, Readings readings) {
        Pairs tags = line.tags();
        for (int i = 0; i < tags.count(); i++) {
            if (i > 0) {
                readings.appendName(SLASH, 0, 1);
            }
            append(tags.valueFrom(i), tags.valueTo(i), keepsLevels, readings);
        }
    }

    private boolean appendTag(byte[] key, boolean keepsLevels, Readings readings) {
        Pairs tags = line.tags();
        for (int i = 0; i < tags.count(); i++) {
            if (isKey(key, tags.keyFrom(i), tags.keyTo(i))) {
                append(tags.valueFrom(i), tags.valueTo(i), keepsLevels, readings);
                return true;
            }
        }
        return false;
    }

    private boolean isKey(byte[] key, int from, int to) {
        if (!LineScanner.hasEscape(bytes, from, to)) {
            return Arrays.equals(bytes, from, to, key, 0, key.length);
        }
        int after = unescape(from, to, false);
        return Arrays.equals(scratch, scratchLength, after, key, 0, key.length);
    }

    private void append(int from, int to, boolean keepsLevels, Readings readings) {
        if (!LineScanner.hasEscape(bytes, from, to)) {
            append(bytes, from, to, keepsLevels, readings);
            return;
        }
        int after = unescape(from, to, false);
        append(scratch, scratchLength, after, keepsLevels, readings);
    }

    private static void append(byte[] source, int from, int to, boolean keepsLevels, Readings readings) {
        if (keepsLevels) {
            readings.appendName(source, from, to);
        } else {
            readings.appendEscapedName(source, from, to);
        }
    }

    private void lose(Readings readings, Counter reason, int at, String what) {
        readings.refuse(readings.add(0), reason, where(at) + what);
    }

    /** Line and column, from 1, in bytes; of a file the column, and in rows of several lines the line in the row. */
    private String where(int at) {
        for (; countedTo < lineFrom; countedTo++) {
            if (bytes[countedTo] == '\n') {
                lineNumber++;
                lineStart = countedTo + 1;
            }
        }
        int number = lineNumber;
        int first = lineStart;
        for (int i = lineFrom; i < at; i++) {
            if (bytes[i] == '\n') {
                number++;
                first = i + 1;
            }
        }
        String inFile = number == 1 ? "" : "its line " + number + ", ";
        return (fileName == null ? "line " + number + ", " : inFile) + "column " + (at - first + 1) + ": ";
    }
}
