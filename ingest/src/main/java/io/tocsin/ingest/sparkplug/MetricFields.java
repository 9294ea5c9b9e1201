package io.tocsin.ingest.sparkplug;

import java.util.Arrays;

/**
 * Fields of one metric, as they stand in the payload. Reused; allocates nothing.
 *
 * <pre>
 *   Metric       1 name  2 alias  3 timestamp  4 datatype  5 is_historical  6 is_transient  7 is_null  8 metadata
 *                9 properties  10 int  11 long  12 float  13 double  14 boolean  15 string  16 bytes  17 dataset
 *                18 template  19 extension
 *   PropertySet  1 keys…  2 values…            a key belongs to the value of the same ordinal
 *   PropertyValue  1 type  2 is_null  3 int  4 long  5 float  6 double  7 boolean  8 string
 * </pre>
 */
final class MetricFields {
    /** In which field the value stands. */
    enum Carrier {
        NONE,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        BOOLEAN,
        STRING,
        /** Bytes, a DataSet, a Template or an extension. */
        STRUCTURE
    }

    private static final byte[] QUALITY = {'Q', 'u', 'a', 'l', 'i', 't', 'y'};
    private static final int NAME = 1;
    private static final int ALIAS = 2;
    private static final int TIMESTAMP = 3;
    private static final int DATATYPE = 4;
    private static final int IS_HISTORICAL = 5;
    private static final int IS_NULL = 7;
    private static final int PROPERTIES = 9;
    private static final int INT_VALUE = 10;
    private static final int EXTENSION_VALUE = 19;
    private static final int KEYS = 1;
    private static final int VALUES = 2;
    private static final int PROPERTY_INT = 3;
    private static final int PROPERTY_LONG = 4;
    private static final int ABSENT = -1;

    private final ProtoCursor cursor = new ProtoCursor();
    private final ProtoCursor inner = new ProtoCursor();
    private byte[] bytes;
    private int nameFrom;
    private int nameTo;
    private boolean hasName;
    private boolean hasAlias;
    private long alias;
    private boolean hasTimestamp;
    private long timestampMs;
    private int datatype;
    private boolean isHistorical;
    private boolean isNull;
    private Carrier carrier;
    private long bits;
    private int textFrom;
    private int textTo;
    private int qualityKey;
    private boolean hasQuality;
    private long quality;

    /** Reads a metric; false when it is no protocol buffer. */
    boolean read(byte[] source, int from, int to) {
        bytes = source;
        hasName = false;
        nameFrom = 0;
        nameTo = 0;
        hasAlias = false;
        hasTimestamp = false;
        datatype = MetricType.UNKNOWN;
        isHistorical = false;
        isNull = false;
        carrier = Carrier.NONE;
        hasQuality = false;
        cursor.wrap(source, from, to);
        for (int field = cursor.nextField(); field != 0; field = cursor.nextField()) {
            if (!readField(field, cursor.wireType())) {
                cursor.skip();
            }
        }
        return !cursor.isFaulty();
    }

    private boolean readField(int field, int wireType) {
        if (wireType == ProtoCursor.VARINT) {
            return readVarint(field);
        }
        if (field == NAME && wireType == ProtoCursor.LENGTH) {
            nameTo = cursor.lengthTo();
            nameFrom = cursor.lengthFrom();
            hasName = true;
            return true;
        }
        if (field == PROPERTIES && wireType == ProtoCursor.LENGTH) {
            int end = cursor.lengthTo();
            if (!cursor.isFaulty()) {
                readProperties(cursor.lengthFrom(), end);
            }
            return true;
        }
        return field > INT_VALUE && field <= EXTENSION_VALUE && readValue(field, wireType);
    }

