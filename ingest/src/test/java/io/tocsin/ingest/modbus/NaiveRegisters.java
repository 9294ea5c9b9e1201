package io.tocsin.ingest.modbus;

import java.nio.ByteBuffer;

/** Numbers in registers, naively: big-endian bytes by a {@link ByteBuffer}, moved by the letters of the order. */
final class NaiveRegisters {
    private NaiveRegisters() {}

    /** The bytes of a number, most significant first. */
    static byte[] bigEndian(RegisterType type, long bits) {
        ByteBuffer buffer = ByteBuffer.allocate(8).putLong(bits);
        byte[] bytes = new byte[2 * type.addressCount()];
        buffer.position(8 - bytes.length).get(bytes);
        return bytes;
    }

    /** The number of big-endian bytes. */
    static double number(RegisterType type, byte[] bigEndian) {
        ByteBuffer buffer = ByteBuffer.wrap(bigEndian);
        return switch (type) {
            case INT16 -> buffer.getShort();
            case UINT16 -> Short.toUnsignedInt(buffer.getShort());
            case INT32 -> buffer.getInt();
            case UINT32 -> Integer.toUnsignedLong(buffer.getInt());
            case INT64 -> buffer.getLong();
            case UINT64 -> Double.parseDouble(Long.toUnsignedString(buffer.getLong()));
            case FLOAT32 -> buffer.getFloat();
            case FLOAT64 -> buffer.getDouble();
            case BOOL -> buffer.getShort() == 0 ? 0 : 1;
        };
    }

    /** The bytes in the order of a device. */
    static byte[] ordered(byte[] bigEndian, RegisterOrder order) {
        String letters = letters(order, bigEndian.length);
        byte[] moved = new byte[bigEndian.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = bigEndian[letters.charAt(i) - 'A'];
        }
        return moved;
    }

    private static String letters(RegisterOrder order, int length) {
        return switch (order) {
            case ABCD -> length == 2 ? "AB" : length == 4 ? "ABCD" : "ABCDEFGH";
            case CDAB -> length == 2 ? "AB" : length == 4 ? "CDAB" : "GHEFCDAB";
            case BADC -> length == 2 ? "BA" : length == 4 ? "BADC" : "BADCFEHG";
            case DCBA -> length == 2 ? "BA" : length == 4 ? "DCBA" : "HGFEDCBA";
        };
    }
}
