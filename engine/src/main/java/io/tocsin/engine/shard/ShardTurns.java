package io.tocsin.engine.shard;

/** Runs a turn of all shards in parallel and waits for them. Engine thread. */
public interface ShardTurns {
    /** One turn of a shard, on the shard's thread. */
    @FunctionalInterface
    interface Turn {
        /**
         * @param shard from 0
         * @param level number of exchanges since the readings of sources
         */
        void run(int shard, int level);
    }

    /** Starts the threads. */
    @FunctionalInterface
    interface Start {
        /**
         * @param shards number of shards, at least 2; the first may run on the engine thread
         */
        ShardTurns start(int shards, Turn turn);
    }

    /**
     * Runs one turn of every shard. The shards see all earlier writes of the caller, and the caller sees theirs on
     * return. Throws the exception that a shard has thrown.
     */
    void perform(int level);

    /** Stops the threads. */
    void stop() throws InterruptedException;
}
