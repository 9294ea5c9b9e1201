package io.tocsin.ingest.sparkplug;

import java.util.Arrays;

/**
 * Sequence numbers of one edge node, 0 to 255 and round again. A number that is left out may still come, for MQTT keeps
 * the order of each topic only; after the reorder timeout it counts as lost. Allocates nothing.
 */
final class Sequence {
    private static final int COUNT = 256;

    private final boolean[] missing = new boolean[COUNT];
    private int missingCount;
    private int next;
    private long sinceNs;

    /** Begins behind the number of a birth. */
    void begin(int seq) {
        forgive();
        next = (seq + 1) % COUNT;
    }

    /** Takes the number of a message. */
    void take(int seq, long nowNs) {
        if (seq != next && missing[seq]) {
            missing[seq] = false;
            missingCount--;
            return;
        }
        if (seq != next && missingCount == 0) {
            sinceNs = nowNs;
        }
        for (int lost = next; lost != seq; lost = (lost + 1) % COUNT) {
            if (!missing[lost]) {
                missing[lost] = true;
                missingCount++;
            }
        }
        if (missing[seq]) {
            missing[seq] = false;
            missingCount--;
        }
        next = (seq + 1) % COUNT;
    }

    /** Whether a number has been missing for as long as the timeout. */
    boolean isOverdue(long nowNs, long timeoutNs) {
        return missingCount > 0 && nowNs - sinceNs >= timeoutNs;
    }

    /** Forgets the missing numbers. */
    void forgive() {
        Arrays.fill(missing, false);
        missingCount = 0;
    }
}
