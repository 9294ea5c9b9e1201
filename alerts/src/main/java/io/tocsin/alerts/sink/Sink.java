package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.util.List;

/**
 * Delivers alarm events and rows somewhere. One thread calls everything but {@link #abort()} and
 * {@link #isGone()}. An {@link IOException} means that
 * the sink is down: it is closed, opened again later and given again everything without a receipt.
 */
public interface Sink {
    /** Its name in the configuration. */
    String name();

    /** Kind and address of the sink, for people; without secrets. */
    String description();

    /** Where a frame goes, for people: a topic, an address. Also of a sink that is not open. */
    String target(LogFrame frame);

    /** Gets ready. */
    void open() throws IOException;

    /**
     * Delivers the events and rows in order; returns when each has its receipt.
     *
     * @param frames at most 512
     * @param receipts takes what became of each frame as soon as that is known, in order
     * @throws SuspectException when a frame may be why delivery failed
     * @throws IOException when the receiver is down, whatever it is given
     */
    void deliver(List<LogFrame> frames, Receipts receipts) throws IOException;

    /** Called now and then while there is nothing to deliver; fails when the sink has gone down. */
    void check() throws IOException;

    /**
     * Makes what was delivered as durable as it can be; after it the sink's cursor moves. When it fails everything
     * since the last one is delivered again.
     */
    void sync() throws IOException;

    /** Makes a call that is waiting return soon, with an {@link IOException}. Any thread. */
    void abort();

    /** Whether it has failed for good: nothing mends it in this process, and nobody need wait for it. Any thread. */
    default boolean isGone() {
        return false;
    }

    /** Lets go of everything; it may be opened again. Closing what is not open does nothing. */
    void close() throws IOException;
}
