package io.tocsin.engine.pipeline;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Decided events on their way from the engine thread to the output thread. When it is full the engine waits: events are
 * never dropped, and what they wait for (the journal) is already done, so it cannot wait for ever unless the output has
 * failed, which stops the gateway.
 */
final class ResultRing implements ResultHandler {
    private static final int CAPACITY = 1 << 20;
    private static final int ALARM_TYPE = 1;
    private static final long FULL_PAUSE_NS = 50_000;

    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)));
    private final UnsafeBuffer stamped = new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]);
    private final AlarmEventFlyweight stampedEvent = new AlarmEventFlyweight().wrap(stamped, 0);
    private final AlarmEventFlyweight read = new AlarmEventFlyweight();
    private final EpochNanoClock clock;
    private final ResultHandler target;
    private final MessageHandler onMessage = this::onMessage;
    private volatile Thread reader;
    private final AtomicBoolean readerWaits = new AtomicBoolean();
    private volatile boolean abandoned;
    private boolean written;

    /**
     * @param target gets the events when they are read
     */
    ResultRing(EpochNanoClock clock, ResultHandler target) {
        this.clock = clock;
        this.target = target;
    }

    /** Engine thread. */
    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        event.copyTo(stamped, 0);
        stampedEvent.decidedNs(clock.nanoTime());
        while (!ring.write(ALARM_TYPE, stamped, 0, AlarmEventFlyweight.LENGTH)) {
            if (abandoned) {
                throw new IllegalStateException("the output has failed; this event cannot leave");
            }
            LockSupport.unpark(reader);
            LockSupport.parkNanos(FULL_PAUSE_NS);
        }
        written = true;
    }

    /** Wakes the output thread when events were written since the last call and it sleeps. Engine thread, once a batch. */
    void wakeReader() {
        if (written) {
            written = false;
            // The exchange is a full fence: either this thread sees that the reader waits, or the reader sees the
            // event.
            if (readerWaits.getAndSet(false)) {
                LockSupport.unpark(reader);
            }
        }
    }

    /** Sleeps until an event comes or the time is over; may return early. Output thread. */
    void await(long timeoutNs) {
        readerWaits.set(true);
        if (ring.size() == 0) {
            LockSupport.parkNanos(timeoutNs);
        }
        readerWaits.set(false);
    }

    /** Hands the waiting events to the target, at most {@code limit}. Output thread. Returns how many. */
    int read(int limit) {
        int count = ring.read(onMessage, limit);
        // The padding at the ring's end counts as no message and hides those that lie behind it.
        return count == 0 ? ring.read(onMessage, limit) : count;
    }

    /** The thread to wake when an event comes. */
    void reader(Thread thread) {
        reader = thread;
    }

    /** Nobody will read any more. */
    void abandon() {
        abandoned = true;
    }

    private void onMessage(int type, MutableDirectBuffer buffer, int offset, int length) {
        target.onAlarm(read.wrap(buffer, offset));
    }
}
