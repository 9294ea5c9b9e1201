package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;

/** W1 with a hash map. */
final class W1Naive extends KeyedNaive<W1Naive.State> {
    /** Of one sensor. */
    static final class State {
        private boolean active;
    }

    W1Naive(Workload workload) {
        super(workload);
    }

    @Override
    State create() {
        return new State();
    }

    @Override
    void onReading(State state, int sensorId, long eventTimeNs, double value) {
        if (state.active) {
            if (value <= Workload.CLEAR_AT) {
                state.active = false;
                results().add(sensorId, eventTimeNs, false, value);
            }
        } else if (value > Workload.LIMIT) {
            state.active = true;
            results().add(sensorId, eventTimeNs, true, value);
        }
    }
}
