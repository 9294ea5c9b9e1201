package io.tocsin.engine.pipeline.thread;

import io.tocsin.engine.shard.ShardTurns;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Checks the hand-over between the engine thread and the threads of the shards. */
public final class ShardThreadsStress {
    private static final int TURNS = 50;
    private static final int PARKED_TURNS = 2_000;
    /** More threads than processors, so no thread spins and every wait parks */
    private static final int PARKING_SHARDS = Runtime.getRuntime().availableProcessors() + 1;

    private ShardThreadsStress() {}

    private static void stop(ShardTurns turns) {
        try {
            turns.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The shard sees the engine's writes before a turn, and the engine sees the shard's writes of that turn. Plain
     * fields.
     */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "each turn saw and was seen")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a turn did not see what was written before it")
    @State
    public static class Visibility {
        private int given;
        private int taken;
        private int wrongInShard;

        @Actor
        public void engine(II_Result r) {
            ShardTurns turns = ShardThreads.waiting(true).start(2, this::turn);
            for (int i = 1; i <= TURNS; i++) {
                given = i;
                turns.perform(i);
                r.r2 += taken == i ? 0 : 1;
            }
            stop(turns);
            r.r1 = wrongInShard;
        }

        private void turn(int shard, int level) {
            if (shard == 1) {
                wrongInShard += given == level ? 0 : 1;
                taken = level;
            }
        }
    }

    /** A turn that begins while a shard goes to sleep wakes the shard. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "every shard had every turn")
    @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "a shard sleeps through its turn")
    @State
    public static class WakeUp {
        @Actor
        public void engine() {
            ShardTurns turns = ShardThreads.waiting(false).start(PARKING_SHARDS, (shard, level) -> {});
            for (int i = 1; i <= PARKED_TURNS; i++) {
                turns.perform(i);
            }
            stop(turns);
        }

        @Signal
        public void nothing() {
            // the actor ends by itself
        }
    }
}
