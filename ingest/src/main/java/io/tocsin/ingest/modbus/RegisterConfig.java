package io.tocsin.ingest.modbus;

import io.tocsin.ingest.decode.ValueRule;

/**
 * One sensor and the registers, or the bit, that hold its value.
 *
 * @param sensor its name
 * @param table where the value is
 * @param address of the first register or of the bit, zero-based as on the wire
 * @param type of the number
 * @param bit of a register that is a {@link RegisterType#BOOL}, 0 being the least significant; {@link #WHOLE} for the
 *     register as a whole
 * @param order of the bytes
 * @param rule from the number to the value, of which the parts for texts do not matter
 * @param deadband a value that differs from the last reading by no more than this is no reading;
 *     {@link #EVERY_POLL} for a reading at each poll
 */
public record RegisterConfig(
        String sensor,
        ModbusTable table,
        int address,
        RegisterType type,
        int bit,
        RegisterOrder order,
        ValueRule rule,
        double deadband) {
    /** {@link #bit}: no single bit. */
    public static final int WHOLE = -1;
    /** {@link #deadband}: none. */
    public static final double EVERY_POLL = -1;

    /** How many addresses a table has. */
    public static final int ADDRESSES = 65_536;

    private static final int REGISTER_BITS = 16;

    public RegisterConfig {
        if (address < 0 || address + type.addressCount() > ADDRESSES) {
            throw new IllegalArgumentException(
                    "a " + type.label() + " must lie within addresses 0 to 65535, address=" + address);
        }
        if (table.holdsBits() && type != RegisterType.BOOL) {
            throw new IllegalArgumentException("table " + table.label() + " holds bool only, type=" + type.label());
        }
        if (bit != WHOLE && (table.holdsBits() || type != RegisterType.BOOL || bit < 0 || bit >= REGISTER_BITS)) {
            throw new IllegalArgumentException("a register's bool has a bit 0 to 15, bit=" + bit);
        }
    }

    /** The address behind its last. */
    public int end() {
        return address + type.addressCount();
    }
}
