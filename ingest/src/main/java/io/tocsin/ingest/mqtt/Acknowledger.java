package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.mqtt.link.MqttLink;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The thread that acknowledges messages whose readings are durable, and asks the broker to confirm the
 * acknowledgements, on the connection in use.
 *
 * <p>The thread sleeps until the oldest message is durable, or {@link #wake}. It sleeps through no message: the journal
 * moves the durable position, the reading thread adds its message, and each then compares the two and wakes a sleeper;
 * the thread sets {@link #sleeping} and then compares them too. Where messages become durable in quick succession it
 * pauses between two, so that they are acknowledged together. Any thread may call any method.
 */
final class Acknowledger {
    /** Messages that become durable within this time of each other are acknowledged together. */
    private static final long GATHER_NS = 500_000L;
    /** Until the next attempt to ask a broker that could not be asked. */
    private static final long ASK_AGAIN_NS = 100_000_000L;

    private static final int BATCH = 256;

    private final LongSupplier durablePosition;
    private final Thread thread;
    private volatile Epoch living;
    private volatile boolean sleeping;
    private volatile boolean ended;
    /** Whether messages become durable in quick succession. The acknowledging thread only. */
    private boolean isQuick;

    /** Whether the broker could not be asked. The acknowledging thread only. */
    private boolean isAskRefused;

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
        Epoch epoch = living;
        if (epoch != null && hasWork(epoch) && sleeping) {
            wake();
        }
    }

    /** The durable position has moved. */
    void onDurable() {
        Epoch epoch = living;
        if (sleeping && epoch != null && isDue(epoch)) {
            wake();
        }
    }

    private boolean hasWork(Epoch epoch) {
        return isDue(epoch) || epoch.connection.nextToConfirm() != DeliveryWindow.NOTHING;
    }

    private boolean isDue(Epoch epoch) {
        return epoch.connection.hasDurable(durablePosition.getAsLong());
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
        boolean isAsked = toConfirm != DeliveryWindow.NOTHING && epoch.link.askToConfirm(toConfirm);
        if (isAsked) {
            connection.onAsked(toConfirm);
        }
        isAskRefused = toConfirm != DeliveryWindow.NOTHING && !isAsked;
        return count;
    }

    private void rest(Epoch epoch) {
        if (isQuick) {
            LockSupport.parkNanos(this, GATHER_NS);
            isQuick = epoch != null && isDue(epoch);
            return;
        }
        long beganNs = System.nanoTime();
        sleeping = true;
        boolean isRefused = isAskRefused && epoch != null;
        if (epoch != null && (isRefused ? isDue(epoch) : hasWork(epoch))) {
            sleeping = false;
        } else if (isRefused) {
            LockSupport.parkNanos(this, ASK_AGAIN_NS);
        } else if (epoch == living && !ended) {
            LockSupport.park(this);
        }
        sleeping = false;
        isQuick = System.nanoTime() - beganNs < GATHER_NS;
    }
}
