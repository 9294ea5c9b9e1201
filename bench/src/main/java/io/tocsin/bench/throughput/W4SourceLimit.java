package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import java.util.Arrays;

/**
 * The time of the latest reading of each sensor in a flat array; every {@value #CHECK_MS} ms of the newest time all
 * sensors are checked.
 */
final class W4SourceLimit extends FoldRow {
    static final long CHECK_MS = 100;

    /** Latest reading of a sensor without readings, or whose silence has been noticed. */
    private static final long NONE = Long.MAX_VALUE - BenchPlan.SILENCE_NS;

    private static final long CHECK_NS = CHECK_MS * 1_000_000;

    private long[] latestNs;
    private long newestNs;
    private long checkNs;

    W4SourceLimit(Workload workload) {
        super(workload);
    }

    @Override
    void reset() {
        latestNs = new long[Workload.SENSOR_COUNT];
        Arrays.fill(latestNs, NONE);
        newestNs = 0;
        checkNs = 0;
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        long dueNs = latestNs[sensorId] + BenchPlan.SILENCE_NS;
        if (dueNs < Math.max(newestNs, eventTimeNs)) {
            results().addSilence(sensorId, dueNs);
        }
        latestNs[sensorId] = eventTimeNs;
        if (eventTimeNs > newestNs) {
            newestNs = eventTimeNs;
            if (eventTimeNs >= checkNs) {
                checkNs = eventTimeNs + CHECK_NS;
                flush();
            }
        }
    }

    @Override
    void flush() {
        for (int sensorId = 0; sensorId < latestNs.length; sensorId++) {
            long dueNs = latestNs[sensorId] + BenchPlan.SILENCE_NS;
            if (dueNs < newestNs) {
                results().addSilence(sensorId, dueNs);
                latestNs[sensorId] = NONE;
            }
        }
    }
}
