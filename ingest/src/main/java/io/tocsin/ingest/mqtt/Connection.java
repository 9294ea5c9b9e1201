package io.tocsin.ingest.mqtt;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.SourceContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One epoch: what came over one connection, and what of it is still to be acknowledged on that same connection. When it is
 * over, its acknowledgements are dropped, for packet ids mean nothing on the next one.
 *
 * <p>The callback thread calls {@link #onMessage} and {@link #onLost}, the acknowledger {@link #peekDurable}, the supervisor the
 * rest.
 */
final class Connection implements LinkListener {
    private final String sourceName;
    private final SourceContext context;
    private final MessageHandler handler;
    /** Shared by all epochs: a callback of an old one may still be under way when the next begins. */
    private final ReentrantLock handling;

    private final Thread acknowledger;
    private final PendingAcks pending = new PendingAcks();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean taking = true;
    private volatile boolean backPressure;
    private volatile String lostBecause;

    Connection(
            String sourceName,
            SourceContext context,
            MessageHandler handler,
            ReentrantLock handling,
            Thread acknowledger) {
        this.sourceName = sourceName;
        this.context = context;
        this.handler = handler;
        this.handling = handling;
        this.acknowledger = acknowledger;
    }

    @Override
    public void onMessage(String topic, byte[] payload, int qos, boolean retained, int packetId) {
        handling.lock();
        try {
            if (taking) {
                take(topic, payload, qos, retained, packetId);
            }
        } catch (Throwable e) {
            // Paho would acknowledge a message whose callback threw.
            taking = false;
            context.failStop().failed("source " + sourceName, e);
        } finally {
            handling.unlock();
        }
    }

    private void take(String topic, byte[] payload, int qos, boolean retained, int packetId) {
        context.counters().increment(Counter.MQTT_MESSAGES);
        long position = handler.onMessage(topic, payload, qos, retained);
        if (position == MessageHandler.CLOSED) {
            taking = false;
            return;
        }
        boolean roomForAck = position != MessageHandler.NO_ROOM;
        if (roomForAck && qos > 0) {
            boolean wasEmpty = pending.isEmpty();
            roomForAck = pending.add(packetId, position);
            if (wasEmpty) {
                LockSupport.unpark(acknowledger);
            }
        }
        if (!roomForAck) {
            // Everything after it must come again too, or the order of a sensor's readings would be lost.
            taking = false;
            backPressure = true;
            context.counters().increment(Counter.MQTT_BACK_PRESSURE);
            over.countDown();
        }
    }

    @Override
    public void onLost(String why) {
        taking = false;
        lostBecause = why;
        over.countDown();
    }

    /** As {@link PendingAcks#peekDurable}. */
    int peekDurable(long durablePosition, int[] packetIds) {
        return pending.peekDurable(durablePosition, packetIds);
    }

    /** The oldest have been acknowledged. */
    void onAcknowledged(int count) {
        pending.remove(count);
    }

    boolean hasPendingAcks() {
        return !pending.isEmpty();
    }

    /** Takes no further messages and wakes the supervisor. */
    void end() {
        taking = false;
        over.countDown();
    }

    /** Waits until the connection is lost, refused a message for want of room, or was ended. */
    void awaitOver() throws InterruptedException {
        over.await();
    }

    /** Whether it ended because the ring was full. */
    boolean isBackPressure() {
        return backPressure;
    }

    /** Why the connection was lost, or null. */
    String lostBecause() {
        return lostBecause;
    }
}
