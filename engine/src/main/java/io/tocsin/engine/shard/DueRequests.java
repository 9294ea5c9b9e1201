package io.tocsin.engine.shard;

import io.tocsin.engine.fold.RunningClock;
import java.util.Arrays;

/**
 * Scopes of one shard that have become due earlier during a run. The shard notes them in its turn; the engine thread
 * passes them to the clock.
 */
final class DueRequests implements RunningClock.Requests {
    private final RunningClock clock;
    private int[] scopes = new int[16];
    private long[] timesNs = new long[16];
    private int count;

    DueRequests(RunningClock clock) {
        this.clock = clock;
    }

    /**
     * Notes an earlier due time. The scope belongs to this shard, so its state record may be written; the queue is
     * shared by all shards.
     */
    @Override
    public void bringForward(int scope, long dueNs) {
        clock.setIdleDueNs(scope, dueNs);
        if (count == scopes.length) {
            scopes = Arrays.copyOf(scopes, count * 2);
            timesNs = Arrays.copyOf(timesNs, count * 2);
        }
        scopes[count] = scope;
        timesNs[count] = dueNs;
        count++;
    }

    /** Passes the noted scopes to the clock's queue. */
    void giveToClock() {
        for (int i = 0; i < count; i++) {
            clock.bringForward(scopes[i], timesNs[i]);
        }
        count = 0;
    }
}
