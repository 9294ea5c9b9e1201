package io.tocsin.engine.pipeline;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** Checks that an event written while the output thread goes to sleep wakes that thread. */
public final class ResultRingStress {
    private static final int EVENTS = 2_000;
    /** The engine reports a failure when the output thread sleeps this long while an event waits. */
    private static final long PATIENCE_NS = 10_000_000_000L;

    private ResultRingStress() {}

    /** The next event is written as soon as the previous one is read, when the output thread goes to sleep. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "the output thread got every event")
    @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "it sleeps beside an event")
    @State
    public static class WakeUp {
        /** Rounds are sequential, so they share the large ring */
        private static final ResultRing RING = new ResultRing(() -> 0, new Ignored());

        private static final AlarmEventFlyweight EVENT =
                new AlarmEventFlyweight().wrap(new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]), 0);

        private volatile int readCount;

        @Actor
        public void output() {
            RING.reader(Thread.currentThread());
            for (int count = 0; count < EVENTS; readCount = ++count) {
                while (RING.read(1) == 0) {
                    RING.await();
                }
            }
        }

        @Signal
        public void engine() {
            long deadlineNs = System.nanoTime() + PATIENCE_NS;
            for (int count = 0; count < EVENTS && System.nanoTime() < deadlineNs; count++) {
                RING.onAlarm(EVENT);
                RING.wakeReader();
                while (readCount <= count && System.nanoTime() < deadlineNs) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static final class Ignored implements ResultHandler {
        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            // only that it came counts
        }

        @Override
        public void onRow(StreamRowFlyweight row) {
            // only that it came counts
        }
    }
}
