package io.tocsin.bench.peers.jet;

import com.hazelcast.jet.core.AbstractProcessor;
import io.tocsin.bench.peers.feed.PassFeed;
import io.tocsin.bench.peers.feed.PeerReading;
import io.tocsin.bench.peers.feed.PulledRow;

/** Passes of a workload, as many readings a call as the queue takes. */
final class PassSource extends AbstractProcessor {
    private PassFeed passes;
    private long shiftNs;
    private int next;
    private PeerReading pending;

    @Override
    protected void init(Context context) {
        passes = PulledRow.current().passes();
        next = passes.count();
        passes.onRead();
    }

    @Override
    public boolean complete() {
        if (next == passes.count()) {
            Long pass = passes.poll();
            if (pass == null || pass == PassFeed.END) {
                return pass != null;
            }
            shiftNs = pass;
            next = 0;
        }
        while (next < passes.count()) {
            if (pending == null) {
                pending = passes.reading(next, shiftNs);
            }
            if (!tryEmit(pending)) {
                return false;
            }
            pending = null;
            next++;
        }
        passes.onRead();
        return false;
    }
}
