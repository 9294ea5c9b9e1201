package io.tocsin.ingest.modbus;

/** Number that one or more registers hold. */
public enum RegisterType {
    INT16("int16", 1),
    UINT16("uint16", 1),
    INT32("int32", 2),
    UINT32("uint32", 2),
    INT64("int64", 4),
    UINT64("uint64", 4),
    /** IEEE 754, single precision. */
    FLOAT32("float32", 2),
    /** IEEE 754, double precision. */
    FLOAT64("float64", 4),
    /** A coil, a discrete input, a bit of a register, or a register that is 0 for false; the values 0 and 1. */
    BOOL("bool", 1);

    private final String label;
    private final int addressCount;

    RegisterType(String label, int addressCount) {
        this.label = label;
        this.addressCount = addressCount;
    }

    /** The name in configurations and messages. */
    public String label() {
        return label;
    }

    /** How many consecutive addresses hold it. */
    public int addressCount() {
        return addressCount;
    }
}
