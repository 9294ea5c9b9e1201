package io.tocsin.persistence.journal;

/**
 * Bounds on the journal ({@code journal.retention}) beyond the part that recovery needs. A segment is deleted when it
 * is too old or when the journal is too large.
 *
 * @param maxAgeNs age from which a segment expires, by its newest record, nanoseconds; {@link Long#MAX_VALUE} = never
 * @param maxBytes greatest size of the journal on the device, bytes; {@link Long#MAX_VALUE} = any size
 */
public record RetentionPolicy(long maxAgeNs, long maxBytes) {
    public RetentionPolicy {
        if (maxAgeNs < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "retention must not be negative, maxAgeNs=" + maxAgeNs + ", maxBytes=" + maxBytes);
        }
    }
}
