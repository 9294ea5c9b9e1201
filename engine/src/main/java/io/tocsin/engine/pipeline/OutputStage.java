package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.pipeline.thread.ThreadLayout;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.concurrent.locks.LockSupport;

/**
 * The gate. Passes on each event and row once the record that caused it is journalled, or durable, and not before. Runs
 * on a thread of its own, or on the engine thread after each commit ({@link ThreadLayout}). A failure of the outputs
 * stops the gateway.
 */
final class OutputStage implements ResultHandler {
    private static final int BATCH_LIMIT = 256;
    private static final long GATE_PAUSE_NS = 20_000;

    private final Journal journal;
    private final AlarmGate gate;
    private final ResultHandler next;
    private final FailStop failStop;
    private volatile boolean stopping;
    private volatile long handedOnCount;

    OutputStage(Journal journal, AlarmGate gate, ResultHandler next, FailStop failStop) {
        this.journal = journal;
        this.gate = gate;
        this.next = next;
        this.failStop = failStop;
    }

    /** The thread's loop. */
    void run(ResultRing results) {
        results.reader(Thread.currentThread());
        try {
            while (true) {
                boolean last = stopping;
                if (results.read(BATCH_LIMIT) == 0) {
                    if (last) {
                        return;
                    }
                    results.await();
                }
            }
        } catch (Throwable e) {
            results.abandon();
            failStop.failed("alarm output", e);
        }
    }

    /**
     * Passes on what the engine thread has decided and journalled. Engine thread, if it is the output too; the gate
     * must be {@link AlarmGate#JOURNALLED}.
     */
    void passOn(ResultRing results) {
        results.isRead();
        try {
            while (results.read(BATCH_LIMIT) > 0) {
                // until the ring is empty
            }
        } catch (RuntimeException | Error e) {
            throw new FailedException(e);
        }
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        if (awaitGate(event.position())) {
            next.onAlarm(event);
            countOne();
        }
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        if (awaitGate(row.position())) {
            next.onRow(row);
            countOne();
        }
    }

    /** Number of events and rows that have passed the gate. Any thread. */
    long handedOnCount() {
        return handedOnCount;
    }

    /** Ends the thread once every decided event and row has left. The engine must not emit any more. */
    void stop(ResultRing results) {
        stopping = true;
        results.wake();
    }

    /** Increments a field written by one thread and read by others. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void countOne() {
        handedOnCount++;
    }

    /** Waits for the gate; false when it will never open, because the engine ended without journalling the record. */
    private boolean awaitGate(long position) {
        while (gatePosition() <= position) {
            if (stopping && journal.journalledPosition() <= position) {
                return false;
            }
            if (gate == AlarmGate.DURABLE) {
                journal.requestSync();
            }
            LockSupport.parkNanos(GATE_PAUSE_NS);
        }
        return true;
    }

    private long gatePosition() {
        if (gate == AlarmGate.JOURNALLED) {
            return journal.journalledPosition();
        }
        return journal.durablePosition();
    }

    /** The failure of an output on the engine thread. */
    static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FailedException(Throwable cause) {
            super(cause);
        }
    }
}
