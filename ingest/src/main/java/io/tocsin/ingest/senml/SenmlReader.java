package io.tocsin.ingest.senml;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.binary.CborReader;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeReader;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueText;
import io.tocsin.ingest.json.JsonReader;
import io.tocsin.ingest.mapping.DocumentFault;
import io.tocsin.ingest.mapping.DocumentReader;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.RecordFields;
import io.tocsin.ingest.mapping.RecordNaming;
import io.tocsin.ingest.mapping.RecordValues;
import io.tocsin.ingest.mapping.TokenKind;
import io.tocsin.ingest.mapping.TopicLevels;
import java.util.List;

/**
 * Reads packs of SenML (RFC 8428): a record is a reading. Base fields hold from their record on until another replaces
 * them. The value of a record that has a sum alone is the sum; a record of base fields alone is no reading.
 *
 * <p>A time of at least 2^28 s is absolute, a smaller one counts from the receive time, and none or 0 is the receive
 * time. Units and update times are not used. One thread; allocates for faults only.
 */
public final class SenmlReader implements PayloadReader {
    /** The name of a sensor where nothing else is said. */
    public static final String DEFAULT_NAME = "{+name}";

    /** Parts that a template may ask for. */
    private static final List<String> PARTS = List.of("name");

    private static final int BASE_NAME = 0;
    private static final int BASE_TIME = 1;
    private static final int BASE_UNIT = 2;
    private static final int BASE_VALUE = 3;
    private static final int BASE_SUM = 4;
    private static final int VERSION = 5;
    private static final int NAME = 6;
    private static final int VALUE = 7;
    private static final int TEXT = 8;
    private static final int TRUTH = 9;
    private static final int DATA = 10;
    private static final int SUM = 11;
    private static final int TIME = 12;
    /** By the numbers above. */
    private static final List<String> JSON_LABELS =
            List.of("bn", "bt", "bu", "bv", "bs", "bver", "n", "v", "vs", "vb", "vd", "s", "t");
    /** RFC 8428, table 4. */
    private static final List<String> CBOR_LABELS =
            List.of("-2", "-3", "-4", "-5", "-6", "-1", "0", "2", "3", "4", "8", "5", "6");

    private static final int MAX_VERSION = 10;
    /** Version 10 with secondary units (RFC 9100), which change no value. */
    private static final int VERSION_OF_SECONDARY_UNITS = 26;

    private static final long FIRST_ABSOLUTE_NS = (1L << 28) * 1_000_000_000L;
    private static final int NO_RECORD = -1;

    private final RecordFields fields;
    private final RecordNaming naming;
    private final RecordNaming.Source nameParts;
    private final RecordValues values;
    private final TimeReader times = TimeFormat.of(TimeUnits.S).reader();

    private int record;
    private int baseNameRecord;
    private long baseTimeNs;
    private double baseValue;
    private double baseSum;

    private SenmlReader(DocumentReader reader, List<String> labels, ValueRule rule, NameTemplate template) {
        this.fields = new RecordFields(reader, labels);
        this.naming = new RecordNaming(template, PARTS, "name", null);
        this.nameParts = this::appendName;
        this.values = new RecordValues(rule, "the record's value");
    }

    /**
     * Reader of packs in JSON.
     *
     * @throws IllegalArgumentException when the template asks for what a record lacks
     */
    public static SenmlReader json(ValueRule rule, NameTemplate template) {
        return new SenmlReader(new JsonReader(), JSON_LABELS, rule, template);
    }

    /** Reader of packs in CBOR; as {@link #json}. */
    public static SenmlReader cbor(ValueRule rule, NameTemplate template) {
        return new SenmlReader(new CborReader(), CBOR_LABELS, rule, template);
    }

    @Override
    public void read(byte[] payload, int offset, int length, TopicLevels topic, Readings readings) {
        readings.clear();
        DocumentFault fault = fields.read(payload, offset, offset + length);
        if (fault != null) {
            readings.refuse(fault.reason(), fault.detail());
            return;
        }
        String packFault = packFault();
        if (packFault != null) {
            readings.refuse(Counter.DROPPED_BAD_PAYLOAD, packFault);
            return;
        }
        baseNameRecord = NO_RECORD;
        baseTimeNs = 0;
        baseValue = 0;
        baseSum = 0;
        int count = fields.recordCount();
        for (record = 0; record < count; record++) {
            boolean hasBase = readBase();
            int valueCount = valueCount();
            if (valueCount > 0 || fields.has(record, SUM)) {
                read(valueCount, topic, readings);
            } else if (!hasBase) {
                readings.refuse(
                        readings.add(0), Counter.DROPPED_MISSING_MEMBER, "record " + (record + 1) + " has no value");
            }
        }
    }

