package io.tocsin.engine.operator;

import io.tocsin.engine.journal.ClockStep;

/**
 * The gateway's clock as recorded in the journal. Records are stamped by the wall clock. Elapsed time is the wall clock
 * less the sum of the steps so far, so it advances evenly across every step. Idle times and delays are measured in
 * elapsed time.
 *
 * <p>The engine thread writes, between the turns of the shards; the shards read. Any thread may call {@link #steps()}.
 */
public final class JournalClock {
    private long sumNs;
    private volatile ClockSteps steps = ClockSteps.NONE;

    /** Converts a time of the wall clock into elapsed time, epoch ns. */
    public long elapsedNs(long wallNs) {
        return wallNs - sumNs;
    }

    /** Converts elapsed time into the time that the wall clock shows now, epoch ns. */
    public long wallNs(long elapsedNs) {
        return elapsedNs + sumNs;
    }

    /** Records a step of the wall clock. */
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
