package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;

/** Windows with a hash map: every reading is added to every window that contains it. */
final class WindowNaive extends KeyedNaive<WindowNaive.State> {
    private final WindowTask task;
    private final long sizeNs;
    private final long slideNs;

    /** The open windows of one sensor, by their end. */
    static final class State {
        private final long[] ends;
        private final long[] counts;
        private final double[] sums;
        private final double[] mins;
        private final double[] maxs;
        private long newestNs = Long.MIN_VALUE;
        private long newestEndNs = Long.MIN_VALUE;
        private long nextEndNs;

        State(int windowCount) {
            ends = new long[windowCount];
            counts = new long[windowCount];
            sums = new double[windowCount];
            mins = new double[windowCount];
            maxs = new double[windowCount];
        }
    }

    WindowNaive(Workload workload, WindowTask task) {
        super(workload);
        this.task = task;
        this.sizeNs = task.sizeNs();
        this.slideNs = task.slideNs();
    }

    @Override
    State create() {
        return new State(task.slidesOfSize() + (int) (WindowTask.OUT_OF_ORDERNESS_NS / slideNs) + 2);
    }

    @Override
    void onReading(State state, int sensorId, long eventTimeNs, double value) {
        state.newestNs = Math.max(state.newestNs, eventTimeNs);
        long watermarkNs = state.newestNs - WindowTask.OUT_OF_ORDERNESS_NS;
        for (; state.nextEndNs <= watermarkNs && state.nextEndNs <= state.newestEndNs; state.nextEndNs += slideNs) {
            give(state, sensorId, state.nextEndNs);
        }
        long firstEndNs = eventTimeNs - eventTimeNs % slideNs + slideNs;
        if (state.nextEndNs > state.newestEndNs) {
            state.nextEndNs = watermarkNs - watermarkNs % slideNs + slideNs;
        }
        for (long endNs = firstEndNs; endNs < firstEndNs + sizeNs; endNs += slideNs) {
            if (endNs > watermarkNs) {
                add(state, endNs, value);
            }
        }
    }

    private void add(State state, long endNs, double value) {
        int window = (int) (endNs / slideNs % state.ends.length);
        if (state.ends[window] != endNs) {
            state.ends[window] = endNs;
            state.counts[window] = 0;
            state.sums[window] = 0;
            state.mins[window] = value;
            state.maxs[window] = value;
            state.newestEndNs = Math.max(state.newestEndNs, endNs);
        }
        state.counts[window]++;
        state.sums[window] += value;
        state.mins[window] = Math.min(state.mins[window], value);
        state.maxs[window] = Math.max(state.maxs[window], value);
    }

    private void give(State state, int sensorId, long endNs) {
        int window = (int) (endNs / slideNs % state.ends.length);
        if (state.ends[window] == endNs) {
            long count = state.counts[window];
            results()
                    .addWindow(
                            sensorId,
                            endNs,
                            task.isTumbling() ? count : 0,
                            state.sums[window] / count,
                            state.mins[window],
                            state.maxs[window]);
        }
    }
}
