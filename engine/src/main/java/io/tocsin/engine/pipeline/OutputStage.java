package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.concurrent.locks.LockSupport;

/**
 * The output thread's duty: the gate. Passes on each event and row once the record that caused it is journalled, or
 * durable, and not before. A failure of the outputs stops the gateway.
 */
final class OutputStage implements ResultHandler {
    private static final int BATCH_LIMIT = 256;
    private static final long IDLE_PAUSE_NS = 10_000_000;
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
                    results.await(IDLE_PAUSE_NS);
                }
            }
        } catch (Throwable e) {
            results.abandon();
            failStop.failed("alarm output", e);
        }
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        awaitGate(event.position());
        next.onAlarm(event);
        countOne();
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        awaitGate(row.position());
        next.onRow(row);
        countOne();
    }

    /** Number of events and rows that have passed the gate. Any thread. */
    long handedOnCount() {
        return handedOnCount;
    }

    /** Ends the thread once every decided event and row has left. The engine must not emit any more. */
    void stop() {
        stopping = true;
    }

    /** Increments a field written by one thread and read by others. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void countOne() {
        handedOnCount++;
    }

    private void awaitGate(long position) {
        if (gate == AlarmGate.JOURNALLED) {
            while (journal.journalledPosition() <= position) {
                LockSupport.parkNanos(GATE_PAUSE_NS);
            }
            return;
        }
        while (journal.durablePosition() <= position) {
            journal.requestSync();
            LockSupport.parkNanos(GATE_PAUSE_NS);
        }
    }
}
