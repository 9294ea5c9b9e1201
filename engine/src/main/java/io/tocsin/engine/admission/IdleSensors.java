package io.tocsin.engine.admission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last reception, to the second, of each sensor that may be evicted: sensors that came by a topic filter and that
 * no rule watches.
 *
 * <p>Threads: one at a time, except for {@link #heard} and {@link #tracks}, which any source's thread may call. Takes 4
 * bytes a sensor id.
 */
public final class IdleSensors {
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_IDS = 1 << CHUNK_SHIFT;
    private static final int UNTRACKED = 0;
    private static final long NEVER = Long.MAX_VALUE;

    private final long evictAfterNs;
    /**
     * By sensor id, in chunks that are never moved: the second of the newest reading, epoch seconds + 1, unsigned, or
     * UNTRACKED.
     */
    private volatile int[][] chunks = new int[4][];
    /** Highest id plus 1. */
    private int end;
    /**
     * Elapsed time before which no sensor can be found, epoch ns. Sensors defined or heard after the last search are
     * due later.
     */
    private long nextFindNs;

    /**
     * @param evictAfterNs how long a sensor must have been silent, ns; {@link Long#MAX_VALUE} for no eviction
     */
    public IdleSensors(long evictAfterNs) {
        this.evictAfterNs = evictAfterNs;
    }

    /** Whether sensors are evicted at all. */
    public boolean isOn() {
        return evictAfterNs != NEVER;
    }

    /** How long a sensor must have been silent before its eviction, ns. */
    public long evictAfterNs() {
        return evictAfterNs;
    }

    /** Begins to track a sensor that may be evicted. */
    public void track(int sensorId, long heardNs) {
        int chunk = sensorId >>> CHUNK_SHIFT;
        int[][] now = chunks;
        if (chunk >= now.length) {
            now = Arrays.copyOf(now, Math.max(chunk + 1, now.length * 2));
        }
        if (now[chunk] == null) {
            now[chunk] = new int[CHUNK_IDS];
        }
        now[chunk][sensorId & (CHUNK_IDS - 1)] = secondsOf(heardNs);
        chunks = now;
        end = Math.max(end, sensorId + 1);
    }

    /** Stops tracking an evicted sensor. */
    public void forget(int sensorId) {
        chunks[sensorId >>> CHUNK_SHIFT][sensorId & (CHUNK_IDS - 1)] = UNTRACKED;
    }

    /** Whether a sensor may be evicted. Any thread. */
    public boolean tracks(int sensorId) {
        int[][] now = chunks;
        int chunk = sensorId >>> CHUNK_SHIFT;
        return chunk < now.length && now[chunk] != null && now[chunk][sensorId & (CHUNK_IDS - 1)] != UNTRACKED;
    }

    /**
     * Notes a reading of a {@linkplain #tracks tracked} sensor. Any thread; a sensor that is evicted meanwhile may look
     * tracked again.
     */
    public void heard(int sensorId, long receiveTimeNs) {
        chunks[sensorId >>> CHUNK_SHIFT][sensorId & (CHUNK_IDS - 1)] = secondsOf(receiveTimeNs);
    }

    /**
     * Finds sensors that have been silent long enough to be evicted.
     *
     * @param nowNs elapsed time, epoch ns
     * @param max the most sensors to find
     * @return their ids, ascending; empty when there are none
     */
    public List<Integer> find(long nowNs, int max) {
        if (!isOn() || nowNs < nextFindNs) {
            return List.of();
        }
        long latest = Integer.toUnsignedLong(secondsOf(nowNs - evictAfterNs));
        long earliest = NEVER;
        List<Integer> found = new ArrayList<>();
        for (int sensorId = 0; sensorId < end && found.size() < max; sensorId++) {
            int[] chunk = chunks[sensorId >>> CHUNK_SHIFT];
            if (chunk == null) {
                sensorId |= CHUNK_IDS - 1;
                continue;
            }
            long heard = Integer.toUnsignedLong(chunk[sensorId & (CHUNK_IDS - 1)]);
            if (heard != UNTRACKED && heard < latest) {
                found.add(sensorId);
            } else if (heard != UNTRACKED) {
                earliest = Math.min(earliest, heard);
            }
        }
        if (found.isEmpty()) {
            nextFindNs = evictAfterNs + (earliest == NEVER ? nowNs : endOfSecond(earliest));
        }
        return found;
    }

    private static long endOfSecond(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static int secondsOf(long timeNs) {
        return (int) (TimeUnit.NANOSECONDS.toSeconds(Math.max(0, timeNs)) + 1);
    }
}
