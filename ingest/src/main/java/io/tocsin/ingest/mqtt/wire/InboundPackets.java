package io.tocsin.ingest.mqtt.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;

/**
 * The broker's bytes, cut into packets. Messages go to a {@link MessageListener} and never to Paho, whose receiver
 * would end by a topic it does not like and take a payload of any size into the heap; a message that is too large, has
 * a topic that none may have or is malformed is skipped without being held. Paho reads the answers to its own requests,
 * each as a whole.
 *
 * <p>One thread reads: Paho's receiver. A read may time out between any two bytes and be tried again. Allocates nothing
 * for messages below {@value #REUSED_PAYLOADS} bytes with topics that came before.
 *
 * <p>Errors: {@link PacketException} when the next packet's beginning cannot be told, or the broker sends a packet that
 * only a client may send or says goodbye; again with each further read.
 */
public final class InboundPackets extends InputStream {
    private static final int HOLD_MS = 100;
    /** Payloads shorter than this are given in an array that is used again for the next one of that length. */
    private static final int REUSED_PAYLOADS = 1_024;

    private static final byte[] PINGRESP = {(byte) (PacketType.PINGRESP << 4), 0};
    private static final int PACKET_ID_LENGTH = 2;

    /** State of the current packet. */
    private enum Stage {
        BETWEEN,
        HELD,
        PAYLOAD,
        SKIPPED
    }

    private final InputStream in;
    private final OutboundPackets out;
    private final MessageListener listener;
    private final boolean isVersion5;
    private final PacketBuffer buffer = new PacketBuffer();
    private final PublishHead head;
    private final TopicTexts topics;
    private final byte[][] payloads = new byte[REUSED_PAYLOADS][];

    private Stage stage = Stage.BETWEEN;
    private String topic;
    private byte[] payload;
    private int payloadDone;
    private int toSkip;
    private RefusedMessage refused;
    private PacketException failure;

    /** Bytes that Paho reads next. */
    private byte[] given = PINGRESP;

    private int givenFrom;
    private int givenTo;
    private boolean isPingAnswered;
    private boolean hasEnded;
    private volatile boolean closed;
    private volatile long lastSignNs = System.nanoTime();

    /**
     * @param in the socket's bytes
     * @param out takes answers that Paho does not give
     * @param maxMessageBytes the largest packet that is taken as a message
     * @param maxTopics how many topics are remembered
     */
    public InboundPackets(
            InputStream in,
            OutboundPackets out,
            MessageListener listener,
            boolean isVersion5,
            int maxMessageBytes,
            int maxTopics) {
        this.in = in;
        this.out = out;
        this.listener = listener;
        this.isVersion5 = isVersion5;
        this.head = new PublishHead(isVersion5, maxMessageBytes);
        this.topics = new TopicTexts(maxTopics);
    }

    @Override
    public int read() throws IOException {
        return hasGiven() ? given[givenFrom++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasGiven()) {
            return -1;
        }
        int count = Math.min(length, givenTo - givenFrom);
        System.arraycopy(given, givenFrom, target, offset, count);
        givenFrom += count;
        return count;
    }

    @Override
    public int available() {
        return givenTo - givenFrom;
    }

    /** Ends a wait for room; any thread. The socket is closed by its owner. */
    @Override
    public void close() {
        closed = true;
    }

    /** When the broker was last heard, or kept waiting by us, {@link System#nanoTime()}. Any thread. */
    public long lastSignNs() {
        return lastSignNs;
    }

    /** Goes on until there is a byte for Paho; false at the end of the stream. */
    private boolean hasGiven() throws IOException {
        while (givenFrom == givenTo) {
            if (failure != null) {
                throw failure;
            }
            if (isPingAnswered) {
                isPingAnswered = false;
                give(PINGRESP, 0, PINGRESP.length);
            } else if (hasEnded) {
                return false;
            } else {
                proceed();
            }
        }
        return true;
    }

    private void give(byte[] bytes, int from, int to) {
        given = bytes;
        givenFrom = from;
        givenTo = to;
    }

    private void proceed() throws IOException {
        switch (stage) {
            case BETWEEN -> beginPacket();
            case HELD -> awaitRoom();
            case PAYLOAD -> readPayload();
            case SKIPPED -> skip();
        }
    }

    private void beginPacket() throws IOException {
        int first = buffer.from;
        long remaining = buffer.available() == 0 ? VarInt.INCOMPLETE : VarInt.read(buffer.bytes, first + 1, buffer.to);
        if (remaining == VarInt.INCOMPLETE) {
            fill();
            return;
        }
        int type = (buffer.bytes[first] & 0xF0) >> 4;
        if (remaining == VarInt.MALFORMED) {
            throw failure("a packet of type " + PacketType.name(type) + " with a length of more than four bytes");
        }
        int headLength = 1 + VarInt.length(remaining);
        if (type == PacketType.PUBLISH) {
            beginMessage(headLength, VarInt.value(remaining));
        } else {
            takeControl(type, headLength, headLength + VarInt.value(remaining));
        }
    }

