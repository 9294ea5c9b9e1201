package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RecordFold;
import io.tocsin.engine.pipeline.thread.ShardThreads;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.shard.ShardGroup;
import org.agrona.concurrent.UnsafeBuffer;

/** The whole fold, fed directly: duplicates, the sensor's time, dispatch, operator, digest of the results. */
final class ShardRow extends FoldRow {
    private static final int GOOD = Quality.GOOD.code();

    private final Plan plan;
    private final int shards;
    private JournalFold shard;
    private RecordFold fold;
    private long position;

    /**
     * @param shards number of shards that share the keys; from 2 on they are spinning threads that fold batches of 256
     */
    ShardRow(Workload workload, Plan plan, int shards) {
        super(workload);
        this.plan = plan;
        this.shards = shards;
    }

    @Override
    void reset() {
        stopFold();
        shard = new JournalFold(results());
        fold = shards == 1 ? shard : ShardGroup.of(shard, shards, ShardThreads.waiting(true));
        position = 0;
        BenchPlan.define(
                plan,
                Workload.SENSOR_COUNT,
                BenchPlan::sensorName,
                (kind, body) -> fold.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, body.length));
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        fold.onReading(position++, sensorId, eventTimeNs, eventTimeNs, value, GOOD, ReadingFlags.NONE);
    }

    @Override
    void flush() {
        fold.endBatch();
    }

    @Override
    public String outputDigest() {
        return shard.outputDigest();
    }

    private void stopFold() {
        try {
            if (fold != null) {
                fold.stop();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a bench", e);
        }
    }
}
