package io.tocsin.bench.throughput;

import io.tocsin.bench.BareOperator;
import io.tocsin.bench.Workload;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;

/** An alarm operator, called with the slot. */
final class AlarmOperatorRow extends FoldRow {
    private static final int GOOD = Quality.GOOD.code();

    private final AlarmRule rule;
    private BareOperator operator;

    AlarmOperatorRow(Workload workload, AlarmRule rule) {
        super(workload);
        this.rule = rule;
    }

    @Override
    void reset() {
        operator = new BareOperator(rule, Workload.SENSOR_COUNT, results());
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        operator.onReading(sensorId, eventTimeNs, value, GOOD, ReadingFlags.NONE);
    }
}
