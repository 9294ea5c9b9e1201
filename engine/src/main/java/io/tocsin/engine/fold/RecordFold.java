package io.tocsin.engine.fold;

import io.tocsin.engine.journal.RecordHandler;

/** A fold over the journal that may defer readings until the end of a batch. */
public interface RecordFold extends RecordHandler {
    /** Ends the batch: on return all its records are folded and their results emitted. */
    default void endBatch() {
        // a fold that processes each record on arrival has nothing pending
    }

    /**
     * Why the shards cannot work in parallel, as part of a sentence; empty when they can, or when there is only one.
     */
    default String whyInTurn() {
        return "";
    }

    /** Stops the helper threads; no record may follow. Any thread, once the fold's own thread has ended. */
    default void stop() throws InterruptedException {
        // a fold on the caller's thread has no helper threads
    }
}
