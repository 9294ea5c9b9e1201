package io.tocsin.bench.w1;

import java.util.HashMap;
import java.util.Map;

/** What one writes first: a hash map from sensor to state. Its results are the ones all rows must give. */
final class NaiveRow implements Row {
    private static final class State {
        private boolean active;
    }

    private final Workload workload;
    private Map<Integer, State> states;
    private ResultSum results;

    NaiveRow(Workload workload) {
        this.workload = workload;
    }

    @Override
    public void open() {
        states = new HashMap<>();
        results = new ResultSum();
    }

    @Override
    public void pass(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        for (int i = 0; i < sensorIds.length; i++) {
            onReading(sensorIds[i], eventTimesNs[i] + shiftNs, values[i]);
        }
    }

    private void onReading(int sensorId, long eventTimeNs, double value) {
        State state = states.get(sensorId);
        if (state == null) {
            state = new State();
            states.put(sensorId, state);
        }
        if (state.active) {
            if (value <= Workload.CLEAR_AT) {
                state.active = false;
                results.add(sensorId, eventTimeNs, false, value);
            }
        } else if (value > Workload.LIMIT) {
            state.active = true;
            results.add(sensorId, eventTimeNs, true, value);
        }
    }

    @Override
    public void finish() {}

    @Override
    public ResultSum results() {
        return results;
    }

    @Override
    public void close() {}
}
