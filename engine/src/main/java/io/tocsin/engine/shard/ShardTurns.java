package io.tocsin.engine.shard;

/** Lets all shards take a turn at once, and waits for them. Engine thread. */
public interface ShardTurns {
    /** One turn of a shard; called by the thread of the shard. */
    @FunctionalInterface
    interface Turn {
        /**
         * @param shard from 0
         * @param level how many exchanges behind the sources
         */
        void run(int shard, int level);
    }

    /** Makes the threads. */
    @FunctionalInterface
    interface Start {
        /**
         * @param shards how many, from 2; the first may be the engine thread's
         */
        ShardTurns start(int shards, Turn turn);
    }

    /**
     * Lets every shard have a turn. The shards see all earlier writes of the caller, and the caller sees theirs when
     * this returns. Throws the exception that a shard has thrown.
     */
    void perform(int level);

    /** Ends the threads. */
    void stop() throws InterruptedException;
}
