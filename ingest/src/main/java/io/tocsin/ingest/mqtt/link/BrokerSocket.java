package io.tocsin.ingest.mqtt.link;

import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.BrokerTls;
import io.tocsin.ingest.mqtt.wire.InboundPackets;
import io.tocsin.ingest.mqtt.wire.OutboundPackets;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;

/**
 * The socket that Paho reads from and writes to: with TLS inside where it is asked for, and with messages and their
 * acknowledgements kept from Paho. {@link #close()} never waits, so another thread can end any attempt.
 */
final class BrokerSocket extends Socket {
    private static final int HANDSHAKE_TIMEOUT_MS = 5_000;

    private final Socket raw = new Socket();
    private final BrokerAddress address;
    private final BrokerTls tls;
    private final LinkListener listener;
    private final LinkLimits limits;
    private final boolean isVersion5;
    private volatile Socket active = raw;
    /** Open once something was written, or the socket closed. */
    private final CountDownLatch written = new CountDownLatch(1);

    private volatile boolean answered;
    private volatile String deathOfReceiver;
    private volatile InboundPackets in;
    private volatile OutboundPackets out;

    /**
     * @param tls null for plain TCP
     * @param listener gets the messages, and is told when Paho's receiver ends by an exception, for Paho tells nobody
     */
    BrokerSocket(BrokerAddress address, BrokerTls tls, LinkListener listener, LinkLimits limits, boolean isVersion5)
            throws IOException {
        super((SocketImpl) null);
        this.address = address;
        this.tls = tls;
        this.listener = listener;
        this.limits = limits;
        this.isVersion5 = isVersion5;
    }

    /**
     * Connects to the broker.
     *
     * @param placeholder ignored: Paho cannot name every host, see {@link MqttLink#PLACEHOLDER_URL}
     */
    @Override
    public void connect(SocketAddress placeholder, int timeoutMs) throws IOException {
        InetSocketAddress endpoint = new InetSocketAddress(address.host(), address.port());
        if (endpoint.isUnresolved()) {
            throw new UnknownHostException(address.host());
        }
        raw.connect(endpoint, timeoutMs);
        raw.setTcpNoDelay(true);
        if (tls != null) {
            raw.setSoTimeout(HANDSHAKE_TIMEOUT_MS);
            active = tls.over(raw, address);
        }
        out = new OutboundPackets(active.getOutputStream(), written);
        in = new InboundPackets(
                new GatedInput(active.getInputStream()),
                out,
                listener,
                isVersion5,
                limits.maxMessageBytes(),
                limits.maxTopics());
    }

    /** Acknowledges messages, in this order. */
    void acknowledge(int[] acknowledgements, int count) throws IOException {
        out.acknowledge(acknowledgements, count);
    }

    /** Publishes a message; returns whether the socket was open. */
    boolean publish(String topic, byte[] payload, int qos, boolean retained) throws IOException {
        OutboundPackets packets = out;
        if (packets == null) {
            return false;
        }
        packets.publish(topic, payload, qos, retained, isVersion5);
        return true;
    }

    /** Asks the broker to confirm that it has read what was written; returns whether it was asked. */
    boolean askToConfirm(long mark) throws IOException {
        return out.askToConfirm(mark);
    }

    /**
     * When the broker was last heard, or kept waiting by us, {@link System#nanoTime()}; the distant past before it
     * connects.
     */
    long lastSignNs() {
        InboundPackets packets = in;
        return packets == null ? System.nanoTime() - Long.MAX_VALUE / 2 : packets.lastSignNs();
    }

    /** Failure that ended Paho's receiver, or null. */
    String deathOfReceiver() {
        return deathOfReceiver;
    }

    /** Whether anything has been read. */
    boolean hasAnswered() {
        return answered;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public synchronized void setSoTimeout(int timeoutMs) throws SocketException {
        active.setSoTimeout(timeoutMs);
    }

    /** Nothing: {@link #close()} follows at once, and TLS cannot close halves. */
    @Override
    public void shutdownInput() {}

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    /** Closes below TLS, whose own close could wait for a writer. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it must never wait
    public void close() throws IOException {
        InboundPackets packets = in;
        if (packets != null) {
            packets.close();
        }
        raw.close();
        written.countDown();
    }

    @Override
    public String toString() {
        return "broker socket to " + address;
    }

    /**
     * Gives nothing, not even the end, before we have written. Paho starts its reader first and its writer and callback
     * threads after it; a reader that finds the end before those run stops the client, and they are then started and
     * never stopped.
     */
    private final class GatedInput extends FilterInputStream {
        private boolean isWatched;

        private GatedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            awaitGate();
            int next = super.read();
            answered |= next >= 0;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            awaitGate();
            int count = super.read(bytes, offset, length);
            answered |= count > 0;
            return count;
        }

        @Override
        public int available() throws IOException {
            return written.getCount() == 0 ? super.available() : 0;
        }

        private void awaitGate() throws IOException {
            if (!isWatched) {
                isWatched = true;
                Thread.currentThread().setUncaughtExceptionHandler(this::onDeath);
            }
            try {
                written.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        /** Of Paho's receiver, which else ends without a word and is missed after two keep-alives. */
        private void onDeath(Thread receiver, Throwable death) {
            deathOfReceiver = "the MQTT client ended by " + death;
            listener.onLost(LinkListener.Loss.OTHER, deathOfReceiver);
        }
    }
}
