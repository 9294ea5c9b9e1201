package io.tocsin.bench.throughput;

import java.io.IOException;

/**
 * One implementation of a workload, one row of its table. A round opens the row, runs passes, waits for the last result
 * and closes the row; only the passes and the wait are timed. One thread.
 */
public interface Row extends AutoCloseable {
    /** Builds everything a round needs. */
    void open() throws IOException;

    /**
     * Feeds all readings once.
     *
     * @param shiftNs is added to every event time
     */
    void pass(long shiftNs);

    /** Waits until all readings are processed and every result is at the sink. */
    void finish();

    /** The sink of the results, or null when the row has none. */
    ResultSum results();

    /** The digest of all outputs of the passes so far, as the fold prints it; null when the row has none. */
    default String outputDigest() {
        return null;
    }

    /** Releases the resources of {@link #open}. */
    @Override
    void close() throws IOException;
}
