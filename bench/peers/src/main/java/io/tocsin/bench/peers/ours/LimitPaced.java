package io.tocsin.bench.peers.ours;

import io.tocsin.bench.Workload;
import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PacedRow;

/** The floor: the sending thread decides by flat arrays. */
public final class LimitPaced implements PacedRow {
    @Override
    public void run(PacedFeed feed) {
        boolean[] active = new boolean[PacedFeed.SENSOR_COUNT];
        feed.start();
        for (long i = 0; i < feed.count(); i++) {
            long intendedNs = feed.awaitDue(i);
            int sensorId = PacedFeed.sensorId(i);
            double value = PacedFeed.value(i);
            boolean isActive = active[sensorId] ? value > Workload.CLEAR_AT : value > Workload.LIMIT;
            if (isActive != active[sensorId]) {
                active[sensorId] = isActive;
                feed.onChange(intendedNs);
            }
        }
    }
}
