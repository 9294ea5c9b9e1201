package io.tocsin.persistence.journal;

/**
 * How much of the journal is kept ({@code journal.retention}) beyond what recovery needs. A segment goes when it is too
 * old or when the journal is too large.
 *
 * @param maxAgeNs a segment whose records are all older goes, nanoseconds; {@link Long#MAX_VALUE} = no age is too old
 * @param maxBytes the oldest segments go until the journal takes no more on the device, bytes; {@link Long#MAX_VALUE} =
 *     any size
 */
public record RetentionPolicy(long maxAgeNs, long maxBytes) {
    public RetentionPolicy {
        if (maxAgeNs < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "retention must not be negative, maxAgeNs=" + maxAgeNs + ", maxBytes=" + maxBytes);
        }
    }
}
