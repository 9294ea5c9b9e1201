package io.tocsin.bench.throughput;

import io.tocsin.engine.operator.OperatorShard;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import org.agrona.concurrent.UnsafeBuffer;

/** The whole fold, fed directly: duplicates, the sensor's time, dispatch, operator, digest of the results. */
final class ShardRow extends FoldRow {
    private static final int GOOD = Quality.GOOD.code();

    private final AlarmRule rule;
    private OperatorShard shard;
    private long position;

    ShardRow(Workload workload, AlarmRule rule) {
        super(workload);
        this.rule = rule;
    }

    @Override
    void reset() {
        shard = new OperatorShard(results());
        position = 0;
        BenchPlan.define(
                rule,
                Workload.SENSOR_COUNT,
                (kind, body) -> shard.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, body.length));
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        shard.onReading(position++, sensorId, eventTimeNs, eventTimeNs, value, GOOD, ReadingFlags.NONE);
    }
}
