package io.tocsin.engine.time;

import java.util.Arrays;

/**
 * Which scopes may become due by the clock alone, and when: a binary heap of (clock time, scope) that knows where each
 * scope stands, so that one can be brought forward. Entries may be too early, never too late: a scope that gets
 * readings in the meantime is found not to be due when its turn comes, and put back. Ties come in the order of scope.
 * One thread; allocates only while it grows.
 */
public final class IdleQueue {
    /** {@link #nextDueNs()} of an empty queue. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int DERIVED_SHIFT = 30;
    /** Scopes from here on are a kind of their own. */
    public static final int FIRST_DERIVED = 1 << DERIVED_SHIFT;

    private long[] dueNs = new long[64];
    private int[] scopes = new int[64];
    /** By kind of scope: index + 1 in the heap of each scope's entry, 0 = none. */
    private final int[][] places = {new int[64], new int[16], new int[16]};

    private int size;

    private void add(int scope, long scopeDueNs) {
        if (size == scopes.length) {
            dueNs = Arrays.copyOf(dueNs, size * 2);
            scopes = Arrays.copyOf(scopes, size * 2);
        }
        int kind = kindOf(scope);
        int index = indexOf(scope);
        if (index >= places[kind].length) {
            places[kind] = Arrays.copyOf(places[kind], Math.max(index + 1, places[kind].length * 2));
        }
        siftUp(size++, scope, scopeDueNs);
    }

    /** Adds a scope, or moves its entry if that is due later. */
    public void bringForward(int scope, long scopeDueNs) {
        int[] ofKind = places[kindOf(scope)];
        int index = indexOf(scope);
        if (index >= ofKind.length || ofKind[index] == 0) {
            add(scope, scopeDueNs);
        } else if (scopeDueNs < dueNs[ofKind[index] - 1]) {
            siftUp(ofKind[index] - 1, scope, scopeDueNs);
        }
    }

    private void siftUp(int from, int scope, long scopeDueNs) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!isBefore(scopeDueNs, scope, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        put(index, scope, scopeDueNs);
    }

    /** When the first entry is due, or {@link #NEVER}. */
    public long nextDueNs() {
        return size == 0 ? NEVER : dueNs[0];
    }

    /** Takes the first entry out and returns its scope. The queue must not be empty. */
    public int poll() {
        int first = scopes[0];
        places[kindOf(first)][indexOf(first)] = 0;
        long lastDueNs = dueNs[--size];
        int lastScope = scopes[size];
        if (size == 0) {
            return first;
        }
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
        put(index, lastScope, lastDueNs);
        return first;
    }

    /** How many scopes wait. */
    public int size() {
        return size;
    }

    /** Forgets all. */
    public void clear() {
        for (int[] ofKind : places) {
            Arrays.fill(ofKind, 0);
        }
        size = 0;
    }

    private boolean isBefore(long aDueNs, int aScope, int index) {
        return aDueNs < dueNs[index] || (aDueNs == dueNs[index] && aScope < scopes[index]);
    }

    private void move(int from, int to) {
        put(to, scopes[from], dueNs[from]);
    }

    private void put(int index, int scope, long scopeDueNs) {
        dueNs[index] = scopeDueNs;
        scopes[index] = scope;
        places[kindOf(scope)][indexOf(scope)] = index + 1;
    }

    /** Sensors from 0, what is derived from {@link #FIRST_DERIVED}, groups below 0. */
    private static int kindOf(int scope) {
        return scope < 0 ? 2 : scope >>> DERIVED_SHIFT;
    }

    private static int indexOf(int scope) {
        return scope < 0 ? ~scope : scope & (FIRST_DERIVED - 1);
    }
}
