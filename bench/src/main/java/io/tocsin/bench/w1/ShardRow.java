package io.tocsin.bench.w1;

import io.tocsin.engine.operator.OperatorShard;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import org.agrona.concurrent.UnsafeBuffer;

/** The whole fold, fed directly: duplicates, the sensor's time, dispatch, operator, digest of the results. */
final class ShardRow implements Row {
    private static final int GOOD = Quality.GOOD.code();

    private final Workload workload;
    private OperatorShard shard;
    private ResultSum results;
    private long position;

    ShardRow(Workload workload) {
        this.workload = workload;
    }

    @Override
    public void open() {
        results = new ResultSum();
        shard = new OperatorShard(results);
        position = 0;
        W1Plan.define(
                Workload.SENSOR_COUNT,
                (kind, body) -> shard.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, body.length));
    }

    @Override
    public void pass(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        OperatorShard fold = shard;
        long next = position;
        for (int i = 0; i < sensorIds.length; i++) {
            long timeNs = eventTimesNs[i] + shiftNs;
            fold.onReading(next++, sensorIds[i], timeNs, timeNs, values[i], GOOD, ReadingFlags.NONE);
        }
        position = next;
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
