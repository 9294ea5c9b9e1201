package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;
import java.util.Arrays;

/**
 * Sliding windows in flat arrays: a ring of panes, each one slide long, and two stacks over it. The arrays are ordered
 * by pane, then by sensor, so that sensors read in sequence are neighbours. An empty pane is the neutral element, so
 * merging needs no branch.
 *
 * <p>Handles no late readings, because no reading of the workload is later than the out-of-orderness.
 */
final class SlidingLimit extends FoldRow {
    private static final int SENSORS = Workload.SENSOR_COUNT;
    private static final long NO_END = Long.MAX_VALUE;

    /** Panes of all sensors. */
    private static final class Panes {
        private final int[] counts;
        private final double[] sums;
        private final double[] mins;
        private final double[] maxs;

        Panes(int paneCount) {
            counts = new int[paneCount * SENSORS];
            sums = new double[paneCount * SENSORS];
            mins = new double[paneCount * SENSORS];
            maxs = new double[paneCount * SENSORS];
            Arrays.fill(mins, Double.POSITIVE_INFINITY);
            Arrays.fill(maxs, Double.NEGATIVE_INFINITY);
        }

        void clear(int at) {
            counts[at] = 0;
            sums[at] = 0;
            mins[at] = Double.POSITIVE_INFINITY;
            maxs[at] = Double.NEGATIVE_INFINITY;
        }

        void add(int at, double value) {
            counts[at]++;
            sums[at] += value;
            mins[at] = Math.min(mins[at], value);
            maxs[at] = Math.max(maxs[at], value);
        }

        void merge(int at, Panes from, int fromAt) {
            counts[at] += from.counts[fromAt];
            sums[at] += from.sums[fromAt];
            mins[at] = Math.min(mins[at], from.mins[fromAt]);
            maxs[at] = Math.max(maxs[at], from.maxs[fromAt]);
        }
    }

    private final long slideNs;
    private final int panesOfWindow;
    private final int ringLength;
    private long[] newestNs;
    private long[] nextEndNs;
    private long[] lastEndNs;
    private long[] paneStartNs;
    private int[] paneIndex;
    private int[] front;
    private Panes panes;
    private Panes suffixes;
    private Panes running;

    SlidingLimit(Workload workload, WindowTask task) {
        super(workload);
        this.slideNs = task.slideNs();
        this.panesOfWindow = task.slidesOfSize();
        this.ringLength = panesOfWindow + (int) (WindowTask.OUT_OF_ORDERNESS_NS / slideNs) + 2;
    }

    @Override
    void reset() {
        newestNs = new long[SENSORS];
        nextEndNs = new long[SENSORS];
        lastEndNs = new long[SENSORS];
        paneStartNs = new long[SENSORS];
        paneIndex = new int[SENSORS];
        front = new int[SENSORS];
        Arrays.fill(nextEndNs, NO_END);
        panes = new Panes(ringLength);
        suffixes = new Panes(panesOfWindow);
        running = new Panes(1);
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        long newest = Math.max(newestNs[sensorId], eventTimeNs);
        newestNs[sensorId] = newest;
        long watermarkNs = newest - WindowTask.OUT_OF_ORDERNESS_NS;
        while (nextEndNs[sensorId] <= watermarkNs) {
            close(sensorId);
        }
        long ahead = eventTimeNs - paneStartNs[sensorId];
        if (ahead >= slideNs) {
            advance(sensorId, eventTimeNs, ahead);
            ahead = 0;
        }
        int index = paneIndex[sensorId];
        long start = paneStartNs[sensorId];
        while (ahead < 0) {
            ahead += slideNs;
            start -= slideNs;
            index = index == 0 ? ringLength - 1 : index - 1;
        }
        if (start + slideNs <= watermarkNs) {
            throw new IllegalStateException("a late reading, eventTimeNs=" + eventTimeNs);
        }
        panes.add(index * SENSORS + sensorId, value);
        nextEndNs[sensorId] = Math.min(nextEndNs[sensorId], start + slideNs);
    }

    /** Makes the pane of a time the newest and clears the panes between. */
    private void advance(int sensorId, long timeNs, long ahead) {
        int index = paneIndex[sensorId];
        long start = paneStartNs[sensorId];
        if (ahead < 2 * slideNs) {
            start += slideNs;
            index = index + 1 == ringLength ? 0 : index + 1;
            panes.clear(index * SENSORS + sensorId);
        } else {
            long steps = Math.min(ahead / slideNs, ringLength);
            for (long i = 0; i < steps; i++) {
                index = index + 1 == ringLength ? 0 : index + 1;
                panes.clear(index * SENSORS + sensorId);
            }
            start = timeNs - timeNs % slideNs;
        }
        paneIndex[sensorId] = index;
        paneStartNs[sensorId] = start;
    }

    private void close(int sensorId) {
        long end = nextEndNs[sensorId];
        long newestPane = paneStartNs[sensorId];
        int index = paneIndex[sensorId];
        for (long start = newestPane; start >= end; start -= slideNs) {
            index = index == 0 ? ringLength - 1 : index - 1;
        }
        for (long start = newestPane + slideNs; start < end; start += slideNs) {
            index = index + 1 == ringLength ? 0 : index + 1;
            panes.clear(index * SENSORS + sensorId);
        }
        int suffix = front[sensorId] + 1;
        if (lastEndNs[sensorId] == end - slideNs && suffix < panesOfWindow) {
            running.merge(sensorId, panes, index * SENSORS + sensorId);
        } else {
            flip(sensorId, index);
            suffix = 0;
        }
        front[sensorId] = suffix;
        lastEndNs[sensorId] = end;
        give(sensorId, end, suffix * SENSORS + sensorId);
        boolean isNextEmpty = newestPane < end - (panesOfWindow - 1) * slideNs;
        nextEndNs[sensorId] = isNextEmpty ? NO_END : end + slideNs;
    }

    private void flip(int sensorId, int lastIndex) {
        int index = lastIndex;
        int later = (panesOfWindow - 1) * SENSORS + sensorId;
        suffixes.clear(later);
        suffixes.merge(later, panes, index * SENSORS + sensorId);
        for (int at = later - SENSORS; at >= 0; at -= SENSORS) {
            index = index == 0 ? ringLength - 1 : index - 1;
            int pane = index * SENSORS + sensorId;
            suffixes.counts[at] = panes.counts[pane] + suffixes.counts[later];
            suffixes.sums[at] = panes.sums[pane] + suffixes.sums[later];
            suffixes.mins[at] = Math.min(panes.mins[pane], suffixes.mins[later]);
            suffixes.maxs[at] = Math.max(panes.maxs[pane], suffixes.maxs[later]);
            later = at;
        }
        running.clear(sensorId);
    }

    private void give(int sensorId, long end, int suffix) {
        int count = suffixes.counts[suffix] + running.counts[sensorId];
        if (count > 0) {
            results()
                    .addWindow(
                            sensorId,
                            end,
                            0,
                            (suffixes.sums[suffix] + running.sums[sensorId]) / count,
                            Math.min(suffixes.mins[suffix], running.mins[sensorId]),
                            Math.max(suffixes.maxs[suffix], running.maxs[sensorId]));
        }
    }
}
