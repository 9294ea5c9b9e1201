package io.tocsin.ingest;

import io.tocsin.ingest.tally.InputTally;
import java.util.List;

/**
 * A supplier of readings. The gateway composes sources through this and knows no other side of them.
 *
 * <p>Life: constructed (no I/O, no thread), {@link #start()} once, {@link #stop()} once or not at all. The methods may
 * be called by any thread, one at a time.
 */
public interface Source {
    /** Its name, unique among the sources. */
    String name();

    /** Whether it ends by itself. */
    boolean isBounded();

    /**
     * Begins to give readings, on threads of its own. Returns without waiting for a broker.
     *
     * @throws SourceException when it can never work as configured: the file or a column is missing
     */
    void start();

    /**
     * Takes no further readings, lets what was taken be acknowledged while the engine still runs (2 s at most), and
     * ends its threads. Call it before the engine is stopped. Never throws.
     */
    void stop();

    /**
     * Tallies of its topic filters or its file; empty for a source that generates its readings. Any thread.
     */
    default List<InputTally> tallies() {
        return List.of();
    }

    /**
     * Waits for the end of a bounded source. An unbounded one has ended only after {@link #stop()}.
     *
     * @param timeoutMs how long to wait at most, milliseconds
     * @return whether it has ended: all its readings are in the ring, its threads take no more
     */
    boolean awaitEnd(long timeoutMs) throws InterruptedException;
}
