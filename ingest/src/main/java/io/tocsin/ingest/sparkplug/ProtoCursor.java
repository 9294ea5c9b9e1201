package io.tocsin.ingest.sparkplug;

/**
 * A position in protocol buffer bytes. A fault makes every further read return 0 and ends the message; nothing is
 * thrown. Allocates nothing.
 */
final class ProtoCursor {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes;
    private int at;
    private int end;
    private int wireType;
    private boolean isFaulty;
    private int lastLength;

    /** Begins at the first byte of a message that ends before {@code to}. */
    void wrap(byte[] source, int from, int to) {
        bytes = source;
        at = from;
        end = to;
        isFaulty = false;
    }

    /** Whether something was no protocol buffer. */
    boolean isFaulty() {
        return isFaulty;
    }

    /** Marks the message as faulty. */
    void fail() {
        isFaulty = true;
    }

    /** Reads the number of the next field; 0 at the end or after a fault. */
    int nextField() {
        if (at >= end || isFaulty) {
            return 0;
        }
        int tag = (int) varint(); // of a longer varint other readers take the low 32 bits, too
        wireType = tag & 7;
        int field = tag >>> 3;
        isFaulty |= field == 0;
        return isFaulty ? 0 : field;
    }

    /** Wire type of the field. */
    int wireType() {
        return wireType;
    }

    long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (at >= end) {
                break;
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7F) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        isFaulty = true;
        return 0;
    }

    int fixed32() {
        if (end - at < Integer.BYTES) {
            isFaulty = true;
            return 0;
        }
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value |= (bytes[at++] & 0xFF) << (8 * i);
        }
        return value;
    }

    long fixed64() {
        long low = fixed32() & 0xFFFF_FFFFL;
        return low | ((long) fixed32() << 32);
    }

    /** Passes over a field with a length; returns where it ends, and {@link #lengthFrom} where it begins. */
    int lengthTo() {
        int length = (int) varint(); // of a longer varint other readers take the low 32 bits, too
        if (isFaulty || length < 0 || length > end - at) {
            isFaulty = true;
            return at;
        }
        at += length;
        lastLength = length;
        return at;
    }

    /** Where the field that {@link #lengthTo} passed over begins. */
    int lengthFrom() {
        return at - lastLength;
    }

    /** Passes over the value of the field. */
    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case LENGTH -> lengthTo();
            case FIXED32 -> fixed32();
            default -> isFaulty = true; // groups, which no Sparkplug payload has
        }
    }
}
