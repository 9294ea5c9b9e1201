package io.tocsin.ingest.file;

import java.util.Arrays;

/**
 * Readings of rows that are sorted by their event times; those of one time stay in the order of the rows. One thread.
 * Memory grows to 33 bytes a reading.
 */
final class SortedReadings {
    /** Readings that are sorted together, about 140 MB. A whole row more may come. */
    static final int MOST = 1 << 22;

    private static final int FIRST_CAPACITY = 1_024;

    private final int most;
    private int[] sensorIds = new int[FIRST_CAPACITY];
    private long[] timesNs = new long[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private byte[] qualities = new byte[FIRST_CAPACITY];
    private int[] order = new int[FIRST_CAPACITY];
    private int[] other = new int[FIRST_CAPACITY];
    private int size;

    /** @param most readings that are sorted together */
    SortedReadings(int most) {
        this.most = most;
    }

    void clear() {
        size = 0;
    }

    boolean isFull() {
        return size >= most;
    }

    int size() {
        return size;
    }

    /** Adds a reading; {@link io.tocsin.ingest.decode.EventTime#ABSENT} is behind all times. */
    void add(int sensorId, long timeNs, double value, int quality) {
        if (size == sensorIds.length) {
            grow(size * 2);
        }
        sensorIds[size] = sensorId;
        timesNs[size] = timeNs;
        values[size] = value;
        qualities[size] = (byte) quality;
        size++;
    }

    private void grow(int capacity) {
        sensorIds = Arrays.copyOf(sensorIds, capacity);
        timesNs = Arrays.copyOf(timesNs, capacity);
        values = Arrays.copyOf(values, capacity);
        qualities = Arrays.copyOf(qualities, capacity);
        order = new int[capacity];
        other = new int[capacity];
    }

    /** Finds the order of the times: a merge sort from runs of one. */
    void sort() {
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int width = 1; width < size; width *= 2) {
            for (int from = 0; from < size; from += 2 * width) {
                merge(from, Math.min(from + width, size), Math.min(from + 2 * width, size));
            }
            int[] merged = other;
            other = order;
            order = merged;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takesLeft = left < middle && (right == to || timesNs[order[left]] <= timesNs[order[right]]);
            other[i] = takesLeft ? order[left++] : order[right++];
        }
    }

    int sensorId(int rank) {
        return sensorIds[order[rank]];
    }

    long timeNs(int rank) {
        return timesNs[order[rank]];
    }

    double value(int rank) {
        return values[order[rank]];
    }

    int quality(int rank) {
        return qualities[order[rank]];
    }
}
