package io.tocsin.gateway.run;

import io.tocsin.engine.port.FailStop;
import io.tocsin.gateway.config.schema.Durations;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches a gateway that stops: waits as long as anything moves, and ends the process when nothing has moved for
 * {@link #PATIENCE}. So no step of the stop needs a limit of its own, and none continues past a thread that still runs:
 * nothing is closed under one.
 *
 * <p>One thread stops the gateway and names its steps ({@link #step}); the watch has a thread of its own from
 * {@link #start} to {@link #close}.
 */
final class StallWatch implements AutoCloseable {
    /** How long nothing may move. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOK_MS = 100;

    /** A step of the stop: what it waits for, and what the next start does when it does not come to its end. */
    private static final class Step {
        private final Supplier<String> unfinished;
        private final String nextStart;

        Step(Supplier<String> unfinished, String nextStart) {
            this.unfinished = unfinished;
            this.nextStart = nextStart;
        }
    }

    /** Waits for something outside, with a limit of its own: nothing need move. */
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
     * @param progress a number that changes whenever anything of the gateway moves; any thread
     * @param patience how long nothing may move
     * @param elapsedNs a clock that does not step, ns
     * @param failStop told, once, when nothing has moved for so long
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
     * Names what is waited for from now on; a new step is a movement too.
     *
     * @param unfinished what there is still to do, a clause; called when nothing has moved for too long
     * @param nextStart what the next start does with it, a clause
     */
    void step(Supplier<String> unfinished, String nextStart) {
        step = new Step(unfinished, nextStart);
    }

    /** From now on nothing need move, until the next step. */
    void rest() {
        step = RESTING;
    }

    /** The stop has come to its end: nothing is watched any more. */
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

    /** Looks once; returns whether nothing has moved for too long, and it is told. */
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
