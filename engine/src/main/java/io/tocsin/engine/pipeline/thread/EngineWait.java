package io.tocsin.engine.pipeline.thread;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How the engine thread waits for records: it spins, then yields, then sleeps until a record or its next duty comes. It
 * sleeps at once while records usually come later than it would stay awake ({@link UsualWait}). A duty of the engine's
 * own (a tick, a batch to commit) ends the wait by a {@link TimeoutException}, so nothing else has to wake the thread.
 * A published record wakes it only when it sleeps, and only the first of several that are published meanwhile.
 *
 * <p>One thread waits, any thread may signal. Allocates nothing.
 */
final class EngineWait implements WaitStrategy {
    /** Spins between two looks at the clock, which takes as long as some ten of them. */
    private static final int SPINS_A_LOOK = 32;

    /** Longer than any machine runs, and short enough to be added to a time. */
    static final long FOR_EVER = Long.MAX_VALUE / 4;

    private final long spinNs;
    private final long awakeNs;
    private final LongSupplier dueNs;
    private final UsualWait usualWait;
    private volatile Thread sleeper;
    /** When the sleeper was last woken by a record, {@link System#nanoTime}. */
    private volatile long wokenNs;

    /**
     * @param spinNs how long to spin, ns; {@link #FOR_EVER}
     * @param yieldNs how long to yield then, ns; {@link #FOR_EVER}
     * @param dueNs when the engine's next duty of its own is due, by {@link System#nanoTime}; asked by the engine
     *     thread when it begins to wait
     */
    EngineWait(long spinNs, long yieldNs, LongSupplier dueNs) {
        this.spinNs = spinNs;
        this.awakeNs = spinNs + yieldNs;
        this.dueNs = dueNs;
        this.usualWait = new UsualWait(awakeNs);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yields between spinning and sleeping; no result depends on it
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException, TimeoutException {
        long available = dependent.get();
        if (available >= sequence) {
            return available;
        }
        long beganNs = System.nanoTime();
        long untilNs = dueNs.getAsLong();
        long stayAwakeNs = usualWait.isShort() ? awakeNs : 0;
        long nowNs = beganNs;
        while ((available = dependent.get()) < sequence) {
            barrier.checkAlert();
            long waitedNs = nowNs - beganNs;
            if (nowNs - untilNs >= 0) {
                usualWait.onDuty(waitedNs);
                throw TimeoutException.INSTANCE;
            }
            if (waitedNs >= stayAwakeNs) {
                sleep(sequence, dependent, barrier, untilNs - nowNs);
            } else if (waitedNs < spinNs) {
                spin(sequence, dependent);
            } else {
                Thread.yield();
            }
            nowNs = System.nanoTime();
        }
        // To wake a thread takes longer than to stay awake, so the record's own time counts.
        long cameNs = wokenNs;
        usualWait.onRecord((cameNs - beganNs > 0 ? cameNs : nowNs) - beganNs);
        return available;
    }

    /** Wakes the engine thread if it sleeps. The record must have been published. */
    @Override
    public void signalAllWhenBlocking() {
        if (awakeNs >= FOR_EVER) {
            return;
        }
        // Either this thread sees the sleeper, or the sleeper sees the record: both fence between write and look.
        VarHandle.fullFence();
        Thread asleep = sleeper;
        if (asleep != null) {
            // Later records need not wake it. Should this be a later sleep already, the unpark below ends that one too.
            sleeper = null;
            wokenNs = System.nanoTime();
            LockSupport.unpark(asleep);
        }
    }

    private static void spin(long sequence, Sequence dependent) {
        for (int i = 0; i < SPINS_A_LOOK && dependent.get() < sequence; i++) {
            Thread.onSpinWait();
        }
    }

    private void sleep(long sequence, Sequence dependent, SequenceBarrier barrier, long atMostNs)
            throws AlertException {
        sleeper = Thread.currentThread();
        VarHandle.fullFence();
        try {
            barrier.checkAlert();
            if (dependent.get() < sequence) {
                LockSupport.parkNanos(this, atMostNs);
            }
        } finally {
            sleeper = null;
        }
    }
}
