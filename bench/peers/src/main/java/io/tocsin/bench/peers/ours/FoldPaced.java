package io.tocsin.bench.peers.ours;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PacedRow;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** The fold alone: the sending thread decides. */
public final class FoldPaced implements PacedRow {
    @Override
    public void run(PacedFeed feed) {
        JournalFold fold = new JournalFold(new ResultHandler() {
            @Override
            public void onAlarm(AlarmEventFlyweight event) {
                feed.onChange(event.receivedNs());
            }
        });
        long[] position = new long[1];
        BenchPlan.define(
                BenchPlan.highAlarm(),
                PacedFeed.SENSOR_COUNT,
                (kind, body) -> fold.onControl(position[0]++, kind.code(), new UnsafeBuffer(body), 0, body.length));
        feed.start();
        for (long i = 0; i < feed.count(); i++) {
            long intendedNs = feed.awaitDue(i);
            fold.onReading(
                    position[0]++,
                    PacedFeed.sensorId(i),
                    intendedNs,
                    intendedNs,
                    PacedFeed.value(i),
                    Quality.GOOD.code(),
                    ReadingFlags.NONE);
        }
    }
}
