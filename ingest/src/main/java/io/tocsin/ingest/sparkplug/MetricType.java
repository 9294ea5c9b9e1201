package io.tocsin.ingest.sparkplug;

/** The types of metrics, by their numbers in the payload (Sparkplug 3.0.0, section 6.4.16). */
final class MetricType {
    static final int UNKNOWN = 0;
    static final int INT8 = 1;
    static final int INT16 = 2;
    static final int INT32 = 3;
    static final int INT64 = 4;
    static final int UINT8 = 5;
    static final int UINT16 = 6;
    static final int UINT32 = 7;
    static final int UINT64 = 8;
    static final int FLOAT = 9;
    static final int DOUBLE = 10;
    static final int BOOLEAN = 11;
    static final int STRING = 12;
    static final int DATE_TIME = 13;
    static final int TEXT = 14;
    static final int UUID = 15;

    private static final String[] NAMES = {
        "Unknown",
        "Int8",
        "Int16",
        "Int32",
        "Int64",
        "UInt8",
        "UInt16",
        "UInt32",
        "UInt64",
        "Float",
        "Double",
        "Boolean",
        "String",
        "DateTime",
        "Text",
        "UUID",
        "DataSet",
        "Bytes",
        "File",
        "Template",
        "PropertySet",
        "PropertySetList",
        "Int8Array",
        "Int16Array",
        "Int32Array",
        "Int64Array",
        "UInt8Array",
        "UInt16Array",
        "UInt32Array",
        "UInt64Array",
        "FloatArray",
        "DoubleArray",
        "BooleanArray",
        "StringArray",
        "DateTimeArray"
    };
    private static final String[] FAULTS = new String[NAMES.length];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            FAULTS[i] = "metric is of type " + NAMES[i] + ", which no reading can hold";
        }
    }

    private MetricType() {}

    /** Whether a reading can hold values of the type. */
    static boolean isScalar(int type) {
        return type >= INT8 && type <= UUID;
    }

    static boolean isText(int type) {
        return type == STRING || type == TEXT || type == UUID;
    }

    /** Fault of a type that no reading can hold, for people. */
    static String fault(int type) {
        return type > UNKNOWN && type < FAULTS.length ? FAULTS[type] : "metric has no known type";
    }
}
