package io.tocsin.engine.journal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Where whole states are kept, each at a journal position, so that a start replays only the journal behind the newest
 * one. One thread at a time.
 */
public interface SnapshotStore {
    /** Position of a snapshot that does not exist. */
    long NONE = -1;

    /** Whether a whole snapshot will do. */
    @FunctionalInterface
    interface Choice {
        /**
         * @param position of the snapshot
         * @param state begins to read the state; need not come to its end
         */
        boolean takes(long position, InputStream state);
    }

    /**
     * Writes a snapshot aside, forces it and puts it in place: it is there whole or not at all.
     *
     * @param position every record below it is in the state
     * @param body writes the state
     * @throws JournalException when it cannot be written; the older ones stand
     */
    void write(long position, Consumer<OutputStream> body);

    /**
     * Reads the newest snapshot that is whole and whose position is not above {@code maxPosition}. Damaged ones are
     * skipped and reported.
     *
     * @param body reads the state
     * @return the snapshot's position, or {@link #NONE}
     */
    default long restoreNewest(long maxPosition, Consumer<InputStream> body) {
        long position = newest(maxPosition, (candidate, state) -> true);
        if (position != NONE) {
            restore(position, body);
        }
        return position;
    }

    /**
     * Finds the newest snapshot that is whole, will do and whose position is not above {@code maxPosition}. Damaged
     * ones are skipped and reported.
     *
     * @param choice is asked for one snapshot after the other, from the newest on
     * @return the snapshot's position, or {@link #NONE}
     */
    long newest(long maxPosition, Choice choice);

    /**
     * Reads a snapshot that {@link #newest} has found.
     *
     * @param body reads the state
     */
    void restore(long position, Consumer<InputStream> body);

    /**
     * Positions of the snapshots that are there, ascending, whole or not.
     *
     * @return a new array
     */
    long[] positions();
}
