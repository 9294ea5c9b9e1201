package io.tocsin.ingest.mqtt.link;

import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.broker.BrokerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;

/** Makes the sockets of one attempt and can close them at any moment; knows whether the broker lives. Any thread. */
public final class BrokerSocketFactory extends SocketFactory {
    private static final long ANSWER_POLL_MS = 100;

    private final BrokerAddress address;
    private final BrokerTls tls;
    private final LinkListener listener;
    private final LinkLimits limits;
    private final boolean isVersion5;
    private final List<BrokerSocket> sockets = new ArrayList<>();
    private boolean closed;

    /**
     * @param tls null for plain TCP
     * @param listener gets the messages
     */
    public BrokerSocketFactory(
            BrokerAddress address, BrokerTls tls, LinkListener listener, LinkLimits limits, boolean isVersion5) {
        this.address = address;
        this.tls = tls;
        this.listener = listener;
        this.limits = limits;
        this.isVersion5 = isVersion5;
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        if (closed) {
            throw new IOException("the attempt was given up");
        }
        BrokerSocket socket = new BrokerSocket(address, tls, listener, limits, isVersion5);
        sockets.add(socket);
        return socket;
    }

    /** Whether the broker has said anything. */
    synchronized boolean hasAnswered() {
        return sockets.stream().anyMatch(BrokerSocket::hasAnswered);
    }

    /**
     * Waits for an answer of the broker: no longer than {@link MqttLink#ANSWER_TIMEOUT_MS} without a byte of it. An
     * answer may stand behind many messages, or behind one that takes minutes to come.
     *
     * @param answer fails with a {@link LinkException}
     */
    <T> T await(CompletableFuture<T> answer) throws LinkException {
        long askedNs = System.nanoTime();
        while (true) {
            try {
                return answer.get(ANSWER_POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                String death = deathOfReceiver();
                if (death != null) {
                    throw new LinkException(LinkException.Kind.REFUSED, death, e);
                }
                if (quietNs(askedNs) > TimeUnit.MILLISECONDS.toNanos(MqttLink.ANSWER_TIMEOUT_MS)) {
                    throw LinkFailures.noAnswer(e);
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof LinkException failure) {
                    throw failure;
                }
                throw new LinkException(LinkException.Kind.REFUSED, String.valueOf(e.getCause()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LinkException(LinkException.Kind.UNREACHABLE, "interrupted", e);
            }
        }
    }

    /** For how long nothing has come of the broker since a moment, {@link System#nanoTime()}. */
    private synchronized long quietNs(long sinceNs) {
        long nowNs = System.nanoTime();
        long quietNs = nowNs - sinceNs;
        for (BrokerSocket socket : sockets) {
            quietNs = Math.min(quietNs, nowNs - socket.lastSignNs());
        }
        return quietNs;
    }

    private synchronized String deathOfReceiver() {
        return sockets.stream()
                .map(BrokerSocket::deathOfReceiver)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Acknowledges messages, in this order; nothing when the connection is gone. */
    void acknowledge(int[] acknowledgements, int count) {
        BrokerSocket socket = newest();
        if (socket != null) {
            try {
                socket.acknowledge(acknowledgements, count);
            } catch (IOException e) {
                // The connection is gone, which the listener is told; the broker sends the messages again.
            }
        }
    }

    /** Publishes a message; returns whether it was written. */
    boolean publish(String topic, byte[] payload, int qos, boolean retained) {
        BrokerSocket socket = newest();
        try {
            return socket != null && socket.publish(topic, payload, qos, retained);
        } catch (IOException e) {
            return false; // the connection is gone, which the listener is told
        }
    }

    /** Asks the broker to confirm that it has read what was written; returns whether it was asked. */
    boolean askToConfirm(long mark) {
        BrokerSocket socket = newest();
        try {
            return socket != null && socket.askToConfirm(mark);
        } catch (IOException e) {
            return false; // the connection is gone, which the listener is told
        }
    }

    private synchronized BrokerSocket newest() {
        return sockets.isEmpty() ? null : sockets.get(sockets.size() - 1);
    }

    /** Closes what was made, and makes no more. */
    synchronized void closeAll() {
        closed = true;
        for (BrokerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed all the same; nobody reads from it any more.
            }
        }
        sockets.clear();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("Paho connects sockets itself");
    }
}
