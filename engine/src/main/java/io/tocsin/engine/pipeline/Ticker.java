package io.tocsin.engine.pipeline;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The clock's thread: puts a tick into the ring when, and only when, one could change a result, so that a quiet gateway
 * journals nothing. Looks every {@value #RESOLUTION_MS} ms.
 */
final class Ticker implements Runnable {
    private static final int RESOLUTION_MS = 10;
    private static final long RESOLUTION_NS = RESOLUTION_MS * 1_000_000L;

    private final InputRing ring;
    private final InputStage stage;
    private final EpochNanoClock clock;
    private volatile boolean stopping;
    private long lastTickSequence = -1;

    Ticker(InputRing ring, InputStage stage, EpochNanoClock clock) {
        this.ring = ring;
        this.stage = stage;
        this.clock = clock;
    }

    @Override
    public void run() {
        while (!stopping) {
            tick();
            LockSupport.parkNanos(RESOLUTION_NS);
        }
    }

    /** Ends the thread. */
    void stop() {
        stopping = true;
    }

    private void tick() {
        long clockNs = clock.nanoTime();
        boolean lastIsHandled = stage.handledSequence() >= lastTickSequence;
        if (!lastIsHandled || clockNs < stage.nextTickDueNs()) {
            return;
        }
        long sequence = ring.tryClaim(1);
        if (sequence >= 0) {
            ring.slot(sequence).setTick(clockNs);
            ring.publish(sequence, sequence);
            lastTickSequence = sequence;
        }
    }
}
