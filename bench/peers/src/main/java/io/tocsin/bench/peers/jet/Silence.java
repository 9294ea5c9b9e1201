package io.tocsin.bench.peers.jet;

import io.tocsin.bench.peers.feed.PeerReading;
import io.tocsin.bench.peers.feed.PeerRow;
import java.io.Serializable;

/** W4: the latest reading of one sensor. The end of its time to live evicts the state and notices the silence. */
final class Silence implements Serializable {
    private static final long serialVersionUID = 1;

    private long latestNs = Long.MAX_VALUE - PeerRow.dueNs(0);

    /** A silence. */
    record Noticed(int sensor, long dueNs) {}

    /** The silence that a reading ends, else null. */
    Noticed on(int sensor, PeerReading reading) {
        long dueNs = PeerRow.dueNs(latestNs);
        latestNs = reading.getTime();
        return dueNs < latestNs ? new Noticed(sensor, dueNs) : null;
    }

    Noticed onEviction(int sensor) {
        return new Noticed(sensor, PeerRow.dueNs(latestNs));
    }
}
