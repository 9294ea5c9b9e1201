package io.tocsin.ingest.mqtt.wire;

/**
 * MQTT's variable byte integer, seven bits a byte, low bits first, at most four bytes (MQTT 5, section 1.5.5). Read by
 * static methods whose one result is a long: the value, and above it how many bytes it took.
 */
final class VarInt {
    /** The bytes end before the number does. */
    static final long INCOMPLETE = -1;
    /** Longer than four bytes. */
    static final long MALFORMED = -2;

    private static final int MAX_LENGTH = 4;

    private VarInt() {}

    /**
     * @param end of the bytes that are there
     * @return for {@link #value} and {@link #length}, or {@link #INCOMPLETE} or {@link #MALFORMED}
     */
    static long read(byte[] bytes, int from, int end) {
        int value = 0;
        for (int i = 0; i < MAX_LENGTH; i++) {
            if (from + i >= end) {
                return INCOMPLETE;
            }
            int b = bytes[from + i];
            value |= (b & 0x7F) << (7 * i);
            if (b >= 0) {
                return ((long) (i + 1) << Integer.SIZE) | value;
            }
        }
        return MALFORMED;
    }

    static int value(long read) {
        return (int) read;
    }

    static int length(long read) {
        return (int) (read >>> Integer.SIZE);
    }
}
