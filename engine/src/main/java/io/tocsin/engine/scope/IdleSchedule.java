package io.tocsin.engine.scope;

import io.tocsin.engine.time.DueQueue;
import java.util.Arrays;

/**
 * Finds the scopes whose timers the running clock has made due. Lazy: a scope is put in the queue when it first has a
 * timer, and looked at again when its turn comes; only a reading that sets a timer before that turn moves it. So a
 * scope is never queued for later than it is due, and most readings cost the queue nothing.
 */
public final class IdleSchedule {
    /** When the clock alone would make the scope's next timer due, or {@link DueQueue#NEVER}. */
    @FunctionalInterface
    public interface DueTime {
        long dueNs(int scope, long idleAfterNs);
    }

    /** Fires what is due in an idle scope. */
    @FunctionalInterface
    public interface Advance {
        void advance(int scope, long clockNs, long idleAfterNs);
    }

    /** Notes in the scope's line when it is queued for, {@link DueQueue#NEVER}: not queued. */
    @FunctionalInterface
    public interface Note {
        void queued(int scope, long dueNs);
    }

    /** Scopes of one tick: some hundred microseconds of windows that close. */
    public static final int MAX_FIRED = 1024;

    private static final int MAX_TIDIED = 1024;
    private static final long TIDY_AGAIN_NS = 1_000_000;

    private final DueTime dueTime;
    private final Advance advance;
    private final Note note;
    private final DueQueue queue = new DueQueue();
    private final int[] dueScopes = new int[MAX_FIRED];
    private long idleAfterNs;

    public IdleSchedule(DueTime dueTime, Advance advance, Note note) {
        this.dueTime = dueTime;
        this.advance = advance;
        this.note = note;
    }

    /** Forgets all scopes; the caller schedules each again. */
    public void reset(long newIdleAfterNs) {
        queue.clear();
        idleAfterNs = newIdleAfterNs;
    }

    /** After how long a silence a scope's clock runs on, nanoseconds. */
    public long idleAfterNs() {
        return idleAfterNs;
    }

    /** Queues a scope for a time before the one it is queued for, if any. */
    public void bringForward(int scope, long dueNs) {
        queue.bringForward(scope, dueNs);
        note.queued(scope, dueNs);
    }

    /** Queues a scope, if it has a timer and a running clock; one that is queued for an earlier time stays so. */
    public void schedule(int scope) {
        enqueue(scope, dueTime.dueNs(scope, idleAfterNs));
    }

    /**
     * Fires what is due at this clock time, in the order of scope, but at most {@value #MAX_FIRED} scopes, those due
     * first: a million windows that close at one instant must not hold up the readings behind this tick. The rest is
     * due at once again.
     */
    public void onTick(long clockNs) {
        int dueCount = 0;
        while (dueCount < MAX_FIRED && queue.nextDueNs() <= clockNs) {
            long queuedNs = queue.nextDueNs();
            int scope = queue.poll();
            long dueNs = dueTime.dueNs(scope, idleAfterNs);
            // An entry queued too early waits for its turn: the order of entries must not depend on when the queue was
            // last tidied.
            if (dueNs > queuedNs) {
                enqueue(scope, dueNs);
            } else {
                dueScopes[dueCount++] = scope;
            }
        }
        Arrays.sort(dueScopes, 0, dueCount);
        for (int i = 0; i < dueCount; i++) {
            advance.advance(dueScopes[i], clockNs, idleAfterNs);
            schedule(dueScopes[i]);
        }
    }

    /**
     * When the next tick is worth its record. Tidies the queue a little: entries that are too early by now are put
     * back.
     *
     * @param latestReceiveNs what the clock said at the latest reading
     */
    public long nextTickDueNs(long latestReceiveNs) {
        for (int moved = 0; queue.nextDueNs() <= latestReceiveNs; moved++) {
            if (moved == MAX_TIDIED) {
                return latestReceiveNs + TIDY_AGAIN_NS;
            }
            long queuedNs = queue.nextDueNs();
            int scope = queue.poll();
            long dueNs = dueTime.dueNs(scope, idleAfterNs);
            enqueue(scope, dueNs);
            if (dueNs <= queuedNs) {
                break;
            }
        }
        return queue.nextDueNs();
    }

    private void enqueue(int scope, long dueNs) {
        if (dueNs != DueQueue.NEVER) {
            queue.bringForward(scope, dueNs);
        }
        note.queued(scope, dueNs);
    }
}
