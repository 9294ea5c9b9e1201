package io.tocsin.engine.scope;

import io.tocsin.engine.time.DueQueue;
import java.util.Arrays;

/**
 * Finds the scopes whose timers the running clock has made due. Lazy: a scope is queued when it first has a timer, and
 * checked when its turn comes; only a reading that sets an earlier timer moves it. A scope is thus never queued for
 * later than it is due, and most readings do not touch the queue.
 */
public final class IdleSchedule {
    /** Clock time at which the clock alone makes the scope's next timer due, or {@link DueQueue#NEVER}. */
    @FunctionalInterface
    public interface DueTime {
        long dueNs(int scope, long idleAfterNs);
    }

    /** Fires the due timers of an idle scope. */
    @FunctionalInterface
    public interface Advance {
        void advance(int scope, long clockNs, long idleAfterNs);
    }

    /**
     * Stores in the scope's state record the time the scope is queued for; {@link DueQueue#NEVER} when it is not
     * queued.
     */
    @FunctionalInterface
    public interface Note {
        void queued(int scope, long dueNs);
    }

    /** Greatest number of scopes fired by one tick: some hundred microseconds of closing windows. */
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

    /** Removes all scopes; the caller schedules each again. */
    public void reset(long newIdleAfterNs) {
        queue.clear();
        idleAfterNs = newIdleAfterNs;
    }

    /** Silence after which a scope's clock runs on, ns. */
    public long idleAfterNs() {
        return idleAfterNs;
    }

    /** Queues a scope, or moves it forward in the queue. */
    public void bringForward(int scope, long dueNs) {
        queue.bringForward(scope, dueNs);
        note.queued(scope, dueNs);
    }

    /** Queues a scope, if it has a timer and a running clock; a scope queued for an earlier time stays where it is. */
    public void schedule(int scope) {
        enqueue(scope, dueTime.dueNs(scope, idleAfterNs));
    }

    /**
     * Fires the timers due at this clock time, earliest first, ties ordered by scope, for at most {@value #MAX_FIRED}
     * scopes. A million windows that close at one instant must not hold up the readings after this tick; the remaining
     * scopes stay due.
     */
    public void onTick(long clockNs) {
        int dueCount = 0;
        while (dueCount < MAX_FIRED && queue.nextDueNs() <= clockNs) {
            long queuedNs = queue.nextDueNs();
            int scope = queue.poll();
            long dueNs = dueTime.dueNs(scope, idleAfterNs);
            // An entry that turned out too early is queued again, so that the order of entries does not depend on when
            // the queue was last tidied.
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
     * The elapsed time at which a tick is next worth its record. Tidies the queue a little: entries that have become
     * too early are queued again.
     *
     * @param latestReceiveNs elapsed time of the latest reading
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
