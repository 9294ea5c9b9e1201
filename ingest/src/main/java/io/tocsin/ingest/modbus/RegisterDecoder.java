package io.tocsin.ingest.modbus;

/** From the data of an answer to the number of a sensor. Allocates nothing. */
final class RegisterDecoder {
    private static final int BYTE_MASK = 0xFF;
    private static final int BITS_PER_BYTE = 8;
    private static final int REGISTER_BITS = 16;

    private RegisterDecoder() {}

    /**
     * The number of a sensor, before its scale.
     *
     * @param register where and how the number is written
     * @param data of the answer
     * @param firstAddress the address with which the data begins
     */
    static double number(RegisterConfig register, byte[] data, int firstAddress) {
        int index = register.address() - firstAddress;
        if (register.table().holdsBits()) {
            return (data[index / BITS_PER_BYTE] >> (index % BITS_PER_BYTE)) & 1;
        }
        long bits = bits(register, data, 2 * index);
        return switch (register.type()) {
            case INT16 -> (short) bits;
            case UINT16, UINT32, INT64 -> bits;
            case INT32 -> (int) bits;
            case UINT64 -> unsigned(bits);
            case FLOAT32 -> Float.intBitsToFloat((int) bits);
            case FLOAT64 -> Double.longBitsToDouble(bits);
            case BOOL -> register.bit() == RegisterConfig.WHOLE ? (bits == 0 ? 0 : 1) : (bits >> register.bit()) & 1;
        };
    }

    /** The registers of a number as one number of at most 64 bits, the most significant register first. */
    private static long bits(RegisterConfig sensor, byte[] data, int offset) {
        RegisterOrder order = sensor.order();
        int count = sensor.type().addressCount();
        long bits = 0;
        for (int i = 0; i < count; i++) {
            int at = offset + 2 * (order.isLowRegisterFirst() ? count - 1 - i : i);
            int first = data[at] & BYTE_MASK;
            int second = data[at + 1] & BYTE_MASK;
            int register =
                    order.isLowByteFirst() ? (second << BITS_PER_BYTE) | first : (first << BITS_PER_BYTE) | second;
            bits = (bits << REGISTER_BITS) | register;
        }
        return bits;
    }

    /** The lowest bit stands for all that the shift drops, so that the result is rounded once. */
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) ((bits >>> 1) | (bits & 1)) * 2;
    }
}
