package io.tocsin.engine.journal;

/**
 * Where records become facts. The {@link RecordHandler} calls add records to the current batch, {@link #commit()}
 * makes the batch one excerpt.
 *
 * <p>Threads: the record calls, {@code commit} and {@code close} belong to the one journal thread. The positions and
 * {@link #requestSync()} may be used by any thread.
 *
 * <p>Errors: every failure is a {@link JournalException}, and final. A failure of a background sync is reported to the
 * fail-stop given at construction and never retried.
 */
public interface Journal extends RecordHandler, AutoCloseable {
    /** How many records one batch may hold. */
    int MAX_BATCH_RECORDS = 256;

    /**
     * Appends the batch as one excerpt: all of it survives a kill of the process, or none. Does nothing when the batch
     * is empty. Waits as long as the device has no room for it. Allocates nothing.
     *
     * @throws JournalFullException when there is no room and {@link #stopWaiting()} was called; nothing is damaged
     */
    void commit();

    /** The position that the next record must have. Journal thread only. */
    long nextPosition();

    /** Every record below this position survives a kill of the process. Any thread. */
    long journalledPosition();

    /** Every record below this position is as durable as the sync policy promises. Any thread. */
    long durablePosition();

    /** Every record below this position is on the device, whatever the sync policy promises. Any thread. */
    long forcedPosition();

    /**
     * Something waits for the device: force what is journalled as soon as possible, whatever the sync policy. Any
     * thread.
     */
    void requestSync();

    /** Whether a commit waits for room on the device: nothing is journalled meanwhile. Any thread. */
    boolean isWaitingForRoom();

    /**
     * The gateway stops: from now on a commit that finds no room, or waits for it, throws {@link JournalFullException}
     * instead of waiting. Any thread.
     */
    void stopWaiting();

    /** Bytes of excerpts appended by this process. Any thread. */
    long appendedBytes();

    /** Syncs done by this process. Any thread. */
    long syncCount();

    /** Forces what is left and closes. */
    @Override
    void close();
}
