package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;
import java.util.Arrays;

/**
 * Tumbling windows in flat arrays. As the out-of-orderness is below the size, at most two windows of a sensor are open,
 * the next to close and its successor; they alternate between the halves of the arrays.
 */
final class TumblingLimit extends FoldRow {
    private static final int SENSORS = Workload.SENSOR_COUNT;

    private final long sizeNs;
    private long[] newestNs;
    private long[] endNs;
    private int[] half;
    private int[] counts;
    private double[] sums;
    private double[] mins;
    private double[] maxs;

    TumblingLimit(Workload workload, WindowTask task) {
        super(workload);
        this.sizeNs = task.sizeNs();
    }

    @Override
    void reset() {
        newestNs = new long[SENSORS];
        endNs = new long[SENSORS];
        half = new int[SENSORS];
        counts = new int[2 * SENSORS];
        sums = new double[2 * SENSORS];
        mins = new double[2 * SENSORS];
        maxs = new double[2 * SENSORS];
        Arrays.fill(mins, Double.POSITIVE_INFINITY);
        Arrays.fill(maxs, Double.NEGATIVE_INFINITY);
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        long newest = Math.max(newestNs[sensorId], eventTimeNs);
        newestNs[sensorId] = newest;
        long watermarkNs = newest - WindowTask.OUT_OF_ORDERNESS_NS;
        long end = endNs[sensorId];
        if (end <= watermarkNs) {
            end = close(sensorId, end, watermarkNs);
        }
        int at = half[sensorId] + sensorId;
        if (eventTimeNs >= end) {
            at = SENSORS - half[sensorId] + sensorId;
        } else if (eventTimeNs < end - sizeNs) {
            throw new IllegalStateException("a late reading, eventTimeNs=" + eventTimeNs);
        }
        counts[at]++;
        sums[at] += value;
        mins[at] = Math.min(mins[at], value);
        maxs[at] = Math.max(maxs[at], value);
    }

    private long close(int sensorId, long firstEnd, long watermarkNs) {
        long end = firstEnd;
        for (int i = 0; i < 2 && end <= watermarkNs; i++) {
            int at = half[sensorId] + sensorId;
            if (counts[at] > 0) {
                results().addWindow(sensorId, end, counts[at], sums[at] / counts[at], mins[at], maxs[at]);
                counts[at] = 0;
                sums[at] = 0;
                mins[at] = Double.POSITIVE_INFINITY;
                maxs[at] = Double.NEGATIVE_INFINITY;
            }
            half[sensorId] = SENSORS - half[sensorId];
            end += sizeNs;
        }
        if (end <= watermarkNs) {
            end = watermarkNs - watermarkNs % sizeNs + sizeNs;
        }
        endNs[sensorId] = end;
        return end;
    }
}
