package io.tocsin.engine.journal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Stores snapshots of the whole state, each at a journal position, so that a start replays only the journal after the
 * newest one. One thread at a time.
 */
public interface SnapshotStore {
    /** Position of a snapshot that does not exist. */
    long NONE = -1;

    /** Decides whether a snapshot is suitable. */
    @FunctionalInterface
    interface Choice {
        /**
         * @param position of the snapshot
         * @param state stream of the state, which need not be read to its end
         */
        boolean takes(long position, InputStream state);
    }

    /**
     * Writes a snapshot to a temporary file, forces it and renames it: the snapshot exists wholly or not at all.
     *
     * @param position the state contains every record below it
     * @param body writes the state
     * @throws JournalException when the snapshot cannot be written; older snapshots are unaffected
     */
    void write(long position, Consumer<OutputStream> body);

    /**
     * Reads the newest whole snapshot whose position is not above {@code maxPosition}. Damaged snapshots are skipped
     * and reported.
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
     * Finds the newest whole and suitable snapshot whose position is not above {@code maxPosition}. Damaged snapshots
     * are skipped and reported.
     *
     * @param choice decides about one snapshot after the other, from the newest on
     * @return the snapshot's position, or {@link #NONE}
     */
    long newest(long maxPosition, Choice choice);

    /**
     * Reads a snapshot found by {@link #newest}.
     *
     * @param body reads the state
     */
    void restore(long position, Consumer<InputStream> body);

    /**
     * Positions of all snapshots, ascending, whole or not.
     *
     * @return a new array
     */
    long[] positions();
}
