package io.tocsin.alerts.mqtt;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Cuts the broker's bytes into packets. One thread. */
final class PacketReader {
    static final int CONNACK = 2;
    static final int PUBACK = 4;
    static final int PING_RESPONSE = 13;
    static final int DISCONNECT = 14;

    /** No packet that a publisher can get is longer. */
    private static final int MAX_LENGTH = 256 * 1024;

    private static final int CONTINUATION = 0x80;
    private static final int MAX_LENGTH_BYTES = 4;

    /**
     * One packet.
     *
     * @param type see the constants
     * @param body all bytes after its length
     */
    record Packet(int type, ByteBuffer body) {}

    private final DataInputStream in;

    PacketReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    /**
     * Waits for the next packet.
     *
     * @throws java.io.EOFException when the broker has closed the connection
     */
    Packet next() throws IOException {
        int type = in.readUnsignedByte() >>> 4;
        byte[] body = new byte[length()];
        in.readFully(body);
        return new Packet(type, ByteBuffer.wrap(body));
    }

    private int length() throws IOException {
        int length = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            int next = in.readUnsignedByte();
            length |= (next & 0x7F) << (7 * i);
            if (next < CONTINUATION) {
                if (length > MAX_LENGTH) {
                    throw new IOException("the broker sent a packet of " + length + " bytes to a publisher");
                }
                return length;
            }
        }
        throw new IOException("the broker sent a packet whose length cannot be read");
    }
}
