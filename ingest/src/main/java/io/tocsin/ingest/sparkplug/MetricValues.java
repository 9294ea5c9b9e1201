package io.tocsin.ingest.sparkplug;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.sparkplug.MetricFields.Carrier;

/**
 * From the fields of a metric to the value and quality of a reading. Signed integers stand in unsigned fields by two's
 * complement; encoders differ in whether an Int8 fills 8 or 32 bits, and in whether a UInt32 stands in the field for 32
 * or for 64, so both are read. Allocates nothing.
 */
final class MetricValues {
    /** Quality codes of Sparkplug (section 6.4.20): 0 bad, 192 good, 500 stale. */
    private static final long STALE = 500;

    private static final String NO_VALUE = "metric has neither a value nor is_null";
    private static final String OTHER_FIELD = "value of the metric does not fit its type";
    private static final long EXACT = 1L << 53;

    private MetricValues() {}

    /**
     * Sets value and quality of a reading, or refuses it.
     *
     * @param type of the metric, as its birth says
     */
    static void set(Readings readings, int index, MetricFields fields, int type) {
        if (!MetricType.isScalar(type)) {
            readings.refuse(index, Counter.DROPPED_UNSUPPORTED_TYPE, MetricType.fault(type));
            return;
        }
        if (fields.isNull()) {
            readings.setQuality(index, Quality.BAD.code());
            return;
        }
        if (fields.carrier() == Carrier.NONE) {
            readings.refuse(index, Counter.DROPPED_MISSING_MEMBER, NO_VALUE);
            return;
        }
        if (fields.hasQuality()) {
            readings.setQuality(index, quality(fields.quality()).code());
        }
        if (MetricType.isText(type)) {
            setText(readings, index, fields);
        } else {
            setNumber(readings, index, fields, type);
        }
    }

    static Quality quality(long code) {
        return code == STALE ? Quality.BAD : OpcCodes.UNSAID.ofNumber((double) code);
    }

    private static void setText(Readings readings, int index, MetricFields fields) {
        if (fields.carrier() != Carrier.STRING) {
            readings.refuse(index, Counter.DROPPED_NOT_A_NUMBER, OTHER_FIELD);
        } else if (!Utf8.isValid(fields.bytes(), fields.textFrom(), fields.textTo())) {
            readings.refuse(index, Counter.DROPPED_BAD_UTF8, "text of the metric is no UTF-8");
        } else {
            readings.setText(
                    index,
                    fields.bytes(),
                    fields.textFrom(),
                    fields.textTo() - fields.textFrom(),
                    Double.NaN,
                    "text of the metric is empty, longer than 128 bytes or has control characters");
        }
    }

    private static void setNumber(Readings readings, int index, MetricFields fields, int type) {
        Carrier carrier = fields.carrier();
        long bits = fields.bits();
        if (carrier == Carrier.FLOAT || carrier == Carrier.DOUBLE) {
            double value = carrier == Carrier.FLOAT ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
            if (type != MetricType.FLOAT && type != MetricType.DOUBLE) {
                readings.refuse(index, Counter.DROPPED_NOT_A_NUMBER, OTHER_FIELD);
            } else if (Double.isNaN(value) || Double.isInfinite(value)) {
                readings.setQuality(index, Quality.BAD.code());
            } else {
                readings.setValue(index, value);
            }
        } else if (carrier == Carrier.BOOLEAN || type == MetricType.BOOLEAN) {
            boolean fits = type == MetricType.BOOLEAN && carrier != Carrier.STRING && carrier != Carrier.STRUCTURE;
            if (fits && (bits == 0 || bits == 1)) {
                readings.setValue(index, (double) bits);
            } else {
                readings.refuse(index, Counter.DROPPED_NOT_A_NUMBER, OTHER_FIELD);
            }
        } else if (carrier == Carrier.INT || carrier == Carrier.LONG) {
            setInteger(readings, index, carrier == Carrier.INT, bits, type);
        } else {
            readings.refuse(index, Counter.DROPPED_NOT_A_NUMBER, OTHER_FIELD);
        }
    }

    private static void setInteger(Readings readings, int index, boolean is32, long bits, int type) {
        long signed = is32 ? (int) bits : bits;
        boolean fits = true;
        double value;
        switch (type) {
            case MetricType.INT8 -> {
                fits = signed >= Byte.MIN_VALUE && signed <= 0xFF;
                value = (byte) signed;
            }
            case MetricType.INT16 -> {
                fits = signed >= Short.MIN_VALUE && signed <= 0xFFFF;
                value = (short) signed;
            }
            case MetricType.INT32 -> {
                fits = signed >= Integer.MIN_VALUE && signed <= 0xFFFF_FFFFL;
                value = (int) signed;
            }
            case MetricType.UINT8 -> {
                fits = bits >= 0 && bits <= 0xFF;
                value = (double) bits;
            }
            case MetricType.UINT16 -> {
                fits = bits >= 0 && bits <= 0xFFFF;
                value = (double) bits;
            }
            case MetricType.UINT32 -> {
                fits = bits >= 0 && bits <= 0xFFFF_FFFFL;
                value = (double) bits;
            }
            case MetricType.UINT64, MetricType.DATE_TIME -> {
                value = unsigned(bits);
                noteRounded(readings, index, Long.compareUnsigned(bits, EXACT) > 0);
            }
            default -> { // INT64, and a whole number as Float or Double
                value = (double) signed;
                noteRounded(readings, index, signed > EXACT || signed < -EXACT);
            }
        }
        if (fits) {
            readings.setValue(index, value);
        } else {
            readings.refuse(index, Counter.DROPPED_NOT_A_NUMBER, OTHER_FIELD);
        }
    }

    private static void noteRounded(Readings readings, int index, boolean isRounded) {
        if (isRounded) {
            readings.noteRounded(index);
        }
    }

    /** A number of 64 bits without a sign, rounded to the nearest double as {@code BigInteger} would. */
    static double unsigned(long bits) {
        return bits >= 0 ? (double) bits : (double) ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
