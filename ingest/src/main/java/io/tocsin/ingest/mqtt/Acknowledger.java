package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.mqtt.link.MqttLink;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The thread that acknowledges messages whose readings are durable, and asks the broker to confirm the
 * acknowledgements, on the connection in use.
 *
 * <p>While messages are pending the thread checks every half a millisecond which are durable; otherwise it sleeps until
 * {@link #onPending} or {@link #wake}. It sleeps through no message: the thread sets {@link #sleeping} and then checks
 * for pending messages, the reading thread adds its message and then checks {@link #sleeping}. Any thread may call any
 * method.
 */
final class Acknowledger {
    private static final long POLL_NS = 500_000L;
    /** Until the next attempt to ask a broker that could not be asked. */
    private static final long ASK_AGAIN_NS = 100_000_000L;

    private static final int BATCH = 256;

    private final LongSupplier durablePosition;
    private final Thread thread;
    private volatile Epoch living;
    private volatile boolean sleeping;
    private volatile boolean ended;

    /** The living connection with the link to acknowledge on. */
    private static final class Epoch {
        private final Connection connection;
        private final MqttLink link;

        private Epoch(Connection connection, MqttLink link) {
            this.connection = connection;
            this.link = link;
        }
    }

    /** @param durablePosition every journal record below it is durable */
    Acknowledger(String sourceName, LongSupplier durablePosition) {
        this.durablePosition = durablePosition;
        this.thread = new Thread(this::run, "tocsin-mqtt-ack-" + sourceName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Acknowledges on this connection from now on; before its first message. */
    void onConnection(Connection connection, MqttLink link) {
        living = new Epoch(connection, link);
    }

    /** The connection is over: its acknowledgements are dropped. */
    void onOver() {
        living = null;
    }

    /** The connection in use, or null. */
    Connection connection() {
        Epoch epoch = living;
        return epoch == null ? null : epoch.connection;
    }

    /** A message was added to the pending ones. */
    void onPending() {
        if (sleeping) {
            wake();
        }
    }

    /** Ends a sleep. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends the thread; {@link #join} waits for that. */
    void end() {
        ended = true;
        wake();
    }

    void join(long timeoutMs) throws InterruptedException {
        thread.join(timeoutMs);
    }

    private void run() {
        int[] acknowledgements = new int[BATCH];
        while (!ended) {
            Epoch epoch = living;
            if (epoch == null || acknowledge(epoch, acknowledgements) == 0) {
                rest(epoch);
            }
        }
    }

    /** Returns how many messages were acknowledged. */
    private int acknowledge(Epoch epoch, int[] acknowledgements) {
        Connection connection = epoch.connection;
        int count = connection.peekDurable(durablePosition.getAsLong(), acknowledgements);
        if (count > 0) {
            epoch.link.acknowledge(acknowledgements, count);
            connection.onAcknowledged(count);
        }
        long toConfirm = connection.nextToConfirm();
        if (toConfirm != DeliveryWindow.NOTHING && epoch.link.askToConfirm(toConfirm)) {
            connection.onAsked(toConfirm);
        }
        return count;
    }

    private void rest(Epoch epoch) {
        sleeping = true;
        if (epoch != null && epoch.connection.hasPendingAcks()) {
            sleeping = false; // a further message need not wake it
            LockSupport.parkNanos(this, POLL_NS);
        } else if (epoch != null && epoch.connection.nextToConfirm() != DeliveryWindow.NOTHING) {
            LockSupport.parkNanos(this, ASK_AGAIN_NS);
        } else if (epoch == living && !ended) {
            LockSupport.park(this);
        }
        sleeping = false;
    }
}
