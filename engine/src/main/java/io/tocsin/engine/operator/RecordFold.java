package io.tocsin.engine.operator;

import io.tocsin.engine.journal.RecordHandler;

/** A fold over the journal that may put readings off until the end of a batch. */
public interface RecordFold extends RecordHandler {
    /** The batch is over: all its records are folded and their results given when this returns. */
    default void endBatch() {
        // who folds each record as it comes has nothing left
    }
}
