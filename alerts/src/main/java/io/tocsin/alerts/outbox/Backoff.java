package io.tocsin.alerts.outbox;

import java.util.random.RandomGenerator;

/**
 * Delay before the next attempt: doubles up to a bound; each wait is a random part between half and all of it. One
 * thread.
 */
public final class Backoff {
    private final long firstNs;
    private final long longestNs;
    private final RandomGenerator random;
    private long nextNs;

    /**
     * @param firstNs of the first wait, nanoseconds
     * @param longestNs no wait is longer, nanoseconds
     * @param random source of the jitter, so that sinks that failed together do not reconnect together
     */
    public Backoff(long firstNs, long longestNs, RandomGenerator random) {
        this.firstNs = firstNs;
        this.longestNs = longestNs;
        this.random = random;
        this.nextNs = firstNs;
    }

    /** The next wait, nanoseconds. */
    public long nextNs() {
        long boundNs = nextNs;
        nextNs = Math.min(longestNs, boundNs * 2);
        return random.nextLong(boundNs / 2, boundNs + 1);
    }

    /** Begins with the first wait again, after a success. */
    public void reset() {
        nextNs = firstNs;
    }
}
