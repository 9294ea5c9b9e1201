package io.tocsin.bench.w1;

import io.tocsin.engine.operator.BareLimit;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;

/** The limit operator, called with the slot. */
final class OperatorRow implements Row {
    private static final int GOOD = Quality.GOOD.code();

    private final Workload workload;
    private BareLimit operator;
    private ResultSum results;

    OperatorRow(Workload workload) {
        this.workload = workload;
    }

    @Override
    public void open() {
        results = new ResultSum();
        operator = new BareLimit(W1Plan.rule(), Workload.SENSOR_COUNT, results);
    }

    @Override
    public void pass(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        BareLimit limit = operator;
        for (int i = 0; i < sensorIds.length; i++) {
            limit.onReading(sensorIds[i], eventTimesNs[i] + shiftNs, values[i], GOOD, ReadingFlags.NONE);
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
