package io.tocsin.ingest;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts: doubling from 0.25 s to 30 s, each drawn from the upper half, so that gateways do not march
 * in step.
 */
public final class Backoff {
    private static final long SHORTEST_MS = 250;
    private static final long LONGEST_MS = 30_000;

    private long nextMs = SHORTEST_MS;

    /** The next pause, milliseconds. */
    public long nextMs() {
        long pauseMs = nextMs;
        nextMs = Math.min(nextMs * 2, LONGEST_MS);
        return ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + 1);
    }

    /** A connection lived: begin anew. */
    public void reset() {
        nextMs = SHORTEST_MS;
    }
}
