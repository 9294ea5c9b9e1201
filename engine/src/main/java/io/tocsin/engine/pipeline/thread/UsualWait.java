package io.tocsin.engine.pipeline.thread;

/**
 * The mean of a thread's last waits for a record, which tells whether the next record is worth staying awake for. Each
 * wait counts an eighth; a wait longer than four times the time awake counts as that long, so that a dozen short waits
 * after a pause are enough. The waiting thread only.
 */
final class UsualWait {
    private static final int WEIGHT_SHIFT = 3;
    private static final int LONGEST_PARTS = 4;

    private final long awakeNs;
    private final long longestNs;
    private long meanNs;

    /**
     * @param awakeNs how long the thread may stay awake in one wait, ns; at most a quarter of {@link Long#MAX_VALUE}
     */
    UsualWait(long awakeNs) {
        this.awakeNs = awakeNs;
        this.longestNs = LONGEST_PARTS * awakeNs;
    }

    /** Whether the next record is likely to come while the thread stays awake. */
    boolean isShort() {
        return meanNs <= awakeNs;
    }

    /** A record came. */
    void onRecord(long waitedNs) {
        meanNs += (Math.min(waitedNs, longestNs) - meanNs) >> WEIGHT_SHIFT;
    }

    /** A duty of the thread's own ended the wait: the record is still to come. */
    void onDuty(long waitedNs) {
        if (waitedNs > meanNs) {
            onRecord(waitedNs);
        }
    }
}
