package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import java.util.Arrays;

/** The time of the latest reading of each sensor in a flat array. */
final class W4Limit extends FoldRow {
    private long[] latestNs;

    W4Limit(Workload workload) {
        super(workload);
    }

    @Override
    void reset() {
        latestNs = new long[Workload.SENSOR_COUNT];
        Arrays.fill(latestNs, Long.MAX_VALUE - BenchPlan.SILENCE_NS);
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        long dueNs = latestNs[sensorId] + BenchPlan.SILENCE_NS;
        latestNs[sensorId] = eventTimeNs;
        if (dueNs < eventTimeNs) {
            results().addSilence(sensorId, dueNs);
        }
    }
}
