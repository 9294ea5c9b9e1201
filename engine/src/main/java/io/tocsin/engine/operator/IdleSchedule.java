package io.tocsin.engine.operator;

import io.tocsin.engine.time.IdleQueue;
import java.util.Arrays;

/**
 * Finds the scopes whose timers the running clock has made due. Lazy: a scope is put in the queue when it first has a
 * timer, and looked at again when its turn comes; only a reading that sets a timer before that turn moves it. So a scope
 * is never queued for later than it is due, and most readings cost the queue nothing.
 */
final class IdleSchedule {
    /** When the clock alone would make the scope's next timer due, or {@link IdleQueue#NEVER}. */
    @FunctionalInterface
    interface DueTime {
        long dueNs(int scope, long idleAfterNs);
    }

    /** Fires what is due in an idle scope. */
    @FunctionalInterface
    interface Advance {
        void advance(int scope, long clockNs);
    }

    /** Notes in the scope's line when it is queued for, {@link IdleQueue#NEVER}: not queued. */
    @FunctionalInterface
    interface Note {
        void queued(int scope, long dueNs);
    }

    private final DueTime dueTime;
    private final Advance advance;
    private final Note note;
    private final IdleQueue queue = new IdleQueue();
    private int[] dueScopes = new int[64];
    private long idleAfterNs;

    IdleSchedule(DueTime dueTime, Advance advance, Note note) {
        this.dueTime = dueTime;
        this.advance = advance;
        this.note = note;
    }

    /** Forgets all scopes; the caller schedules each again. */
    void reset(long newIdleAfterNs) {
        queue.clear();
        idleAfterNs = newIdleAfterNs;
    }

    /** After how long a silence a scope's clock runs on, nanoseconds. */
    long idleAfterNs() {
        return idleAfterNs;
    }

    /** Queues a scope for a time before the one it is queued for, if any. */
    void bringForward(int scope, long dueNs) {
        queue.bringForward(scope, dueNs);
        note.queued(scope, dueNs);
    }

    /** Queues a scope that is not queued, if it has a timer and a running clock. */
    void schedule(int scope) {
        enqueue(scope, dueTime.dueNs(scope, idleAfterNs));
    }

    /** Fires all that is due at this clock time, in the order of scope. */
    void onTick(long clockNs) {
        int dueCount = 0;
        while (queue.nextDueNs() <= clockNs) {
            int scope = queue.poll();
            long dueNs = dueTime.dueNs(scope, idleAfterNs);
            if (dueNs > clockNs) {
                enqueue(scope, dueNs);
                continue;
            }
            if (dueCount == dueScopes.length) {
                dueScopes = Arrays.copyOf(dueScopes, dueCount * 2);
            }
            dueScopes[dueCount++] = scope;
        }
        // The queue's order depends on when it was last tidied; the order of results must not.
        Arrays.sort(dueScopes, 0, dueCount);
        for (int i = 0; i < dueCount; i++) {
            advance.advance(dueScopes[i], clockNs);
            schedule(dueScopes[i]);
        }
    }

    /**
     * When the next tick is worth its record.
     *
     * @param latestReceiveNs what the clock said at the latest reading: entries that are stale by then are put back
     */
    long nextTickDueNs(long latestReceiveNs) {
        while (queue.nextDueNs() <= latestReceiveNs) {
            int scope = queue.poll();
            long dueNs = dueTime.dueNs(scope, idleAfterNs);
            enqueue(scope, dueNs);
            if (dueNs <= latestReceiveNs) {
                break;
            }
        }
        return queue.nextDueNs();
    }

    private void enqueue(int scope, long dueNs) {
        if (dueNs != IdleQueue.NEVER) {
            queue.add(scope, dueNs);
        }
        note.queued(scope, dueNs);
    }
}
