package io.tocsin.engine.operator;

import io.tocsin.engine.journal.ClockStep;

/**
 * The gateway's clock as the journal tells it. Records are stamped by the wall clock; elapsed time is that less the sum
 * of the steps so far, and continues over every step. Silence and delays are measured by elapsed time.
 *
 * <p>The engine thread writes, between the turns of the shards; shards read. {@link #steps()} is for any thread.
 */
public final class JournalClock {
    private long sumNs;
    private volatile ClockSteps steps = ClockSteps.NONE;

    /** Converts a time of the wall clock into elapsed time, epoch ns. */
    public long elapsedNs(long wallNs) {
        return wallNs - sumNs;
    }

    /** The wall clock was put forward or back by the record at a position. */
    public void take(long position, ClockStep step) {
        use(steps.plus(position, step.byNs()));
    }

    public void use(ClockSteps other) {
        steps = other;
        sumNs = other.sumNs();
    }

    public ClockSteps steps() {
        return steps;
    }
}
