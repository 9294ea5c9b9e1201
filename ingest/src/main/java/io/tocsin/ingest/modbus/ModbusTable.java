package io.tocsin.ingest.modbus;

/** The four tables of a Modbus device. */
public enum ModbusTable {
    /** Registers that may be written, function 3. */
    HOLDING("holding", false),
    /** Registers that are read only, function 4. */
    INPUT("input", false),
    /** Bits that may be written, function 1. */
    COIL("coil", true),
    /** Bits that are read only, function 2. */
    DISCRETE("discrete", true);

    private final String label;
    private final boolean holdsBits;

    ModbusTable(String label, boolean holdsBits) {
        this.label = label;
        this.holdsBits = holdsBits;
    }

    /** The name in configurations and messages. */
    public String label() {
        return label;
    }

    /** Whether an address is one bit; a register of 16 bits otherwise. */
    public boolean holdsBits() {
        return holdsBits;
    }
}
