package io.tocsin.engine.journal;

/**
 * The append side of the journal. The {@link RecordHandler} calls add records to the current batch; {@link #commit()}
 * appends the batch as one excerpt.
 *
 * <p>Threads: the record calls, {@code commit} and {@code close} belong to the one journal thread. Any thread may read
 * the positions and call {@link #requestSync()}.
 *
 * <p>Errors: every failure is a {@link JournalException}, and final. A failure of a background sync is reported to the
 * fail-stop given at construction and never retried.
 */
public interface Journal extends RecordHandler, AutoCloseable {
    /** The most records of one batch. */
    int MAX_BATCH_RECORDS = 256;

    /**
     * Appends the batch as one excerpt, which survives a kill of the process wholly or not at all. Does nothing when
     * the batch is empty. Waits while the device has no room. Allocates nothing.
     *
     * @throws JournalFullException when there is no room and {@link #stopWaiting()} was called; nothing is damaged
     */
    void commit();

    /**
     * How long the open batch may wait for more records, so that they share an excerpt, ns; 0 or less when it must be
     * committed now. Journal thread only.
     */
    long commitInNs();

    /** The position that the next record must have. Journal thread only. */
    long nextPosition();

    /** The position below which every record survives a kill of the process. Any thread. */
    long journalledPosition();

    /** The position below which every record is as durable as the sync policy promises. Any thread. */
    long durablePosition();

    /**
     * Adds an action that runs each time the durable position has moved, on the thread that moved it: the action must
     * neither wait nor throw. Any thread; an action stays for the life of the journal.
     */
    void onDurable(Runnable action);

    /** The position below which every record is on the device, whatever the sync policy promises. Any thread. */
    long forcedPosition();

    /**
     * Asks for the journalled records to be forced to the device as soon as possible, whatever the sync policy. Any
     * thread.
     */
    void requestSync();

    /** Whether a commit is waiting for room on the device; nothing is journalled meanwhile. Any thread. */
    boolean isWaitingForRoom();

    /**
     * Stops waiting for room, because the gateway stops: a commit without room throws {@link JournalFullException} from
     * now on, also one that is already waiting. Any thread.
     */
    void stopWaiting();

    /** Bytes of excerpts appended by this process. Any thread. */
    long appendedBytes();

    /** Syncs done by this process. Any thread. */
    long syncCount();

    /** Forces the remaining records and closes the journal. */
    @Override
    void close();
}
