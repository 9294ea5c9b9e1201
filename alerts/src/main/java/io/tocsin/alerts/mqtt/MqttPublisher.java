package io.tocsin.alerts.mqtt;

import io.tocsin.alerts.mqtt.ConnectionLostException.End;
import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.BrokerTls;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A publishing connection, which is not reused after a failure. The caller must respect the limits on unacknowledged
 * messages ({@link ConnAck#receiveMaximum()}) and on the length of a packet; this class does not check them.
 *
 * <p>Threads: one thread calls everything; a thread of its own reads the broker's packets. Closing the
 * {@link BrokerSocket} ends a blocked call.
 */
public final class MqttPublisher implements AutoCloseable {
    /** How long the broker may take to accept a connection. */
    private static final long CONNECT_NS = TimeUnit.SECONDS.toNanos(5);
    /** How long the broker may leave bytes unread. */
    private static final long WRITE_NS = TimeUnit.SECONDS.toNanos(10);
    /** How long the broker may take to answer a ping, if its keep alive is not shorter. */
    private static final long LONGEST_PING_NS = TimeUnit.SECONDS.toNanos(10);
    /** Longest duration of a disconnect. */
    private static final long FAREWELL_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int MAX_PACKET_ID = 65_535;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final MqttVersion version;
    private final BrokerSocket brokerSocket;
    private final Socket socket;
    private final OutputStream out;
    private final PacketReader in;
    private final ConnAck granted;
    private final long pingIntervalNs;
    private final long pingTimeoutNs;
    /** In the order of arrival; an empty entry marks the end of the connection */
    private final LinkedBlockingQueue<Optional<PubAck>> acks = new LinkedBlockingQueue<>();

    private final Thread reader;
    private volatile ConnectionLostException lost;
    private volatile boolean isPingAnswered = true;
    private int lastPacketId;
    private boolean hasUnsent;
    private long lastWriteNs;

    private MqttPublisher(
            MqttVersion version,
            BrokerSocket brokerSocket,
            Socket socket,
            OutputStream out,
            PacketReader in,
            ConnAck granted,
            String clientId) {
        this.version = version;
        this.brokerSocket = brokerSocket;
        this.socket = socket;
        this.out = out;
        this.in = in;
        this.granted = granted;
        this.pingIntervalNs = granted.keepAliveSeconds() == 0
                ? Long.MAX_VALUE
                : TimeUnit.SECONDS.toNanos(granted.keepAliveSeconds()) / 2;
        this.pingTimeoutNs = Math.min(LONGEST_PING_NS, TimeUnit.SECONDS.toNanos(granted.keepAliveSeconds()));
        this.lastWriteNs = System.nanoTime();
        this.reader = new Thread(this::readUntilEnd, "mqtt-reader-" + clientId);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Connects, with a new session.
     *
     * @param tls or null: plain TCP
     * @param brokerSocket a fresh one, for the caller to abort
     * @throws MqttVersionException when the reason may be the protocol's version
     * @throws IOException when there is no connection within 5 s
     */
    public static MqttPublisher connect(
            BrokerAddress address, BrokerTls tls, MqttLogin login, MqttVersion version, BrokerSocket brokerSocket)
            throws IOException {
        Deadline deadline = Deadline.in(CONNECT_NS, brokerSocket);
        try {
            Socket socket = brokerSocket.open(address, tls);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
            PacketReader in = new PacketReader(socket.getInputStream());
            ConnAck granted = handshake(out, in, login, version, brokerSocket);
            return new MqttPublisher(version, brokerSocket, socket, out, in, granted, login.clientId());
        } catch (IOException e) {
            if (deadline.isPast()) {
                throw new IOException("no answer within " + TimeUnit.NANOSECONDS.toSeconds(CONNECT_NS) + " s", e);
            }
            brokerSocket.abort();
            throw e;
        } finally {
            deadline.lift();
        }
    }

    /** Limits that the broker grants. */
    public ConnAck granted() {
        return granted;
    }

    /** The version that is spoken. */
    public MqttVersion version() {
        return version;
    }

    /**
     * Sends a message, at the latest when {@link #flush()} is called.
     *
     * @return its packet identifier, which its {@link PubAck} will have; without meaning at QoS 0
     */
    public int send(PublishPacket packet) throws IOException {
        lastPacketId = lastPacketId % MAX_PACKET_ID + 1;
        hasUnsent = true;
        write(packet.encode(version, lastPacketId), false);
        return lastPacketId;
    }

    /** Sends all buffered messages. */
    public void flush() throws IOException {
        if (hasUnsent) {
            hasUnsent = false;
            write(new byte[0], true);
        }
    }

    /**
     * Waits for the next acknowledgement; acknowledgements that arrived before the end of the connection are returned
     * before its exception is thrown.
     *
     * @return null when the time is over
     * @throws ConnectionLostException when no further ones can come
     */
    public PubAck awaitAck(long timeoutNs) throws IOException {
        try {
            Optional<PubAck> ack = acks.poll(timeoutNs, TimeUnit.NANOSECONDS);
            if (ack == null) {
                return null;
            }
            if (ack.isEmpty()) {
                acks.add(ack); // for the next call
                throw lost;
            }
            return ack.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the broker");
        }
    }

    /**
     * Keeps an idle connection alive: call it at least once a second.
     *
     * @throws ConnectionLostException when the connection has ended
     */
    public void check() throws IOException {
        if (lost != null) {
            throw lost;
        }
        long silentNs = System.nanoTime() - lastWriteNs;
        if (!isPingAnswered && silentNs > pingTimeoutNs) {
            throw new ConnectionLostException("the broker answers no ping", false, null);
        }
        if (isPingAnswered && silentNs >= pingIntervalNs) {
            isPingAnswered = false;
            write(PacketEncoder.pingRequest(), true);
        }
    }

    /** Sends DISCONNECT on an open connection, waits for the broker to close it, and releases all resources. */
    @Override
    public void close() {
        Deadline deadline = Deadline.in(FAREWELL_NS, brokerSocket);
        try {
            if (lost == null) {
                out.write(PacketEncoder.disconnect());
                out.flush();
                socket.shutdownOutput();
                reader.join(TimeUnit.NANOSECONDS.toMillis(FAREWELL_NS));
            }
        } catch (IOException e) {
            // the broker has already closed the connection
            brokerSocket.abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            deadline.lift();
            brokerSocket.abort();
        }
    }

    private static ConnAck handshake(
            OutputStream out, PacketReader in, MqttLogin login, MqttVersion version, BrokerSocket brokerSocket)
            throws IOException {
        PacketReader.Packet answer;
        try {
            out.write(PacketEncoder.connect(version, login, KEEP_ALIVE_SECONDS));
            out.flush();
            answer = in.next();
        } catch (IOException e) {
            if (brokerSocket.isAborted()) {
                throw e;
            }
            throw new MqttVersionException("the broker closed the connection instead of answering", e);
        }
        if (answer.type() != PacketReader.CONNACK) {
            throw new MqttVersionException("the broker answered with a packet of type " + answer.type(), null);
        }
        return ConnAck.read(version, answer.body(), KEEP_ALIVE_SECONDS);
    }

    private void write(byte[] bytes, boolean andFlush) throws IOException {
        Deadline deadline = Deadline.in(WRITE_NS, brokerSocket);
        try {
            out.write(bytes);
            if (andFlush) {
                out.flush();
            }
            lastWriteNs = System.nanoTime();
        } catch (IOException e) {
            if (deadline.isPast()) {
                throw new ConnectionLostException(
                        "the broker took nothing for " + TimeUnit.NANOSECONDS.toSeconds(WRITE_NS) + " s", false, e);
            }
            throw new ConnectionLostException(closed(e), !brokerSocket.isAborted(), e);
        } finally {
            deadline.lift();
        }
    }

    private void readUntilEnd() {
        try {
            while (true) {
                onPacket(in.next());
            }
        } catch (ConnectionLostException e) {
            lost = e;
        } catch (IOException e) {
            boolean isByBroker = !brokerSocket.isAborted();
            lost = new ConnectionLostException(closed(e), isByBroker, isByBroker ? End.CLOSED : End.OTHER, e);
        }
        acks.add(Optional.empty());
    }

    private void onPacket(PacketReader.Packet packet) throws IOException {
        switch (packet.type()) {
            case PacketReader.PUBACK -> acks.add(Optional.of(PubAck.read(packet.body())));
            case PacketReader.PING_RESPONSE -> isPingAnswered = true;
            case PacketReader.DISCONNECT -> throw disconnected(packet.body());
            default -> throw new IOException("the broker sent a packet of type " + packet.type() + " to a publisher");
        }
    }

    private static ConnectionLostException disconnected(ByteBuffer body) throws IOException {
        int code = body.hasRemaining() ? body.get() & 0xFF : 0;
        String text = body.hasRemaining() ? Properties.read(body).reason() : "";
        return new ConnectionLostException(
                "the broker disconnected: " + ReasonCode.describe(code, text),
                ReasonCode.mayBlameMessages(code),
                code == ReasonCode.SESSION_TAKEN_OVER ? End.TAKEN_OVER : End.OTHER,
                null);
    }

    private static String closed(IOException e) {
        String message = e.getMessage();
        return e instanceof EOFException || message == null
                ? "the broker closed the connection"
                : "the connection broke: " + message;
    }
}
