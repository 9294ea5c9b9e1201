package io.tocsin.bench.cost;

import io.tocsin.bench.BenchPlan;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import org.agrona.concurrent.UnsafeBuffer;

/** Tocsin's row: the whole fold, fed directly. */
final class Shard implements Readings.Handler {
    private static final int GOOD = Quality.GOOD.code();

    private final JournalFold shard;
    private long position;

    Shard(Operation operation, Results results) {
        shard = new JournalFold(results);
        BenchPlan.define(
                operation.plan(),
                Readings.SENSOR_COUNT,
                Operation::sensorName,
                (kind, body) -> shard.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, body.length));
    }

    @Override
    public void onReading(int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        shard.onReading(position++, sensorId, eventTimeNs, receiveTimeNs, value, GOOD, ReadingFlags.NONE);
    }
}