    /** Fault of the pack as a whole, or null. */
    private String packFault() {
        if (!fields.isArray()) {
            return "not SenML: a pack is an array of records";
        }
        int odd = fields.otherEndingWith('_');
        if (odd >= 0) {
            return "record " + (odd + 1) + " of the SenML pack has a field whose name ends with _:"
                    + " RFC 8428 lets only programs that know the field read the pack";
        }
        for (int i = 0; i < fields.recordCount(); i++) {
            if (fields.seek(i, VERSION)) {
                double version = number();
                if (!(version <= MAX_VERSION) && version != VERSION_OF_SECONDARY_UNITS) {
                    return "record " + (i + 1) + " is of a SenML version (bver) that is not supported; " + MAX_VERSION
                            + " is the newest";
                }
            }
        }
        return null;
    }

    /** Takes the base fields of the record; whether it has some. */
    private boolean readBase() {
        boolean hasBase = fields.has(record, BASE_UNIT) || fields.has(record, VERSION);
        if (fields.has(record, BASE_NAME)) {
            baseNameRecord = record;
            hasBase = true;
        }
        if (fields.seek(record, BASE_TIME)) {
            baseTimeNs = timeNs();
            hasBase = true;
        }
        if (fields.seek(record, BASE_VALUE)) {
            baseValue = number();
            hasBase = true;
        }
        if (fields.seek(record, BASE_SUM)) {
            baseSum = number();
            hasBase = true;
        }
        return hasBase;
    }

    private int valueCount() {
        return (fields.has(record, VALUE) ? 1 : 0)
                + (fields.has(record, TEXT) ? 1 : 0)
                + (fields.has(record, TRUTH) ? 1 : 0)
                + (fields.has(record, DATA) ? 1 : 0);
    }

    private void read(int valueCount, TopicLevels topic, Readings readings) {
        int index = readings.add(0);
        if (valueCount > 1) {
            lose(readings, index, Counter.DROPPED_NOT_A_NUMBER, "has more than one of v, vs, vb and vd");
            return;
        }
        if (!isNamed()) {
            lose(readings, index, Counter.DROPPED_BAD_NAME, "has no name: n and bn must be texts, and not both empty");
            return;
        }
        if (!naming.name(readings, index, topic, nameParts)) {
            readings.refuse(index, Counter.DROPPED_BAD_NAME, naming.fault());
            return;
        }
        if (!setTime(readings, index)) {
            lose(readings, index, Counter.DROPPED_BAD_TIME, "has no time in seconds from 1678 to 2262");
            return;
        }
        setValue(readings, index);
    }

    private boolean setTime(Readings readings, int index) {
        long offsetNs = fields.seek(record, TIME) ? timeNs() : 0;
        long timeNs = baseTimeNs + offsetNs;
        boolean isOverflow = ((baseTimeNs ^ timeNs) & (offsetNs ^ timeNs)) < 0;
        if (baseTimeNs == EventTime.INVALID || offsetNs == EventTime.INVALID || isOverflow) {
            return false;
        }
        if (timeNs >= FIRST_ABSOLUTE_NS) {
            readings.setEventTimeNs(index, timeNs);
            return EventTime.isInRange(timeNs);
        }
        if (timeNs != 0) {
            readings.setRelativeTimeNs(index, timeNs);
        }
        return true;
    }

    private void setValue(Readings readings, int index) {
        if (fields.seek(record, VALUE)) {
            setNumber(readings, index, baseValue);
        } else if (fields.seek(record, TEXT)) {
            if (fields.kind() == TokenKind.TEXT) {
                values.text(readings, index, fields.bytes(), fields.from(), fields.to());
            } else {
                lose(readings, index, Counter.DROPPED_NOT_A_NUMBER, "has a vs that is no text");
            }
        } else if (fields.seek(record, TRUTH)) {
            if (fields.kind() == TokenKind.TRUE || fields.kind() == TokenKind.FALSE) {
                values.truth(readings, index, fields.kind() == TokenKind.TRUE);
            } else {
                lose(readings, index, Counter.DROPPED_NOT_A_NUMBER, "has a vb that is neither true nor false");
            }
        } else if (fields.has(record, DATA)) {
            lose(readings, index, Counter.DROPPED_NOT_A_NUMBER, "has data (vd), which is no value");
        } else {
            fields.seek(record, SUM);
            setNumber(readings, index, baseSum);
        }
    }

