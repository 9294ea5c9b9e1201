package io.tocsin.persistence.journal;

import java.nio.file.Path;

/**
 * Directory, durability and sizes of the journal.
 *
 * @param dir the journal's directory; created when missing
 * @param sync when a record counts as durable
 * @param segmentBytes size at which a new segment file begins
 * @param keepFreeBytes space that the journal leaves free on its device, bytes; on a small device at most an eighth.
 *     The journal waits instead of using this space
 */
public record JournalConfig(Path dir, SyncPolicy sync, long segmentBytes, long keepFreeBytes) {
    /** Default segment size: small enough for a 16 GiB eMMC, large enough to roll seldom. */
    public static final long DEFAULT_SEGMENT_BYTES = 32L << 20;

    private static final long MIN_DEFAULT_KEEP_FREE_BYTES = 64L << 20;

    public JournalConfig {
        if (segmentBytes < 1 << 20 || segmentBytes > 1L << 30) {
            throw new IllegalArgumentException("segmentBytes must be 1 MiB to 1 GiB, segmentBytes=" + segmentBytes);
        }
        if (keepFreeBytes < 0) {
            throw new IllegalArgumentException("keepFreeBytes must not be negative, keepFreeBytes=" + keepFreeBytes);
        }
    }

    /** Leaves 64 MiB free, or two segments if that is more. */
    public JournalConfig(Path dir, SyncPolicy sync, long segmentBytes) {
        this(dir, sync, segmentBytes, Math.max(MIN_DEFAULT_KEEP_FREE_BYTES, 2 * segmentBytes));
    }
}
