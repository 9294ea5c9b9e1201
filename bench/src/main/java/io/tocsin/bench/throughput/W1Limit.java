package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;

/** The floor of the machine: one flag a sensor in a flat array. Looks at the event time of a change only. */
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
