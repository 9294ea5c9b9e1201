package io.tocsin.engine.function;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;

/**
 * A function with state of its own beside what it declared: it is in every snapshot and in the digest. Called between
 * two records on the thread of the other callbacks.
 */
public interface CheckpointedFunction {
    /** Writes all of it; equal state must give equal bytes. */
    void snapshotState(StateOutput out);

    /** Reads what {@link #snapshotState} wrote, all of it, into a function that was just opened. */
    void restoreState(StateInput in);
}
