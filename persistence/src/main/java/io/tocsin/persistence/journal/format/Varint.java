package io.tocsin.persistence.journal.format;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Variable-length numbers: LEB128, seven bits a byte, low bits first.
 *
 * <p>Up to 56 bits are spread over eight bytes by three shifts and written at once, whatever their length: lengths
 * differ from reading to reading, so a branch on them would be mispredicted too often. Both directions therefore access
 * up to eight bytes after the number.
 */
final class Varint {
    /** The longest number, bytes. */
    static final int MAX_LENGTH = 10;

    private static final int LONGEST_SPREAD = 8;
    private static final long CONTINUATION = 0x8080_8080_8080_8080L;

    private Varint() {}

    /** Zigzag: small numbers of either sign become small unsigned numbers. */
    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** Undoes {@link #zigzag(long)}. */
    static long unzigzag(long zigzag) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    /** Bytes that the number takes: 1 to {@link #MAX_LENGTH}. */
    static int length(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits * 9 + 64) >>> 6; // ceil(bits / 7) for 1 to 64
    }

    /**
     * Writes a number.
     *
     * @return the offset after it
     */
    static int put(MutableDirectBuffer buffer, int offset, long value) {
        int length = length(value);
        if (length > LONGEST_SPREAD) {
            return putLong(buffer, offset, value);
        }
        long x = (value & 0x0FFF_FFFFL) | ((value & 0x00FF_FFFF_F000_0000L) << 4);
        x = (x & 0x0000_3FFF_0000_3FFFL) | ((x & 0x0FFF_C000_0FFF_C000L) << 2);
        x = (x & 0x007F_007F_007F_007FL) | ((x & 0x3F80_3F80_3F80_3F80L) << 1);
        x |= CONTINUATION & ((1L << (Byte.SIZE * (length - 1))) - 1);
        buffer.putLong(offset, x, ByteOrder.LITTLE_ENDIAN);
        return offset + length;
    }

    /** Reads a number. */
    static long get(DirectBuffer buffer, int offset) {
        long word = buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
        long ends = ~word & CONTINUATION;
        if (ends == 0) {
            return getLong(buffer, offset);
        }
        long x = word & (ends ^ (ends - 1)) & ~CONTINUATION;
        x = (x & 0x007F_007F_007F_007FL) | ((x & 0x7F00_7F00_7F00_7F00L) >>> 1);
        x = (x & 0x0000_3FFF_0000_3FFFL) | ((x & 0x3FFF_0000_3FFF_0000L) >>> 2);
        return (x & 0x0FFF_FFFFL) | ((x & 0x0FFF_FFFF_0000_0000L) >>> 4);
    }

    /** Bytes that the number at an offset takes; at most {@link #MAX_LENGTH}, also when it has no end. */
    static int lengthAt(DirectBuffer buffer, int offset) {
        long ends = ~buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN) & CONTINUATION;
        if (ends == 0) {
            return buffer.getByte(offset + LONGEST_SPREAD) < 0 ? MAX_LENGTH : MAX_LENGTH - 1;
        }
        return (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
    }

    private static int putLong(MutableDirectBuffer buffer, int offset, long value) {
        int index = offset;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer.putByte(index++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.putByte(index++, (byte) rest);
        return index;
    }

    private static long getLong(DirectBuffer buffer, int offset) {
        long value = 0;
        for (int i = 0; i < MAX_LENGTH; i++) {
            byte b = buffer.getByte(offset + i);
            value |= (b & 0x7FL) << (7 * i);
            if (b >= 0) {
                break;
            }
        }
        return value;
    }
}
