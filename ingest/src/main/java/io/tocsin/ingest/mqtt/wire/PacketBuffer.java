package io.tocsin.ingest.mqtt.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes read from the socket and not yet used: {@code bytes[from..to)}. Holds the head of any message, with its topic,
 * and what is kept of a refused one. One thread.
 */
final class PacketBuffer {
    /** More than a fixed header, a topic, a packet id, a length of properties and what is kept of a payload. */
    static final int LENGTH = 80 * 1024;

    final byte[] bytes = new byte[LENGTH];
    int from;
    int to;

    int available() {
        return to - from;
    }

    /** Forgets the oldest bytes, which have been used. */
    void use(int count) {
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    /**
     * Reads as much as there is, at least one byte; there must be room, or bytes that were used.
     *
     * @return false at the end of the stream
     */
    boolean fill(InputStream in) throws IOException {
        if (to == LENGTH) {
            System.arraycopy(bytes, from, bytes, 0, available());
            to -= from;
            from = 0;
        }
        int count = in.read(bytes, to, LENGTH - to);
        if (count > 0) {
            to += count;
        }
        return count >= 0;
    }

    int unsignedShort(int index) {
        return (bytes[index] & 0xFF) << 8 | (bytes[index + 1] & 0xFF);
    }
}
