package io.tocsin.ingest.mqtt;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.mqtt.link.LinkListener;
import io.tocsin.ingest.mqtt.wire.OutboundPackets;
import io.tocsin.ingest.mqtt.wire.RefusedMessage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One epoch: what came over one connection, and what of it is still to be acknowledged on that same connection. When it
 * is over, its acknowledgements are dropped: packet ids are valid on one connection only.
 *
 * <p>The reading thread calls {@link #awaitRoom}, {@link #onMessage} and {@link #onRefused}, the client's threads
 * {@link #onLost}, the acknowledger {@link #peekDurable} and {@link #onAcknowledged}, the supervisor the rest.
 */
final class Connection implements LinkListener {
    /** Reasons to end a connection, so that the broker sends a message again on the next one. */
    enum End {
        RING_FULL,
        TOO_MANY_IN_FLIGHT
    }

    private final String sourceName;
    private final SourceContext context;
    private final MessageHandler handler;
    private final BrokerState state;
    /** Shared by all epochs: the reading thread of an old one may still be at work when the next begins. */
    private final ReentrantLock handling;

    private final Acknowledger acknowledger;
    private final DeliveryWindow window;
    private final PendingAcks pending = new PendingAcks();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean taking = true;
    private volatile End endOfRoom;
    private volatile Loss lostBy = Loss.OTHER;
    private volatile String lostBecause;

    Connection(
            String sourceName,
            SourceContext context,
            MessageHandler handler,
            BrokerState state,
            ReentrantLock handling,
            Acknowledger acknowledger,
            DeliveryWindow window) {
        this.sourceName = sourceName;
        this.context = context;
        this.handler = handler;
        this.state = state;
        this.handling = handling;
        this.acknowledger = acknowledger;
        this.window = window;
    }

    @Override
    public boolean awaitRoom(long timeoutMs) {
        return window.awaitRoom(timeoutMs);
    }

    @Override
    public void onMessage(String topic, byte[] payload, int qos, boolean retained, int packetId) {
        handling.lock();
        try {
            if (taking) {
                take(topic, payload, qos, retained, packetId);
            }
        } catch (Throwable e) {
            stopTaking();
            context.failStop().failed("source " + sourceName, e);
        } finally {
            handling.unlock();
        }
    }

    private void take(String topic, byte[] payload, int qos, boolean retained, int packetId) {
        if (!window.mayTake()) {
            endForRoom(End.TOO_MANY_IN_FLIGHT);
            return;
        }
        context.counters().increment(Counter.MQTT_MESSAGES);
        state.onUp();
        long position = handler.onMessage(topic, payload, qos, retained);
        if (position == MessageHandler.CLOSED) {
            stopTaking();
            return;
        }
        int readingCount = position >= 0 ? handler.readingCount() : 0;
        boolean isKept = qos > 0 || (window.isBounded() && readingCount > 0);
        boolean roomForAck = position != MessageHandler.NO_ROOM;
        if (roomForAck && isKept) {
            roomForAck = addPending(OutboundPackets.acknowledgement(qos, packetId), readingCount, position);
        }
        if (!roomForAck) {
            endForRoom(End.RING_FULL);
        }
    }

    /** Everything after the message must come again too, or the order of a sensor's readings would be lost. */
    private void endForRoom(End why) {
        stopTaking();
        endOfRoom = why;
        context.counters().increment(Counter.MQTT_BACK_PRESSURE);
        over.countDown();
    }

    private boolean addPending(int acknowledgement, int readingCount, long position) {
        window.onTaken(readingCount);
        boolean isAdded = pending.add(acknowledgement, readingCount, position);
        acknowledger.onPending();
        return isAdded;
    }

    @Override
    public void onRefused(RefusedMessage message) {
        handling.lock();
        try {
            if (taking) {
                context.counters().increment(Counter.MQTT_MESSAGES);
                handler.onRefused(message);
                if (message.qos() > 0) {
                    addPending(
                            OutboundPackets.acknowledgement(message.qos(), message.packetId()),
                            0,
                            MessageHandler.NO_POSITION);
                }
            }
        } finally {
            handling.unlock();
        }
    }

    @Override
    public void onLost(Loss loss, String why) {
        stopTaking();
        lostBy = loss;
        lostBecause = why;
        over.countDown();
    }

    /** As {@link PendingAcks#peekDurable}. */
    int peekDurable(long durablePosition, int[] acknowledgements) {
        return pending.peekDurable(durablePosition, acknowledgements);
    }

    /** As {@link PendingAcks#hasDurable}. */
    boolean hasDurable(long durablePosition) {
        return pending.hasDurable(durablePosition);
    }

    /** The oldest have been acknowledged. */
    void onAcknowledged(int count) {
        window.onAcknowledged(pending.remove(count));
    }

    /** As {@link DeliveryWindow#nextToConfirm}. */
    long nextToConfirm() {
        return window.nextToConfirm();
    }

    /** The broker was asked for a confirmation. */
    void onAsked(long count) {
        window.onAsked(count);
    }

    @Override
    public void onConfirmed(long count) {
        window.onConfirmed(count);
        acknowledger.wake();
    }

    boolean hasPendingAcks() {
        return !pending.isEmpty();
    }

    /** Tells the journal that the connection was made, unless it is over already. */
    void onMade() {
        handling.lock();
        try {
            if (taking) {
                state.onUp();
            }
        } finally {
            handling.unlock();
        }
    }

    /** Takes no further messages and wakes the supervisor. */
    void end() {
        stopTaking();
        over.countDown();
    }

    /** Stops taking messages: further ones are read and dropped, so that the answers behind them are seen. */
    private void stopTaking() {
        taking = false;
        window.open();
    }

    /**
     * Waits until the connection is lost, refused a message for want of room, or was ended.
     *
     * @return whether it is over; otherwise the time is
     */
    boolean awaitOver(long timeoutMs) throws InterruptedException {
        return over.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Which room was lacking when it ended for want of room, or null. */
    End endOfRoom() {
        return endOfRoom;
    }

    /** How the connection was lost, when it was. */
    Loss lostBy() {
        return lostBy;
    }

    /** Why the connection was lost, or null. */
    String lostBecause() {
        return lostBecause;
    }
}
