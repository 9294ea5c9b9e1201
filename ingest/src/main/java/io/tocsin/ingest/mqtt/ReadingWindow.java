package io.tocsin.ingest.mqtt;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How many readings of one connection may be taken and not acknowledged: what a broker can deliver again is bounded by it.
 * Messages are counted by their readings; one is let in when as many as a message may have would still fit.
 *
 * <p>The reading thread waits and adds, the acknowledger removes, any thread opens it.
 */
final class ReadingWindow {
    /** No bound. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private final int bound;
    private final int maxReadingsOfMessage;
    private final AtomicInteger used = new AtomicInteger();
    private volatile Thread waiting;
    private volatile boolean open;

    /**
     * @param bound readings, at least as many as one message may have
     */
    ReadingWindow(int bound, int maxReadingsOfMessage) {
        if (bound < maxReadingsOfMessage) {
            throw new IllegalArgumentException("unacknowledged readings must be at least as many as a message may have,"
                    + " unacknowledged=" + bound + ", readings=" + maxReadingsOfMessage);
        }
        this.bound = bound;
        this.maxReadingsOfMessage = maxReadingsOfMessage;
    }

    boolean isBounded() {
        return bound != UNBOUNDED;
    }

    /** Waits for room for a message; returns whether there is. */
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
        return open || used.get() <= bound - maxReadingsOfMessage;
    }

    void add(int readingCount) {
        used.addAndGet(readingCount);
    }

    void remove(int readingCount) {
        if (readingCount > 0) {
            used.addAndGet(-readingCount);
            LockSupport.unpark(waiting);
        }
    }

    /** Lets everything in: the connection is over, and takes nothing any more. */
    void open() {
        open = true;
        LockSupport.unpark(waiting);
    }

    /** Readings that are taken and not acknowledged. */
    int used() {
        return used.get();
    }
}
