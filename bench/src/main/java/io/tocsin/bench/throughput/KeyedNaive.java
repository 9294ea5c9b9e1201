package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;
import java.util.HashMap;
import java.util.Map;

/** The naive program: a hash map from sensor to state. All rows must have its results. */
abstract class KeyedNaive<S> extends FoldRow {
    private Map<Integer, S> states;

    KeyedNaive(Workload workload) {
        super(workload);
    }

    /** State of a sensor without readings. */
    abstract S create();

    /** Folds one reading into its sensor's state. */
    abstract void onReading(S state, int sensorId, long eventTimeNs, double value);

    @Override
    final void reset() {
        states = new HashMap<>();
    }

    @Override
    final void onReading(int sensorId, long eventTimeNs, double value) {
        S state = states.get(sensorId);
        if (state == null) {
            state = create();
            states.put(sensorId, state);
        }
        onReading(state, sensorId, eventTimeNs, value);
    }
}
