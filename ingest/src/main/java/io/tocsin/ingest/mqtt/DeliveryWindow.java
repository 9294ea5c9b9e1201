package io.tocsin.ingest.mqtt;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How many readings of one connection a broker could deliver again, and the bounds of that.
 *
 * <pre>
 *   taken ≥ acknowledged ≥ confirmed
 *
 *   taken - acknowledged   wait for the journal: at the bound the socket is not read
 *   taken - confirmed      come again after a crash, for the broker may not have read our acknowledgements:
 *                          at the bound nothing is taken any more on this connection
 * </pre>
 *
 * An acknowledgement is confirmed when the broker answers a ping that was sent behind it. The answer stands behind the
 * messages that the broker had sent by then, so to wait for it without reading would be to wait for ever. A broker of
 * MQTT 5 keeps the second bound by itself, for it counts what it has not read an acknowledgement of; so does one of
 * MQTT 3.1.1 that has a bound.
 *
 * <p>Messages are counted by their readings; a message is let in when as many as it may have would still fit. The
 * reading thread waits, takes and confirms, the acknowledger acknowledges and asks, any thread opens.
 */
final class DeliveryWindow {
    /** No bound. */
    static final int UNBOUNDED = Integer.MAX_VALUE;
    /** Nothing to ask the broker for. */
    static final long NOTHING = -1;

    private static final int SHARE_TO_CONFIRM = 4;

    private final int maxUnacknowledged;
    private final int maxUnconfirmed;
    private final int maxReadingsOfMessage;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    /** Number of messages taken when the broker was last asked to confirm. */
    private volatile long asked;

    private volatile Thread waiting;
    private volatile boolean open;

    /**
     * @param maxUnacknowledged readings, at least as many as one message may have
     * @param maxUnconfirmed readings, at least as many
     */
    DeliveryWindow(int maxUnacknowledged, int maxUnconfirmed, int maxReadingsOfMessage) {
        if (maxUnacknowledged < maxReadingsOfMessage || maxUnconfirmed < maxUnacknowledged) {
            throw new IllegalArgumentException("unacknowledged readings must be at least as many as a message may have,"
                    + " unacknowledged=" + maxUnacknowledged + ", readings=" + maxReadingsOfMessage);
        }
        this.maxUnacknowledged = maxUnacknowledged;
        this.maxUnconfirmed = maxUnconfirmed;
        this.maxReadingsOfMessage = maxReadingsOfMessage;
    }

    boolean isBounded() {
        return maxUnacknowledged != UNBOUNDED;
    }

    /** Waits until a message may be read; returns whether it may. */
    boolean awaitRoom(long timeoutMs) {
        if (hasRoom()) {
            return true;
        }
        waiting = Thread.currentThread();
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        long leftNs = timeoutMs * 1_000_000;
        while (!hasRoom() && leftNs > 0) {
            LockSupport.parkNanos(leftNs);
            leftNs = deadlineNs - System.nanoTime();
        }
        waiting = null;
        return hasRoom();
    }

    private boolean hasRoom() {
        return open || taken.get() - acknowledged.get() <= maxUnacknowledged - maxReadingsOfMessage;
    }

    /** Whether a message that was read may be taken. */
    boolean mayTake() {
        return taken.get() - confirmed.get() <= maxUnconfirmed - maxReadingsOfMessage;
    }

    void onTaken(int readingCount) {
        taken.lazySet(taken.get() + readingCount);
    }

    void onAcknowledged(int readingCount) {
        acknowledged.set(acknowledged.get() + readingCount);
        LockSupport.unpark(waiting);
    }

    /**
     * Up to where the broker should be asked for a confirmation, for {@link #onConfirmed}; {@link #NOTHING} when it
     * need not be, or has been asked and not answered. The acknowledger asks when this says so. Any thread.
     */
    long nextToConfirm() {
        long confirmedCount = confirmed.get();
        long acknowledgedCount = acknowledged.get();
        boolean isWanted = acknowledgedCount > confirmedCount
                && taken.get() - confirmedCount >= maxUnconfirmed / SHARE_TO_CONFIRM
                && asked <= confirmedCount;
        return isWanted ? acknowledgedCount : NOTHING;
    }

    /** The broker has been asked. */
    void onAsked(long count) {
        asked = count;
    }

    /** The broker has read all acknowledgements up to there. */
    void onConfirmed(long count) {
        confirmed.set(count);
    }

    /** Lets everything be read: the connection is over, and takes nothing any more. */
    void open() {
        open = true;
        LockSupport.unpark(waiting);
    }
}