    private boolean readVarint(int field) {
        switch (field) {
            case ALIAS -> {
                alias = cursor.varint();
                hasAlias = true;
            }
            case TIMESTAMP -> {
                timestampMs = cursor.varint();
                hasTimestamp = true;
            }
            case DATATYPE -> datatype = (int) cursor.varint();
            case IS_HISTORICAL -> isHistorical = cursor.varint() != 0;
            case IS_NULL -> isNull = cursor.varint() != 0;
            case INT_VALUE -> carry(Carrier.INT, cursor.varint() & 0xFFFF_FFFFL);
            case 11 -> carry(Carrier.LONG, cursor.varint());
            case 14 -> carry(Carrier.BOOLEAN, cursor.varint() == 0 ? 0 : 1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readValue(int field, int wireType) {
        if (field == 12 && wireType == ProtoCursor.FIXED32) {
            carry(Carrier.FLOAT, cursor.fixed32() & 0xFFFF_FFFFL);
        } else if (field == 13 && wireType == ProtoCursor.FIXED64) {
            carry(Carrier.DOUBLE, cursor.fixed64());
        } else if (field == 15 && wireType == ProtoCursor.LENGTH) {
            textTo = cursor.lengthTo();
            textFrom = cursor.lengthFrom();
            carry(Carrier.STRING, 0);
        } else if (field >= 16 && wireType == ProtoCursor.LENGTH) {
            cursor.lengthTo();
            carry(Carrier.STRUCTURE, 0);
        } else {
            return false;
        }
        return true;
    }

    private void carry(Carrier as, long valueBits) {
        carrier = as;
        bits = valueBits;
    }

    private void readProperties(int from, int to) {
        qualityKey = ABSENT;
        int keys = 0;
        inner.wrap(bytes, from, to);
        for (int field = inner.nextField(); field != 0; field = inner.nextField()) {
            if (field == KEYS && inner.wireType() == ProtoCursor.LENGTH) {
                int end = inner.lengthTo();
                if (!inner.isFaulty() && Arrays.equals(bytes, inner.lengthFrom(), end, QUALITY, 0, QUALITY.length)) {
                    qualityKey = keys;
                }
                keys++;
            } else {
                inner.skip();
            }
        }
        if (inner.isFaulty()) {
            cursor.fail();
        } else if (qualityKey != ABSENT) {
            readQuality(from, to);
        }
    }

    private void readQuality(int from, int to) {
        int values = 0;
        inner.wrap(bytes, from, to);
        for (int field = inner.nextField(); field != 0; field = inner.nextField()) {
            if (field == VALUES && inner.wireType() == ProtoCursor.LENGTH) {
                int end = inner.lengthTo();
                if (values++ == qualityKey) {
                    readQualityValue(inner.lengthFrom(), end);
                    return;
                }
            } else {
                inner.skip();
            }
        }
    }

    private void readQualityValue(int from, int to) {
        inner.wrap(bytes, from, to);
        for (int field = inner.nextField(); field != 0; field = inner.nextField()) {
            boolean isInteger = field == PROPERTY_INT || field == PROPERTY_LONG;
            if (isInteger && inner.wireType() == ProtoCursor.VARINT) {
                long value = inner.varint();
                quality = field == PROPERTY_INT ? value & 0xFFFF_FFFFL : value;
                hasQuality = true;
            } else {
                inner.skip();
            }
        }
        if (inner.isFaulty()) {
            cursor.fail();
        }
    }

    byte[] bytes() {
        return bytes;
    }

    boolean hasName() {
        return hasName && nameTo > nameFrom;
    }

    boolean isNamed(byte[] name) {
        return Arrays.equals(bytes, nameFrom, nameTo, name, 0, name.length);
    }

    int nameFrom() {
        return nameFrom;
    }

    int nameTo() {
        return nameTo;
    }

    boolean hasAlias() {
        return hasAlias;
    }

    long alias() {
        return alias;
    }

    boolean hasTimestamp() {
        return hasTimestamp;
    }

    /** Time of the metric, epoch milliseconds, unsigned. */
    long timestampMs() {
        return timestampMs;
    }

    /** Number of the type, or {@link MetricType#UNKNOWN}. */
    int datatype() {
        return datatype;
    }

    boolean isHistorical() {
        return isHistorical;
    }

    boolean isNull() {
        return isNull;
    }

    Carrier carrier() {
        return carrier;
    }

    /** Bits of a value that is no text. */
    long bits() {
        return bits;
    }

    int textFrom() {
        return textFrom;
    }

    int textTo() {
        return textTo;
    }

    /** Whether the metric has a property {@code Quality} that is a whole number. */
    boolean hasQuality() {
        return hasQuality;
    }

    long quality() {
        return quality;
    }
}
