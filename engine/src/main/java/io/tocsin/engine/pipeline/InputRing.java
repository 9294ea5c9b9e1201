package io.tocsin.engine.pipeline;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import io.tocsin.engine.journal.ControlKind;
import java.util.concurrent.locks.LockSupport;

/**
 * The producers' view of the input ring: claims that are refused instead of blocking, a gate that closes when the
 * gateway stops, and the journal position of every sequence. Position and sequence differ by a constant, because every
 * slot becomes one record.
 *
 * <p>Any thread may claim; a claimed slot must be filled and published. A full ring exerts back-pressure; it drops
 * nothing.
 */
final class InputRing {
    private static final long FULL_RING_PAUSE_NS = 20_000;

    private final RingBuffer<InputSlot> ring;
    private final long firstPosition;
    private volatile boolean closed;

    /**
     * @param firstPosition journal position of sequence 0
     */
    InputRing(int size, WaitStrategy waitStrategy, long firstPosition) {
        this.ring = RingBuffer.createMultiProducer(InputSlot::new, size, waitStrategy);
        this.firstPosition = firstPosition;
    }

    long tryClaim(int count) {
        if (closed) {
            return Intake.CLOSED;
        }
        if (!ring.hasAvailableCapacity(count)) {
            return Intake.NO_ROOM;
        }
        try {
            return ring.tryNext(count);
        } catch (InsufficientCapacityException e) {
            // Another producer was faster; the exception is a stackless singleton.
            return Intake.NO_ROOM;
        }
    }

    long claim(int count) {
        long sequence = tryClaim(count);
        while (sequence == Intake.NO_ROOM) {
            LockSupport.parkNanos(FULL_RING_PAUSE_NS);
            sequence = tryClaim(count);
        }
        return sequence;
    }

    InputSlot slot(long sequence) {
        return ring.get(sequence);
    }

    void publish(long lowSequence, long highSequence) {
        ring.publish(lowSequence, highSequence);
    }

    /**
     * Publishes one control record.
     *
     * @param wait whether to wait for room
     * @return whether the record was published
     */
    boolean publishControl(ControlKind kind, byte[] body, long receiveTimeNs, boolean wait) {
        long sequence = wait ? claim(1) : tryClaim(1);
        if (sequence < 0) {
            return false;
        }
        ring.get(sequence).setControl(kind, body, receiveTimeNs);
        ring.publish(sequence);
        return true;
    }

    long positionOf(long sequence) {
        return firstPosition + sequence;
    }

    /** Refuses every claim from now on. */
    void close() {
        closed = true;
    }

    /** Whether every published slot has been handled. */
    boolean isDrained() {
        return ring.remainingCapacity() == ring.getBufferSize();
    }

    /** Number of slots. */
    int size() {
        return ring.getBufferSize();
    }

    /** Number of published slots not yet handled. */
    long waitingCount() {
        return ring.getBufferSize() - ring.remainingCapacity();
    }

    RingBuffer<InputSlot> ring() {
        return ring;
    }
}
