package io.tocsin.bench.peers.esper;

import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PacedRow;
import io.tocsin.bench.throughput.Task;

/** W1 in open loop. */
public final class EsperPaced implements PacedRow {
    @Override
    public void run(PacedFeed feed) throws Exception {
        EsperStatements statements = new EsperStatements(Task.W1, change -> feed.onChange((long) change.get("time")));
        try {
            feed.start();
            for (long i = 0; i < feed.count(); i++) {
                long intendedNs = feed.awaitDue(i);
                statements.send(PacedFeed.sensorId(i), intendedNs, PacedFeed.value(i));
            }
        } finally {
            statements.stop();
        }
    }
}
