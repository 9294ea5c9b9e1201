package io.tocsin.ingest.decode;

import java.util.Locale;

/** Numbers that a device writes as single bytes. */
public enum BytesType {
    UINT8(1, false, false),
    INT8(1, true, false),
    UINT16(2, false, false),
    INT16(2, true, false),
    UINT32(4, false, false),
    INT32(4, true, false),
    FLOAT32(4, true, true),
    FLOAT64(8, true, true),
    UINT16_LE(2, false, false),
    INT16_LE(2, true, false),
    UINT32_LE(4, false, false),
    INT32_LE(4, true, false),
    FLOAT32_LE(4, true, true),
    FLOAT64_LE(8, true, true);

    private final int length;
    private final boolean isSigned;
    private final boolean isFloat;

    BytesType(int length, boolean isSigned, boolean isFloat) {
        this.length = length;
        this.isSigned = isSigned;
        this.isFloat = isFloat;
    }

    /** The word of the configuration: {@code uint16}, {@code float32-le}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How many bytes a number has. */
    public int length() {
        return length;
    }

    /** Whether the lowest byte comes first. */
    private boolean isLittleEndian() {
        return name().endsWith("_LE");
    }

    /**
     * The bits with one more byte.
     *
     * @param bits of the bytes before it
     * @param index of the byte, from 0
     * @param value of the byte, 0 to 255
     */
    public long with(long bits, int index, int value) {
        return isLittleEndian() ? bits | ((long) value << (Byte.SIZE * index)) : (bits << Byte.SIZE) | value;
    }

    /** Whether the number is a float of 32 bits. */
    public boolean isFloat32() {
        return isFloat && length == Float.BYTES;
    }

    /** The number; NaN or infinite where a floating-point number is. */
    public double number(long bits) {
        if (isFloat) {
            return isFloat32() ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
        }
        int unused = Long.SIZE - Byte.SIZE * length;
        return isSigned ? (bits << unused) >> unused : bits;
    }
}
