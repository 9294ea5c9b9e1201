package io.tocsin.engine.journal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Where whole states are kept, each at a journal position, so that a start replays only the journal behind the newest one.
 * One thread at a time.
 */
public interface SnapshotStore {
    /** {@link #restoreNewest}: there is none. */
    long NONE = -1;

    /**
     * Writes a snapshot aside, forces it and puts it in place: it is there whole or not at all.
     *
     * @param position every record below it is in the state
     * @param body writes the state
     * @throws JournalException when it cannot be written; the older ones stand
     */
    void write(long position, Consumer<OutputStream> body);

    /**
     * Reads the newest snapshot that is whole and whose position is not above {@code maxPosition}. Damaged ones are skipped
     * and reported.
     *
     * @param body reads the state
     * @return the snapshot's position, or {@link #NONE}
     */
    long restoreNewest(long maxPosition, Consumer<InputStream> body);

    /**
     * Positions of the snapshots that are there, ascending, whole or not.
     *
     * @return a new array
     */
    long[] positions();
}
