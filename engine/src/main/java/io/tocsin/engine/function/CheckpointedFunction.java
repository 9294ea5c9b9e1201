package io.tocsin.engine.function;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;

/**
 * A function with state besides the state it declares. Its own state is part of every snapshot and of the digest.
 * Called between two records, on the thread of the other callbacks.
 */
public interface CheckpointedFunction {
    /** Writes the function's own state; equal state must have equal bytes. */
    void snapshotState(StateOutput out);

    /** Reads all bytes written by {@link #snapshotState}, into a function that was just opened. */
    void restoreState(StateInput in);
}
