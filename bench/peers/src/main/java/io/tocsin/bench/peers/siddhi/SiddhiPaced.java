package io.tocsin.bench.peers.siddhi;

import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PacedRow;
import io.tocsin.bench.throughput.Task;

/** W1 in open loop. */
public final class SiddhiPaced implements PacedRow {
    @Override
    public void run(PacedFeed feed) {
        SiddhiApp app = new SiddhiApp(Task.W1, change -> feed.onChange((long) change[1]));
        try {
            feed.start();
            for (long i = 0; i < feed.count(); i++) {
                long intendedNs = feed.awaitDue(i);
                app.send(PacedFeed.sensorId(i), intendedNs, PacedFeed.value(i));
            }
        } finally {
            app.stop();
        }
    }
}
