package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;

/** Lower bound of the machine: one flag for each sensor in a flat array. Reads the event time only at a change. */
final class W1Limit extends FoldRow {
    private boolean[] active;

    W1Limit(Workload workload) {
        super(workload);
    }

    @Override
    void reset() {
        active = new boolean[Workload.SENSOR_COUNT];
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        if (active[sensorId]) {
            if (value <= Workload.CLEAR_AT) {
                active[sensorId] = false;
                results().add(sensorId, eventTimeNs, false, value);
            }
        } else if (value > Workload.LIMIT) {
            active[sensorId] = true;
            results().add(sensorId, eventTimeNs, true, value);
        }
    }
}
