package io.tocsin.bench.throughput;

import java.io.IOException;

/**
 * One way to do a workload: one row of its table. A round opens it afresh, runs passes, waits for the last result and
 * closes it; only the passes and the waiting are timed. One thread.
 */
interface Row extends AutoCloseable {
    /** Builds everything a round needs. */
    void open() throws IOException;

    /**
     * Feeds all readings once.
     *
     * @param shiftNs is added to every event time
     */
    void pass(long shiftNs);

    /** Waits until all that was fed has been worked up and every result is at the sink. */
    void finish();

    /** Where the results went, or null when the row gives none. */
    ResultSum results();

    /** Frees what {@link #open} took. */
    @Override
    void close() throws IOException;
}