    private void beginMessage(int headLength, int remaining) throws IOException {
        if (!head.read(buffer, headLength, remaining)) {
            fill();
        } else if (head.isRefused()) {
            refused = head.refused(buffer);
            toSkip = head.packetLength();
            stage = Stage.SKIPPED;
        } else if (listener.awaitRoom(0)) {
            beginPayload();
        } else {
            stage = Stage.HELD;
        }
    }

    private void awaitRoom() throws IOException {
        if (closed) {
            throw new SocketException("closed");
        }
        onSign();
        if (listener.awaitRoom(HOLD_MS)) {
            beginPayload();
        }
    }

    private void beginPayload() {
        topic = topics.of(buffer.bytes, buffer.from + head.topicFrom(), head.topicLength());
        buffer.use(head.headLength());
        toSkip = head.propertiesLength();
        payload = payload(head.payloadLength());
        payloadDone = 0;
        stage = Stage.PAYLOAD;
    }

    private byte[] payload(int length) {
        if (length >= REUSED_PAYLOADS) {
            return new byte[length];
        }
        if (payloads[length] == null) {
            payloads[length] = new byte[length];
        }
        return payloads[length];
    }

    private void readPayload() throws IOException {
        if (toSkip > 0) {
            skipBytes();
            return;
        }
        int count = Math.min(buffer.available(), payload.length - payloadDone);
        System.arraycopy(buffer.bytes, buffer.from, payload, payloadDone, count);
        buffer.use(count);
        payloadDone += count;
        int missing = payload.length - payloadDone;
        if (missing == 0) {
            byte[] complete = payload;
            payload = null;
            stage = Stage.BETWEEN;
            listener.onMessage(topic, complete, head.qos(), head.isRetained(), head.packetId());
        } else if (missing < PacketBuffer.LENGTH) {
            fill(); // with what follows it
        } else {
            int read = in.read(payload, payloadDone, missing);
            payloadDone += Math.max(read, 0);
            noteRead(read >= 0);
        }
    }

    private void skip() throws IOException {
        if (toSkip > 0) {
            skipBytes();
            return;
        }
        RefusedMessage told = refused;
        refused = null;
        stage = Stage.BETWEEN;
        listener.onRefused(told);
    }

    private void skipBytes() throws IOException {
        int count = Math.min(buffer.available(), toSkip);
        buffer.use(count);
        toSkip -= count;
        if (toSkip > 0) {
            fill();
        }
    }

    private void takeControl(int type, int headLength, int packetLength) throws IOException {
        int packetFlags = buffer.bytes[buffer.from] & 0xF;
        if (!PacketType.isBrokers(type, isVersion5)) {
            throw failure("a packet of type " + PacketType.name(type) + ", which no broker may send");
        }
        if (packetFlags != PacketType.flags(type) || packetLength > PacketBuffer.LENGTH) {
            throw failure("a malformed packet of type " + PacketType.name(type) + ", flags=" + packetFlags + ", length="
                    + packetLength);
        }
        if (buffer.available() < packetLength) {
            fill();
            return;
        }
        int body = buffer.from + headLength;
        int bodyLength = packetLength - headLength;
        switch (type) {
            case PacketType.CONNACK, PacketType.SUBACK, PacketType.UNSUBACK ->
                give(buffer.bytes, buffer.from, buffer.from + packetLength);
            case PacketType.PUBREL -> {
                if (bodyLength >= PACKET_ID_LENGTH) {
                    out.acknowledgeReleased(buffer.unsignedShort(body));
                }
            }
            case PacketType.DISCONNECT -> {
                int reasonCode = bodyLength == 0 ? 0 : buffer.bytes[body] & 0xFF;
                failure = PacketException.disconnected(reasonCode);
                throw failure;
            }
            case PacketType.PINGRESP -> {
                // Paho's ping is answered already.
                long mark = out.takeAnswer();
                if (mark >= 0) {
                    listener.onConfirmed(mark);
                }
            }
            default -> {
                // An answer to a message that we never sent.
            }
        }
        buffer.use(packetLength);
    }

    private void fill() throws IOException {
        noteRead(buffer.fill(in));
    }

    private void noteRead(boolean isRead) {
        if (isRead) {
            onSign();
        } else {
            hasEnded = true;
        }
    }

    /** The broker lives, whether it has answered Paho's ping or not. */
    private void onSign() {
        lastSignNs = System.nanoTime();
        isPingAnswered |= out.takePing();
    }

    private PacketException failure(String what) {
        failure = new PacketException("the broker sent " + what);
        return failure;
    }
}
