package io.tocsin.bench.record;

import java.util.Arrays;

/**
 * A binary heap of due times, each with its sensor, ordered by time and then by sensor. Entries cannot be moved; the
 * caller tells outdated ones. Allocates only while it grows.
 */
final class DueHeap {
    /** Due time of an empty heap. */
    static final long NEVER = Long.MAX_VALUE;

    private long[] duesNs;
    private int[] sensorIds;
    private int count;

    DueHeap(int capacity) {
        duesNs = new long[capacity];
        sensorIds = new int[capacity];
    }

    void clear() {
        count = 0;
    }

    /** The earliest due time; {@link #NEVER} when there is none. */
    long nextDueNs() {
        return count == 0 ? NEVER : duesNs[0];
    }

    /** The sensor of the earliest due time. */
    int nextSensorId() {
        return sensorIds[0];
    }

    void add(long dueNs, int sensorId) {
        if (count == duesNs.length) {
            duesNs = Arrays.copyOf(duesNs, 2 * count);
            sensorIds = Arrays.copyOf(sensorIds, 2 * count);
        }
        int at = count++;
        while (at > 0 && isBefore(dueNs, sensorId, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, dueNs, sensorId);
    }

    void removeNext() {
        count--;
        if (count > 0) {
            sink(duesNs[count], sensorIds[count]);
        }
    }

    /** Gives the next sensor another due time. */
    void postponeNext(long dueNs) {
        sink(dueNs, sensorIds[0]);
    }

    /** Puts an entry into the place of the first one. */
    private void sink(long dueNs, int sensorId) {
        int at = 0;
        for (int child = 1; child < count; child = 2 * at + 1) {
            if (child + 1 < count && isBefore(duesNs[child + 1], sensorIds[child + 1], child)) {
                child++;
            }
            if (!isBefore(duesNs[child], sensorIds[child], dueNs, sensorId)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, dueNs, sensorId);
    }

    private boolean isBefore(long dueNs, int sensorId, int place) {
        return isBefore(dueNs, sensorId, duesNs[place], sensorIds[place]);
    }

    private static boolean isBefore(long dueNs, int sensorId, long otherDueNs, int otherSensorId) {
        return dueNs < otherDueNs || (dueNs == otherDueNs && sensorId < otherSensorId);
    }

    private void move(int from, int to) {
        put(to, duesNs[from], sensorIds[from]);
    }

    private void put(int place, long dueNs, int sensorId) {
        duesNs[place] = dueNs;
        sensorIds[place] = sensorId;
    }
}
