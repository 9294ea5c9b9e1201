package io.tocsin.engine.function;

import java.time.Duration;

/**
 * How long an entry of state lives after its last write. An expired entry is invisible at once.
 *
 * @param ttlNs {@link #FOREVER}, or above 0, ns
 * @param domain of the time that counts
 */
public record StateTtl(long ttlNs, TimeDomain domain) {
    /** Value of {@link #ttlNs()} for entries that never expire. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** Entries never expire. */
    public static final StateTtl NONE = new StateTtl(FOREVER, TimeDomain.EVENT_TIME);

    public StateTtl {
        if (ttlNs <= 0) {
            throw new IllegalArgumentException("a time to live must be positive, ttlNs=" + ttlNs);
        }
    }

    /** Entries expire once the key's watermark has advanced this far. */
    public static StateTtl eventTime(Duration ttl) {
        return new StateTtl(ttl.toNanos(), TimeDomain.EVENT_TIME);
    }

    /** Entries expire at records received this much later. */
    public static StateTtl processingTime(Duration ttl) {
        return new StateTtl(ttl.toNanos(), TimeDomain.PROCESSING_TIME);
    }
}