    private void setNumber(Readings readings, int index, double base) {
        switch (fields.kind()) {
            case NULL -> values.none(readings, index);
            case TEXT -> {
                if (ValueText.isNoSample(fields.bytes(), fields.from(), fields.to())) {
                    values.none(readings, index);
                } else {
                    lose(readings, index, Counter.DROPPED_NOT_A_NUMBER, "has a text where a number should be");
                }
            }
            case TRUE, FALSE, TIME, STRUCTURE ->
                lose(readings, index, Counter.DROPPED_NOT_A_NUMBER, "has no number where one should be");
            case NUMBER, INTEGER, UNSIGNED, DOUBLE, FLOAT -> {
                if (base == 0) {
                    setPlain(readings, index);
                } else if (Double.isFinite(base)) {
                    values.number(readings, index, base + number());
                } else {
                    lose(readings, index, Counter.DROPPED_NOT_A_NUMBER, "has a base value that is no number");
                }
            }
        }
    }

    private void setPlain(Readings readings, int index) {
        switch (fields.kind()) {
            case NUMBER -> values.decimal(readings, index, fields.bytes(), fields.from(), fields.to());
            case INTEGER -> values.integer(readings, index, fields.bits());
            case UNSIGNED -> values.unsigned(readings, index, fields.bits());
            case FLOAT -> values.real(readings, index, (float) Double.longBitsToDouble(fields.bits()));
            default -> values.number(readings, index, Double.longBitsToDouble(fields.bits()));
        }
    }

    /** The number of the current field, or NaN. */
    private double number() {
        return switch (fields.kind()) {
            case NUMBER -> DecimalText.parse(fields.bytes(), fields.from(), fields.to());
            case INTEGER -> (double) fields.bits();
            case UNSIGNED -> ((fields.bits() >>> 1) | (fields.bits() & 1)) * 2.0;
            case DOUBLE, FLOAT -> Double.longBitsToDouble(fields.bits());
            case TEXT, TRUE, FALSE, NULL, TIME, STRUCTURE -> Double.NaN;
        };
    }

    /** The seconds of the current field in nanoseconds, or {@link EventTime#INVALID}. */
    private long timeNs() {
        return switch (fields.kind()) {
            case NUMBER -> times.parse(fields.bytes(), fields.from(), fields.to());
            case INTEGER -> times.ofInteger(fields.bits());
            case DOUBLE, FLOAT -> times.ofDouble(Double.longBitsToDouble(fields.bits()));
            case TIME -> fields.bits();
            case UNSIGNED, TEXT, TRUE, FALSE, NULL, STRUCTURE -> EventTime.INVALID;
        };
    }

    private boolean isNamed() {
        boolean hasBase = baseNameRecord != NO_RECORD && fields.seek(baseNameRecord, BASE_NAME);
        if (hasBase && fields.kind() != TokenKind.TEXT) {
            return false;
        }
        boolean isEmpty = !hasBase || fields.from() == fields.to();
        if (!fields.seek(record, NAME)) {
            return !isEmpty;
        }
        return fields.kind() == TokenKind.TEXT && !(isEmpty && fields.from() == fields.to());
    }

    /** Base name and name: the only part that a template may ask for. */
    private boolean appendName(int word, byte[] placeholder, boolean keepsLevels, Readings readings) {
        if (baseNameRecord != NO_RECORD) {
            fields.seek(baseNameRecord, BASE_NAME);
            append(keepsLevels, readings);
        }
        if (fields.seek(record, NAME)) {
            append(keepsLevels, readings);
        }
        return true;
    }

    private void append(boolean keepsLevels, Readings readings) {
        if (keepsLevels) {
            readings.appendName(fields.bytes(), fields.from(), fields.to());
        } else {
            readings.appendEscapedName(fields.bytes(), fields.from(), fields.to());
        }
    }

    private void lose(Readings readings, int index, Counter reason, String what) {
        readings.refuse(index, reason, "record " + (record + 1) + " " + what);
    }
}
