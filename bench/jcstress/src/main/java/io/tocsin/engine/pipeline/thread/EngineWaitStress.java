package io.tocsin.engine.pipeline.thread;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import io.tocsin.engine.pipeline.InputSlot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Checks that a record published while the engine thread goes to sleep wakes that thread. */
public final class EngineWaitStress {
    private static final int RECORDS = 2_000;
    /** Longer than any test, so that only a wake-up ends the sleep */
    private static final long SLEEP_NS = 3_600_000_000_000L;
    /** The source reports a failure when the engine sleeps this long beside a record. */
    private static final long PATIENCE_NS = 10_000_000_000L;

    private EngineWaitStress() {}

    /** The next record is published as soon as the previous one is taken, when the engine goes to sleep. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "the engine got every record")
    @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "it sleeps beside a record")
    @State
    public static class WakeUp {
        private final RingBuffer<InputSlot> ring = RingBuffer.createMultiProducer(
                InputSlot::new, 4_096, new EngineWait(0, 0, () -> System.nanoTime() + SLEEP_NS));
        private final SequenceBarrier barrier = ring.newBarrier();
        private volatile long taken = -1;

        @Actor
        public void engine() throws Exception {
            for (long next = 0; next < RECORDS; next = taken + 1) {
                taken = Math.max(taken, barrier.waitFor(next));
            }
        }

        @Signal
        public void source() {
            long deadlineNs = System.nanoTime() + PATIENCE_NS;
            for (int count = 0; count < RECORDS && System.nanoTime() < deadlineNs; count++) {
                long sequence = ring.next();
                ring.publish(sequence);
                while (taken < sequence && System.nanoTime() < deadlineNs) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
