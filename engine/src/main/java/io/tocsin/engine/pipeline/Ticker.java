package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clock's share of the engine thread's work. Publishes a tick only when a tick could change a result, so that a
 * quiet gateway journals nothing, and at most one in {@value #RESOLUTION_MS} ms. Publishes the steps of the wall clock.
 */
final class Ticker {
    private static final int RESOLUTION_MS = 10;
    private static final long RESOLUTION_NS = RESOLUTION_MS * 1_000_000L;

    /** Longest time between two comparisons of the clocks, ns. */
    private static final long COMPARE_EVERY_NS = 1_000_000_000L;

    private final InputRing ring;
    private final InputStage stage;
    private final GatewayClock clock;
    private final Consumer<ClockStep> steps;
    private long lastTickSequence = -1;
    /** When a tick may be published again, {@link System#nanoTime}. */
    private long tickAgainNs = System.nanoTime();

    /** When the clocks are compared again, {@link System#nanoTime}. */
    private long compareAgainNs = System.nanoTime();

    /**
     * @param steps receives each step of the wall clock that was published
     */
    Ticker(InputRing ring, InputStage stage, GatewayClock clock, Consumer<ClockStep> steps) {
        this.ring = ring;
        this.stage = stage;
        this.clock = clock;
        this.steps = steps;
    }

    /** How long until a look is due, ns. */
    long dueInNs() {
        long nowNs = System.nanoTime();
        long tickInNs = Math.max(stage.nextTickDueNs() - clock.elapsedNs(), tickAgainNs - nowNs);
        return Math.min(tickInNs, compareAgainNs - nowNs);
    }

    /** Compares the clocks, and publishes a step or a tick when there is one. */
    void look() {
        compareAgainNs = System.nanoTime() + (publishStep() ? COMPARE_EVERY_NS : RESOLUTION_NS);
        publishTick();
    }

    /** Publishes a step if there is one; false when it found no room. */
    private boolean publishStep() {
        ClockStep step = clock.look();
        if (step == null) {
            return true;
        }
        byte[] body = new byte[ClockStep.LENGTH];
        step.encode(new UnsafeBuffer(body), 0);
        if (!ring.publishControl(ControlKind.CLOCK_STEP, body, clock.elapsedNs(), false)) {
            return false;
        }
        clock.announced(step);
        steps.accept(step);
        return true;
    }

    private void publishTick() {
        long elapsedNs = clock.elapsedNs();
        boolean lastIsHandled = stage.handledSequence() >= lastTickSequence;
        if (!lastIsHandled || elapsedNs < stage.nextTickDueNs()) {
            return;
        }
        tickAgainNs = System.nanoTime() + RESOLUTION_NS;
        long sequence = ring.tryClaim(1);
        if (sequence >= 0) {
            ring.slot(sequence).setTick(elapsedNs);
            ring.publish(sequence, sequence);
            lastTickSequence = sequence;
        }
    }
}
