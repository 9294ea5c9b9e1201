package io.tocsin.ingest.mqtt.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * Bytes for the broker, of two writers: Paho, which may write a packet in pieces, and our acknowledgements and
 * messages, which go between two packets of Paho's. Those made while Paho is within a packet follow that packet.
 *
 * <p>Any thread; a writer waits for the other one's bytes.
 */
public final class OutboundPackets extends OutputStream {
    /** In the place of a packet id: nothing is to be acknowledged. */
    public static final int NO_ACKNOWLEDGEMENT = 0;

    private static final long PAHOS = -1;
    private static final int MAX_PINGS = 16;
    private static final byte[] PING = {(byte) (PacketType.PINGREQ << 4), 0};
    private static final int PUBLISH_ID = 0xFFFF;
    private static final int OF_QOS_2 = 1 << 16;
    private static final int ACKNOWLEDGEMENT_LENGTH = 4;
    private static final int PUBACK = PacketType.PUBACK << 4;
    private static final int PUBREC = PacketType.PUBREC << 4;
    private static final int PUBCOMP = PacketType.PUBCOMP << 4;
    /** In the place of a packet's rest while its length is being read. */
    private static final int IN_LENGTH = -1;

    private final OutputStream out;
    private final CountDownLatch written;
    private final ByteArrayOutputStream later = new ByteArrayOutputStream();
    private byte[] own = new byte[64 * ACKNOWLEDGEMENT_LENGTH];
    /** Bytes that are left of Paho's packet; 0 between packets. */
    private int rest;

    private int length;
    private int lengthShift;
    private volatile boolean pingAwaited;
    /** Of pings without an answer, oldest first: the mark of a question of ours, or {@link #PAHOS}. */
    private final long[] pings = new long[MAX_PINGS];

    private int pingCount;

    /**
     * @param written counted down by the first bytes, whether they could be written or not
     */
    public OutboundPackets(OutputStream out, CountDownLatch written) {
        this.out = out;
        this.written = written;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Paho's bytes. */
    @Override
    public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
        for (int i = offset; i < offset + count; i++) {
            follow(bytes[i]);
        }
        try {
            out.write(bytes, offset, count);
        } finally {
            written.countDown();
        }
        if (rest == 0 && later.size() > 0) {
            later.writeTo(out);
            later.reset();
        }
    }

    /** Notes where in Paho's packets the stream is. */
    private void follow(byte b) {
        if (rest > 0) {
            rest--;
        } else if (rest == 0) {
            if ((b & 0xF0) >> 4 == PacketType.PINGREQ) {
                pingAwaited = true;
                addPing(PAHOS);
            }
            rest = IN_LENGTH;
            length = 0;
            lengthShift = 0;
        } else {
            length |= (b & 0x7F) << lengthShift;
            lengthShift += 7;
            if (b >= 0) {
                rest = length;
            }
        }
    }

    /** Ticket of a message for {@link #acknowledge}. */
    public static int acknowledgement(int qos, int packetId) {
        return switch (qos) {
            case 0 -> NO_ACKNOWLEDGEMENT;
            case 1 -> packetId;
            default -> packetId | OF_QOS_2;
        };
    }

    /**
     * Acknowledges messages, in this order.
     *
     * @param acknowledgements as {@link #acknowledgement} returns them
     */
    public synchronized void acknowledge(int[] acknowledgements, int count) throws IOException {
        if (own.length < count * ACKNOWLEDGEMENT_LENGTH) {
            own = new byte[count * ACKNOWLEDGEMENT_LENGTH];
        }
        int end = 0;
        for (int i = 0; i < count; i++) {
            int acknowledgement = acknowledgements[i];
            if (acknowledgement != NO_ACKNOWLEDGEMENT) {
                end = put(end, acknowledgement < OF_QOS_2 ? PUBACK : PUBREC, acknowledgement);
            }
        }
        send(own, end);
    }

    /**
     * Publishes a message. Its acknowledgement is not waited for: with QoS 1 all have one packet id, which Paho's few
     * requests do not reach.
     */
    public synchronized void publish(String topic, byte[] payload, int qos, boolean retained, boolean isVersion5)
            throws IOException {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write((PacketType.PUBLISH << 4) | (qos << 1) | (retained ? 1 : 0));
        int remaining = 2 + name.length + (qos > 0 ? 2 : 0) + (isVersion5 ? 1 : 0) + payload.length;
        do {
            packet.write((remaining & 0x7F) | (remaining > 0x7F ? 0x80 : 0));
            remaining >>>= 7;
        } while (remaining > 0);
        packet.write(name.length >> 8);
        packet.write(name.length);
        packet.writeBytes(name);
        if (qos > 0) {
            packet.write(PUBLISH_ID >> 8);
            packet.write(PUBLISH_ID);
        }
        if (isVersion5) {
            packet.write(0); // no properties
        }
        packet.writeBytes(payload);
        send(packet.toByteArray(), packet.size());
    }

    /**
     * Asks the broker to confirm that it has read all that was written so far, by a ping of our own.
     *
     * @param mark of the question, 0 or more
     * @return whether it could be asked: not while many pings have no answer
     */
    public synchronized boolean askToConfirm(long mark) throws IOException {
        if (!addPing(mark)) {
            return false;
        }
        send(PING, PING.length);
        return true;
    }

    private boolean addPing(long mark) {
        if (pingCount == MAX_PINGS) {
            return false;
        }
        pings[pingCount++] = mark;
        return true;
    }

    /** The broker has answered the oldest ping; the mark of the question that this was, or below 0. */
    synchronized long takeAnswer() {
        if (pingCount == 0) {
            return PAHOS;
        }
        long mark = pings[0];
        pingCount--;
        System.arraycopy(pings, 1, pings, 0, pingCount);
        return mark;
    }

    /** Ends the exchange for a message of QoS 2. */
    synchronized void acknowledgeReleased(int packetId) throws IOException {
        send(own, put(0, PUBCOMP, packetId));
    }

    private int put(int offset, int firstByte, int packetId) {
        own[offset] = (byte) firstByte;
        own[offset + 1] = ACKNOWLEDGEMENT_LENGTH - 2;
        own[offset + 2] = (byte) (packetId >> 8);
        own[offset + 3] = (byte) packetId;
        return offset + ACKNOWLEDGEMENT_LENGTH;
    }

    private void send(byte[] bytes, int count) throws IOException {
        if (rest == 0) {
            out.write(bytes, 0, count);
        } else {
            later.write(bytes, 0, count);
        }
    }

    /**
     * Whether Paho has asked for a sign of life since this was asked last. The broker's answers are not waited for: any
     * byte of it is one, and an answer may stand behind messages that are not read yet.
     */
    boolean takePing() {
        if (!pingAwaited) {
            return false;
        }
        pingAwaited = false;
        return true;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
