package io.tocsin.engine.fold;

import io.tocsin.engine.journal.RecordHandler;

/** A fold over the journal that may put readings off until the end of a batch. */
public interface RecordFold extends RecordHandler {
    /** The batch is over: all its records are folded and their results given when this returns. */
    default void endBatch() {
        // who folds each record as it comes has nothing left
    }

    /** Why the shards cannot work at once, as part of a sentence; empty when they can, or when there is one. */
    default String whyInTurn() {
        return "";
    }

    /** Ends what helps; no record must come any more. Any thread, when the fold's own has ended. */
    default void stop() throws InterruptedException {
        // who folds on the caller's thread has no other
    }
}
