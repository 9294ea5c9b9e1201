package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;

/** W4 with a hash map. */
final class W4Naive extends KeyedNaive<W4Naive.State> {
    /** Of one sensor. */
    static final class State {
        private long dueNs = Long.MAX_VALUE;
    }

    W4Naive(Workload workload) {
        super(workload);
    }

    @Override
    State create() {
        return new State();
    }

    @Override
    void onReading(State state, int sensorId, long eventTimeNs, double value) {
        if (state.dueNs < eventTimeNs) {
            results().addSilence(sensorId, state.dueNs);
        }
        state.dueNs = eventTimeNs + BenchPlan.SILENCE_NS;
    }
}
