package io.tocsin.ingest.modbus;

import java.util.List;

/**
 * One request to a device: consecutive addresses of a table, and the sensors whose values are among them.
 *
 * @param table the table to read
 * @param address the first, zero-based
 * @param count how many addresses
 * @param registers the sensors, by address
 */
public record ReadRequest(ModbusTable table, int address, int count, List<RegisterConfig> registers) {
    private static final int BITS_PER_BYTE = 8;
    private static final int BYTES_PER_REGISTER = 2;

    public ReadRequest {
        registers = List.copyOf(registers);
    }

    /** How many bytes of data the answer has. */
    int answerBytes() {
        return table.holdsBits() ? (count + BITS_PER_BYTE - 1) / BITS_PER_BYTE : count * BYTES_PER_REGISTER;
    }

    /** Addresses for people: {@code holding 100 to 103}, {@code coil 7}. */
    public String range() {
        return table.label() + " " + address + (count == 1 ? "" : " to " + (address + count - 1));
    }
}
