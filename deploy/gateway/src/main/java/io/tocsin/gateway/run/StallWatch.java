package io.tocsin.gateway.run;

import io.tocsin.engine.port.FailStop;
import io.tocsin.gateway.config.schema.Durations;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches the stop of a gateway: waits as long as there is progress, and ends the process after {@link #PATIENCE}
 * without progress. So no step of the stop needs a time limit, and no step closes a file under a running thread.
 *
 * <p>One thread stops the gateway and names its steps ({@link #step}); the watch has a thread of its own from
 * {@link #start} to {@link #close}.
 */
final class StallWatch implements AutoCloseable {
    /** Longest time without progress */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOK_MS = 100;

    /** A step of the stop: its remaining work, and the action of the next start if the step does not end. */
    private static final class Step {
        private final Supplier<String> unfinished;
        private final String nextStart;

        Step(Supplier<String> unfinished, String nextStart) {
            this.unfinished = unfinished;
            this.nextStart = nextStart;
        }
    }

    /** A wait with its own time limit, which needs no progress */
    private static final Step RESTING = new Step(() -> "", "");

    private final LongSupplier progress;
    private final long patienceNs;
    private final LongSupplier elapsedNs;
    private final FailStop failStop;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "tocsin-stall-watch");
    private volatile Step step = RESTING;
    private Step seenStep = RESTING;
    private long seenProgress;
    private long movedNs;

    /**
     * @param progress counter that changes with any progress of the gateway; any thread
     * @param patience longest time without progress
     * @param elapsedNs a clock that does not step, ns
     * @param failStop called once when this time is exceeded
     */
    StallWatch(LongSupplier progress, Duration patience, LongSupplier elapsedNs, FailStop failStop) {
        this.progress = progress;
        this.patienceNs = patience.toNanos();
        this.elapsedNs = elapsedNs;
        this.failStop = failStop;
        this.seenProgress = progress.getAsLong();
        this.movedNs = elapsedNs.getAsLong();
        thread.setDaemon(true);
    }

    /** Begins to watch. */
    StallWatch start() {
        thread.start();
        return this;
    }

    /**
     * Begins a step; a new step counts as progress.
     *
     * @param unfinished describes the remaining work, a clause; called after a stall
     * @param nextStart action of the next start, a clause
     */
    void step(Supplier<String> unfinished, String nextStart) {
        step = new Step(unfinished, nextStart);
    }

    /** Suspends the watch until the next step. */
    void rest() {
        step = RESTING;
    }

    /** Ends the watch. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                if (look()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Checks once; returns whether a stall was found and reported. */
    boolean look() {
        Step currentStep = step;
        long currentProgress = progress.getAsLong();
        long nowNs = elapsedNs.getAsLong();
        if (currentStep == RESTING || currentStep != seenStep || currentProgress != seenProgress) {
            seenStep = currentStep;
            seenProgress = currentProgress;
            movedNs = nowNs;
            return false;
        }
        if (nowNs - movedNs < patienceNs) {
            return false;
        }
        failStop.failed(
                "the stop",
                new StallException("no progress for " + Durations.format(patienceNs) + ": "
                        + currentStep.unfinished.get() + "; " + currentStep.nextStart));
        return true;
    }
}
