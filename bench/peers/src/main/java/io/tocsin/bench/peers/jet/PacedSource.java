package io.tocsin.bench.peers.jet;

import com.hazelcast.jet.core.AbstractProcessor;
import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.peers.feed.PeerReading;

/** Readings in open loop: those that are due at a call. */
final class PacedSource extends AbstractProcessor {
    private PacedFeed feed;
    private long next;

    @Override
    protected void init(Context context) {
        feed = JetPaced.current();
        feed.start();
    }

    @Override
    public boolean complete() {
        while (next < feed.count() && feed.isDue(next)) {
            if (!tryEmit(new PeerReading(PacedFeed.sensorId(next), feed.intendedNs(next), PacedFeed.value(next)))) {
                return false;
            }
            next++;
        }
        return next == feed.count();
    }
}
