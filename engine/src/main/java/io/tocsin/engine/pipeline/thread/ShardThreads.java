package io.tocsin.engine.pipeline.thread;

import io.tocsin.engine.shard.ShardTurns;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of all shards except the first, which runs on the engine thread, and the barrier between their turns: two
 * counters a shard, no lock. Allocates nothing.
 */
public final class ShardThreads implements ShardTurns {
    /** Spins for some ten microseconds: under load the next batch comes at once. */
    private static final int SPINS = 2_000;

    private static final long PAUSE_NS = 1_000;
    private static final long STOP_MS = 10_000;

    private final Turn turn;
    private final boolean spins;
    private final int spinCount;
    private final Member[] members;
    private int level;
    private volatile long turnCount;
    private volatile boolean stopped;

    private ShardThreads(int shards, boolean spins, Turn turn) {
        this.turn = turn;
        this.spins = spins;
        // with fewer processors than shards, spinning would take the processor from the awaited thread
        this.spinCount = Runtime.getRuntime().availableProcessors() >= shards ? SPINS : 0;
        this.members = new Member[shards - 1];
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member(i + 1);
            members[i].thread.setDaemon(true);
            members[i].thread.start();
        }
    }

    /**
     * Starts threads that spin, or that sleep after some ten microseconds without work.
     *
     * @param spins whether the threads spin
     */
    public static Start waiting(boolean spins) {
        return (shards, turn) -> new ShardThreads(shards, spins, turn);
    }

    @Override
    public void perform(int turnLevel) {
        level = turnLevel;
        long number = turnCount + 1;
        turnCount = number;
        for (Member member : members) {
            if (member.isParked) {
                LockSupport.unpark(member.thread);
            }
        }
        turn.run(0, turnLevel);
        for (Member member : members) {
            member.await(number);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        stopped = true;
        for (Member member : members) {
            LockSupport.unpark(member.thread);
        }
        for (Member member : members) {
            member.thread.join(STOP_MS);
        }
    }

    private final class Member implements Runnable {
        private final int shard;
        private final Thread thread;
        private volatile long doneCount;
        private volatile boolean isParked;
        private volatile Throwable failure;

        Member(int shard) {
            this.shard = shard;
            this.thread = new Thread(this, "tocsin-shard-" + shard);
        }

        @Override
        public void run() {
            for (long number = 1; awaitTurn(number); number++) {
                try {
                    turn.run(shard, level);
                } catch (RuntimeException | Error e) {
                    failure = e; // the engine thread rethrows it
                }
                doneCount = number;
            }
        }

        private boolean awaitTurn(long number) {
            for (int i = 0; turnCount < number && !stopped; i++) {
                if (spins || i < spinCount) {
                    Thread.onSpinWait();
                } else {
                    isParked = true;
                    if (turnCount < number && !stopped) {
                        LockSupport.park(this);
                    }
                    isParked = false;
                }
            }
            return !stopped;
        }

        /** Engine thread. */
        private void await(long number) {
            for (int i = 0; doneCount < number; i++) {
                if (i < spinCount) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(PAUSE_NS);
                }
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
