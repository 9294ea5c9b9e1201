package io.tocsin.alerts.sink;

import io.tocsin.alerts.mqtt.MqttVersion;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * As much of a broker as a publisher sees, with limits and answers of the test's choosing. It holds its
 * acknowledgements back until the publisher sends no more, and so sees how many messages that has in flight at most.
 */
final class ScriptedBroker implements AutoCloseable {
    /** How long no byte comes from a publisher that waits. */
    private static final long SILENCE_MS = 10;

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int DISCONNECT = 14;

    /** The broker's answer to a message. */
    record Answer(Kind kind, int code) {
        enum Kind {
            ACKNOWLEDGE,
            SILENCE,
            BREAK,
            DISCONNECT
        }

        static final Answer YES = new Answer(Kind.ACKNOWLEDGE, 0);
        /** Taken, and never acknowledged. */
        static final Answer SILENCE = new Answer(Kind.SILENCE, 0);

        static final Answer BREAK = new Answer(Kind.BREAK, 0);

        static Answer refuse(int code) {
            return new Answer(Kind.ACKNOWLEDGE, code);
        }

        static Answer disconnect(int code) {
            return new Answer(Kind.DISCONNECT, code);
        }
    }

    /** Payloads of the messages it has taken, in their order. */
    final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    /** Connections it has accepted. */
    final AtomicInteger connectionCount = new AtomicInteger();
    /** Pings it has got. */
    final AtomicInteger pingCount = new AtomicInteger();
    /** The most messages without an answer at once. */
    final AtomicInteger mostInFlight = new AtomicInteger();

    private final MqttVersion version;
    private final byte[] properties;
    private final Function<String, Answer> answers;
    private final ServerSocket server;
    private volatile boolean isInReverse;
    private volatile boolean isMute;

    /**
     * @param version refuses the other
     * @param properties of its CONNACK
     * @param answers to a payload; asked once for each message
     */
    ScriptedBroker(MqttVersion version, byte[] properties, Function<String, Answer> answers) throws IOException {
        this.version = version;
        this.properties = properties;
        this.answers = answers;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }

    /** The properties of a CONNACK: numbers by their identifiers, each so many bytes long. */
    static byte[] property(int identifier, long value, int bytes) {
        ByteArrayOutputStream property = new ByteArrayOutputStream();
        property.write(identifier);
        for (int i = bytes - 1; i >= 0; i--) {
            property.write((int) (value >>> (8 * i)));
        }
        return property.toByteArray();
    }

    /** From now on it acknowledges the last first. */
    ScriptedBroker inReverse() {
        isInReverse = true;
        return this;
    }

    /** From now on it answers no ping. */
    ScriptedBroker mute() {
        isMute = true;
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                talk(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                // The publisher, or the test, closed it: on to the next, or the end.
                mostInFlight.accumulateAndGet(0, Math::max);
            }
        }
    }

    private void talk(InputStream bytes, OutputStream out) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        List<byte[]> acks = new ArrayList<>();
        while (true) {
            if (!acks.isEmpty() && isSilent(bytes)) {
                if (isInReverse) {
                    Collections.reverse(acks);
                }
                for (byte[] ack : acks) {
                    out.write(ack);
                }
                acks.clear();
            }
            int first = in.readUnsignedByte();
            byte[] body = new byte[remainingLength(in)];
            in.readFully(body);
            switch (first >> 4) {
                case CONNECT -> {
                    boolean isKnown = body[6] == (version == MqttVersion.MQTT_5 ? 5 : 4);
                    out.write(connAck(isKnown));
                    if (!isKnown) {
                        return;
                    }
                    connectionCount.incrementAndGet();
                }
                case PUBLISH -> {
                    int qos = (first >> 1) & 3;
                    if (!onPublish(ByteBuffer.wrap(body), qos, acks, out)) {
                        discardRest(bytes);
                        return;
                    }
                }
                case DISCONNECT -> {
                    return;
                }
                default -> {
                    pingCount.incrementAndGet();
                    if (!isMute) {
                        out.write(new byte[] {(byte) 0xD0, 0});
                    }
                }
            }
        }
    }

    private boolean onPublish(ByteBuffer body, int qos, List<byte[]> acks, OutputStream out) throws IOException {
        body.position(2 + body.getShort());
        short packetId = qos == 0 ? 0 : body.getShort();
        if (version == MqttVersion.MQTT_5) {
            int propertiesLength = body.get();
            body.position(body.position() + propertiesLength);
        }
        byte[] payload = new byte[body.remaining()];
        body.get(payload);
        String text = new String(payload, StandardCharsets.UTF_8);
        mostInFlight.accumulateAndGet(acks.size() + 1, Math::max);
        Answer answer = answers.apply(text);
        switch (answer.kind()) {
            case SILENCE -> accepted.add(text);
            case BREAK -> {
                for (byte[] ack : acks) {
                    out.write(ack);
                }
                return false;
            }
            case DISCONNECT -> {
                for (byte[] ack : acks) {
                    out.write(ack);
                }
                out.write(new byte[] {(byte) 0xE0, 2, (byte) answer.code(), 0});
                return false;
            }
            case ACKNOWLEDGE -> {
                if (answer.code() < 0x80) {
                    accepted.add(text);
                }
                if (qos > 0) {
                    acks.add(ack(packetId, answer.code()));
                }
            }
        }
        return true;
    }

    private byte[] connAck(boolean isKnown) {
        if (version == MqttVersion.MQTT_3_1_1) {
            return new byte[] {0x20, 2, 0, (byte) (isKnown ? 0 : 1)};
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x20);
        packet.write(3 + properties.length);
        packet.write(0);
        packet.write(isKnown ? 0 : 0x84);
        packet.write(properties.length);
        packet.writeBytes(properties);
        return packet.toByteArray();
    }

    private byte[] ack(short packetId, int code) {
        byte high = (byte) (packetId >> 8);
        byte low = (byte) packetId;
        return version == MqttVersion.MQTT_3_1_1 || code == 0
                ? new byte[] {0x40, 2, high, low}
                : new byte[] {0x40, 4, high, low, (byte) code, 0};
    }

    /**
     * Reads the socket until it is empty: closing it with unread bytes would discard the acknowledgements just written.
     */
    private static void discardRest(InputStream in) throws IOException {
        while (!isSilent(in)) {
            in.skipNBytes(in.available());
        }
    }

    private static boolean isSilent(InputStream in) throws IOException {
        long deadlineNs = System.nanoTime() + SILENCE_MS * 1_000_000;
        while (in.available() == 0 && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(100_000);
        }
        return in.available() == 0;
    }

    private static int remainingLength(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next >= 0x80);
        return length;
    }
}
