package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.util.List;

/**
 * Delivers alarm events and rows somewhere. One thread calls everything but {@link #abort()} and {@link #isGone()}. An
 * {@link IOException} means that the sink is down: it is closed, opened again later, and receives all frames without a
 * receipt again.
 */
public interface Sink {
    /** Its name in the configuration. */
    String name();

    /** Kind and address of the sink, for people; without secrets. */
    String description();

    /** Destination of a frame, for people: a topic, an address. Works also when the sink is not open. */
    String target(LogFrame frame);

    /** Gets ready. */
    void open() throws IOException;

    /**
     * Delivers the events and rows in order; returns when each has its receipt.
     *
     * @param frames at most 512
     * @param receipts gets the result of each frame as soon as it is known, in order
     * @throws SuspectException when a frame may be the cause of the failure
     * @throws IOException when the receiver is down for every frame
     */
    void deliver(List<LogFrame> frames, Receipts receipts) throws IOException;

    /** Checks an idle sink; fails when the sink has gone down. Called regularly while there is nothing to deliver. */
    void check() throws IOException;

    /**
     * Makes all delivered frames as durable as the sink can; the sink's cursor moves afterwards. When it fails, all
     * frames since the last sync are delivered again.
     */
    void sync() throws IOException;

    /** Aborts a blocked call, which then throws an {@link IOException}. Any thread. */
    void abort();

    /** Whether the sink has failed permanently for this process, so that waiting for it is useless. Any thread. */
    default boolean isGone() {
        return false;
    }

    /** Releases all resources; the sink may be opened again. Closing a closed sink does nothing. */
    void close() throws IOException;
}
