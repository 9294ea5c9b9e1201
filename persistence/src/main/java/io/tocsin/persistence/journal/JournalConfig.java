package io.tocsin.persistence.journal;

import java.nio.file.Path;

/**
 * Where and how the journal is kept.
 *
 * @param dir the journal's directory; created when missing
 * @param sync when a record counts as durable
 * @param segmentBytes size at which a new segment file begins
 */
public record JournalConfig(Path dir, SyncPolicy sync, long segmentBytes) {
    /** Segment size when nothing else is asked for: small enough for a 16 GiB eMMC, large enough to roll seldom. */
    public static final long DEFAULT_SEGMENT_BYTES = 32L << 20;

    public JournalConfig {
        if (segmentBytes < 1 << 20 || segmentBytes > 1L << 30) {
            throw new IllegalArgumentException("segmentBytes must be 1 MiB to 1 GiB, segmentBytes=" + segmentBytes);
        }
    }
}
