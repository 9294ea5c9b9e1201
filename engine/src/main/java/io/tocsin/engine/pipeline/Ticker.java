package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clock's thread. Publishes a tick only when a tick could change a result, so that a quiet gateway journals
 * nothing. Publishes the steps of the wall clock. Checks every {@value #RESOLUTION_MS} ms.
 */
final class Ticker implements Runnable {
    private static final int RESOLUTION_MS = 10;
    private static final long RESOLUTION_NS = RESOLUTION_MS * 1_000_000L;

    private final InputRing ring;
    private final InputStage stage;
    private final GatewayClock clock;
    private final Consumer<ClockStep> steps;
    private volatile boolean stopping;
    private long lastTickSequence = -1;

    /**
     * @param steps receives each step of the wall clock that was published
     */
    Ticker(InputRing ring, InputStage stage, GatewayClock clock, Consumer<ClockStep> steps) {
        this.ring = ring;
        this.stage = stage;
        this.clock = clock;
        this.steps = steps;
    }

    @Override
    public void run() {
        while (!stopping) {
            look();
            LockSupport.parkNanos(RESOLUTION_NS);
        }
    }

    /** Ends the thread. */
    void stop() {
        stopping = true;
    }

    /** One round of the thread. */
    void look() {
        publishStep();
        publishTick();
    }

    private void publishStep() {
        ClockStep step = clock.look();
        if (step != null) {
            byte[] body = new byte[ClockStep.LENGTH];
            step.encode(new UnsafeBuffer(body), 0);
            if (ring.publishControl(ControlKind.CLOCK_STEP, body, clock.elapsedNs(), false)) {
                clock.announced(step);
                steps.accept(step);
            }
        }
    }

    private void publishTick() {
        long elapsedNs = clock.elapsedNs();
        boolean lastIsHandled = stage.handledSequence() >= lastTickSequence;
        if (!lastIsHandled || elapsedNs < stage.nextTickDueNs()) {
            return;
        }
        long sequence = ring.tryClaim(1);
        if (sequence >= 0) {
            ring.slot(sequence).setTick(elapsedNs);
            ring.publish(sequence, sequence);
            lastTickSequence = sequence;
        }
    }
}
