package io.tocsin.bench.peers.jet;

import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.feed.PeerReading;
import java.io.Serializable;

/** W1: the alarm of one sensor. */
final class HighAlarm implements Serializable {
    private static final long serialVersionUID = 1;

    private boolean active;

    /** The reading if it changes the alarm, else null. */
    PeerReading on(PeerReading reading) {
        boolean isActive = active ? reading.getValue() > Workload.CLEAR_AT : reading.getValue() > Workload.LIMIT;
        boolean isChange = isActive != active;
        active = isActive;
        return isChange ? reading : null;
    }
}
