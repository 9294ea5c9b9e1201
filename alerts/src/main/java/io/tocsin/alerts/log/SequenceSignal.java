package io.tocsin.alerts.log;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A rising sequence number that threads can wait for. Any thread may call any method. */
public final class SequenceSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition risen = lock.newCondition();
    private volatile long sequence;

    SequenceSignal(long sequence) {
        this.sequence = sequence;
    }

    /** Every frame below this sequence number has arrived. */
    public long sequence() {
        return sequence;
    }

    /** As {@link #await(long, StopSignal, long)}, however long it takes. */
    void await(long beyond, StopSignal stop) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (sequence <= beyond && !stop.isSet()) {
                risen.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the sequence number is above {@code beyond}, {@code stop} is set or the time is over. The thread that
     * sets the signal calls {@link #wakeAll} afterwards.
     *
     * @param timeoutNs nanoseconds
     */
    public void await(long beyond, StopSignal stop, long timeoutNs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNs = timeoutNs;
            while (sequence <= beyond && !stop.isSet() && leftNs > 0) {
                leftNs = risen.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes every waiting thread, so that it checks its signal. */
    public void wakeAll() {
        lock.lock();
        try {
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
