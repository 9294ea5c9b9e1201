package io.tocsin.engine.function;

import java.time.Duration;

/**
 * How long an entry of state lives after it was last written. Expired is invisible at once.
 *
 * @param ttlNs {@link #FOREVER}, or above 0, ns
 * @param domain whose time counts
 */
public record StateTtl(long ttlNs, TimeDomain domain) {
    /** {@link #ttlNs()} of what never expires. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** Never expires. */
    public static final StateTtl NONE = new StateTtl(FOREVER, TimeDomain.EVENT_TIME);

    public StateTtl {
        if (ttlNs <= 0) {
            throw new IllegalArgumentException("a time to live must be positive, ttlNs=" + ttlNs);
        }
    }

    /** Expires when the key's watermark has gone on so far. */
    public static StateTtl eventTime(Duration ttl) {
        return new StateTtl(ttl.toNanos(), TimeDomain.EVENT_TIME);
    }

    /** Expires when records are received so much later. */
    public static StateTtl processingTime(Duration ttl) {
        return new StateTtl(ttl.toNanos(), TimeDomain.PROCESSING_TIME);
    }
}
