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
     * Lets every shard have a turn. What the caller wrote before they see, what they wrote the caller sees when this
     * returns. What one of them throws it throws.
     */
    void perform(int level);

    /** Ends the threads. */
    void stop() throws InterruptedException;
}
