package io.tocsin.alerts.log;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A sequence number that only rises, and threads that wait for it to. Any thread may do anything. */
public final class Tide {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition risen = lock.newCondition();
    private volatile long sequence;
    /** Guarded by {@link #lock}. */
    private long wakes;

    Tide(long sequence) {
        this.sequence = sequence;
    }

    /** Every frame below this sequence number has arrived. */
    public long sequence() {
        return sequence;
    }

    /**
     * Waits until the sequence number is above {@code beyond}, {@link #wakeAll} is called or the time is over.
     *
     * @param timeoutNs nanoseconds
     */
    public void await(long beyond, long timeoutNs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wakesBefore = wakes;
            long leftNs = timeoutNs;
            while (sequence <= beyond && wakes == wakesBefore && leftNs > 0) {
                leftNs = risen.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets every waiting thread look around. */
    public void wakeAll() {
        lock.lock();
        try {
            wakes++;
            risen.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void rise(long to) {
        lock.lock();
        try {
            if (to > sequence) {
                sequence = to;
                risen.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
