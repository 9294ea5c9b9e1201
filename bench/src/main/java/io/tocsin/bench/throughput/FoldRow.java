package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;

/**
 * A row that computes its results in the caller's thread while it is fed. The loop over the readings is here; every row
 * has a JVM of its own, so its call has a single target.
 */
abstract class FoldRow implements Row {
    final Workload workload;
    private final ResultSum results = new ResultSum();

    FoldRow(Workload workload) {
        this.workload = workload;
    }

    /** Forgets all state. */
    abstract void reset();

    /** One reading. */
    abstract void onReading(int sensorId, long eventTimeNs, double value);

    @Override
    public final void open() {
        results.reset();
        reset();
    }

    /** Feeds one reading after the other. */
    @Override
    public void pass(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        for (int i = 0; i < sensorIds.length; i++) {
            onReading(sensorIds[i], eventTimesNs[i] + shiftNs, values[i]);
        }
    }

    /** Emits the results of all readings so far. */
    void flush() {
        // most rows emit them at once
    }

    @Override
    public final void finish() {
        flush();
    }

    @Override
    public final ResultSum results() {
        return results;
    }

    @Override
    public final void close() {}
}
