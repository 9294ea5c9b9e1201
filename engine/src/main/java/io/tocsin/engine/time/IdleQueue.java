package io.tocsin.engine.time;

import java.util.Arrays;

/**
 * Which scopes may become due by the clock alone, and when: a binary heap of (clock time, scope). Entries are lazy: a
 * scope that gets readings in the meantime is found not to be due when its turn comes, and put back. Ties come in the
 * order of scope. One thread; allocates only while it grows.
 */
public final class IdleQueue {
    /** {@link #nextDueNs()} of an empty queue. */
    public static final long NEVER = Long.MAX_VALUE;

    private long[] dueNs = new long[64];
    private int[] scopes = new int[64];
    private int size;

    /** Adds a scope that is not in the queue. */
    public void add(int scope, long scopeDueNs) {
        if (size == scopes.length) {
            dueNs = Arrays.copyOf(dueNs, size * 2);
            scopes = Arrays.copyOf(scopes, size * 2);
        }
        int index = size++;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!isBefore(scopeDueNs, scope, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        dueNs[index] = scopeDueNs;
        scopes[index] = scope;
    }

    /** When the first entry is due, or {@link #NEVER}. */
    public long nextDueNs() {
        return size == 0 ? NEVER : dueNs[0];
    }

    /** Takes the first entry out and gives its scope. The queue must not be empty. */
    public int poll() {
        int first = scopes[0];
        long lastDueNs = dueNs[--size];
        int lastScope = scopes[size];
        int index = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && isBefore(dueNs[child + 1], scopes[child + 1], child)) {
                child++;
            }
            if (isBefore(lastDueNs, lastScope, child)) {
                break;
            }
            move(child, index);
            index = child;
            child = 2 * index + 1;
        }
        dueNs[index] = lastDueNs;
        scopes[index] = lastScope;
        return first;
    }

    /** How many scopes wait. */
    public int size() {
        return size;
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
    }

    private boolean isBefore(long aDueNs, int aScope, int index) {
        return aDueNs < dueNs[index] || (aDueNs == dueNs[index] && aScope < scopes[index]);
    }

    private void move(int from, int to) {
        dueNs[to] = dueNs[from];
        scopes[to] = scopes[from];
    }
}
