package io.tocsin.engine.shard;

import io.tocsin.engine.fold.RunningClock;
import java.util.Arrays;

/**
 * Scopes of one shard that are due earlier since a run began. The shard notes them in its turn, the engine thread hands
 * them on.
 */
final class DueRequests implements RunningClock.Requests {
    private final RunningClock clock;
    private int[] scopes = new int[16];
    private long[] timesNs = new long[16];
    private int count;

    DueRequests(RunningClock clock) {
        this.clock = clock;
    }

    /** The scope is this shard's, so its line may be written; the queue is everybody's. */
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

    /** Hands them on to the queue. */
    void giveToClock() {
        for (int i = 0; i < count; i++) {
            clock.bringForward(scopes[i], timesNs[i]);
        }
        count = 0;
    }
}
