package io.tocsin.alerts.figure;

import java.util.Arrays;

/** The times of the last ten minutes, oldest first; equal times take one place. Grows with the distinct times. */
final class TimeWindow {
    private long[] timesNs = new long[16];
    private int[] counts = new int[16];
    private int head;
    private int size;
    private long total;

    /** Number of times. */
    long count() {
        return total;
    }

    void add(long timeNs) {
        total++;
        if (size > 0 && timesNs[at(size - 1)] == timeNs) {
            counts[at(size - 1)]++;
            return;
        }
        if (size == timesNs.length) {
            grow();
        }
        timesNs[at(size)] = timeNs;
        counts[at(size)] = 1;
        size++;
    }

    /** Removes the times up to a bound, inclusive. */
    void removeUpTo(long boundNs) {
        while (size > 0 && timesNs[head] <= boundNs) {
            total -= counts[head];
            head = at(1);
            size--;
        }
    }

    /** The n-th newest time; there must be so many. */
    long newest(int n) {
        int left = n;
        for (int i = size - 1; i >= 0; i--) {
            left -= counts[at(i)];
            if (left <= 0) {
                return timesNs[at(i)];
            }
        }
        throw new IllegalArgumentException("the window has fewer times, n=" + n + ", count=" + total);
    }

    private int at(int index) {
        return (head + index) % timesNs.length;
    }

    private void grow() {
        long[] moreTimesNs = new long[size * 2];
        int[] moreCounts = new int[size * 2];
        for (int i = 0; i < size; i++) {
            moreTimesNs[i] = timesNs[at(i)];
            moreCounts[i] = counts[at(i)];
        }
        timesNs = moreTimesNs;
        counts = Arrays.copyOf(moreCounts, moreCounts.length);
        head = 0;
    }
}
