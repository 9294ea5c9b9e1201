package io.tocsin.engine.time;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;

/**
 * Scopes (sensors, derived sensors, groups) with a timer that the advance of time will make due, and their due times: a
 * binary heap of (due, rank, scope) that knows the position of each scope, so that an entry can be brought forward.
 *
 * <p>Entries may be too early, never too late: a scope that had readings in the meantime turns out not to be due when
 * polled, and is queued again. An upstream scope has the lower rank, so its results arrive before a downstream timer of
 * the same instant fires; ties are ordered by scope. One thread; allocates only while it grows.
 */
public final class DueQueue {
    /** Value of {@link #nextDueNs()} for an empty queue. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int DERIVED_SHIFT = 30;
    /** First number of a derived sensor; sensors of sources count from 0. */
    public static final int FIRST_DERIVED = 1 << DERIVED_SHIFT;

    /**
     * By kind of scope and index: 1 + the position of the scope's entry in its heap; 0 when it is not queued. A scope
     * is in at most one of the queues that share the places.
     */
    public static final class Places {
        private final int[][] places = {new int[64], new int[16], new int[16]};

        private int get(int scope) {
            int[] ofKind = places[kindOf(scope)];
            int index = indexOf(scope);
            return index < ofKind.length ? ofKind[index] : 0;
        }

        private void put(int scope, int place) {
            int kind = kindOf(scope);
            int index = indexOf(scope);
            if (index >= places[kind].length) {
                places[kind] = Arrays.copyOf(places[kind], Math.max(index + 1, places[kind].length * 2));
            }
            places[kind][index] = place;
        }

        /** Kind of a scope: sensors count from 0, derived sensors from {@link #FIRST_DERIVED}, groups below 0. */
        private static int kindOf(int scope) {
            return scope < 0 ? 2 : scope >>> DERIVED_SHIFT;
        }

        private static int indexOf(int scope) {
            return scope < 0 ? ~scope : scope & (FIRST_DERIVED - 1);
        }
    }

    private final Places places;
    private long[] dueNs = new long[16];
    private int[] ranks = new int[16];
    private int[] scopes = new int[16];
    private int size;

    /** Creates a queue that shares its places with no other queue. */
    public DueQueue() {
        this(new Places());
    }

    /**
     * @param places positions of the scopes in all queues that share them
     */
    public DueQueue(Places places) {
        this.places = places;
    }

    /** Adds a scope without a rank, or moves its entry forward if that is due later. */
    public void bringForward(int scope, long scopeDueNs) {
        bringForward(scope, 0, scopeDueNs);
    }

    /** Adds a scope, or moves its entry forward if that is due later. */
    public void bringForward(int scope, int rank, long scopeDueNs) {
        int place = places.get(scope);
        if (place == 0) {
            if (size == scopes.length) {
                dueNs = Arrays.copyOf(dueNs, size * 2);
                ranks = Arrays.copyOf(ranks, size * 2);
                scopes = Arrays.copyOf(scopes, size * 2);
            }
            siftUp(size++, scope, rank, scopeDueNs);
        } else if (scopeDueNs < dueNs[place - 1]) {
            siftUp(place - 1, scope, rank, scopeDueNs);
        }
    }

    /** Due time of the first entry, or {@link #NEVER}. */
    public long nextDueNs() {
        return size == 0 ? NEVER : dueNs[0];
    }

    /** Removes the first entry and returns its scope. The queue must not be empty. */
    public int poll() {
        int first = scopes[0];
        remove(first);
        return first;
    }

    /** Removes a scope's entry, if it has one. */
    public void remove(int scope) {
        int index = places.get(scope) - 1;
        if (index < 0) {
            return;
        }
        places.put(scope, 0);
        size--;
        if (index < size) {
            int last = scopes[size];
            if (index > 0 && isBefore(dueNs[size], ranks[size], last, (index - 1) >>> 1)) {
                siftUp(index, last, ranks[size], dueNs[size]);
            } else {
                siftDown(index, last, ranks[size], dueNs[size]);
            }
        }
    }

    /** Number of queued scopes. */
    public int size() {
        return size;
    }

    /** Removes all entries. */
    public void clear() {
        for (int i = 0; i < size; i++) {
            places.put(scopes[i], 0);
        }
        size = 0;
    }

    public long byteCount() {
        return (long) scopes.length * (Long.BYTES + 2 * Integer.BYTES);
    }

    private void siftUp(int from, int scope, int rank, long scopeDueNs) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!isBefore(scopeDueNs, rank, scope, parent)) {
                break;
            }
            put(index, scopes[parent], ranks[parent], dueNs[parent]);
            index = parent;
        }
        put(index, scope, rank, scopeDueNs);
    }

    private void siftDown(int from, int scope, int rank, long scopeDueNs) {
        int index = from;
        int child = 2 * index + 1;
        while (child < size) {
            if (child + 1 < size && isBefore(dueNs[child + 1], ranks[child + 1], scopes[child + 1], child)) {
                child++;
            }
            if (isBefore(scopeDueNs, rank, scope, child)) {
                break;
            }
            put(index, scopes[child], ranks[child], dueNs[child]);
            index = child;
            child = 2 * index + 1;
        }
        put(index, scope, rank, scopeDueNs);
    }

    private boolean isBefore(long aDueNs, int aRank, int aScope, int index) {
        if (aDueNs != dueNs[index]) {
            return aDueNs < dueNs[index];
        }
        return aRank != ranks[index] ? aRank < ranks[index] : aScope < scopes[index];
    }

    private void put(int index, int scope, int rank, long scopeDueNs) {
        dueNs[index] = scopeDueNs;
        ranks[index] = rank;
        scopes[index] = scope;
        places.put(scope, index + 1);
    }

    public void writeTo(StateOutput out) {
        out.putInt(size);
        for (int i = 0; i < size; i++) {
            out.putLong(dueNs[i]);
            out.putInt(ranks[i]);
            out.putInt(scopes[i]);
        }
    }

    /** Restores the entries into this empty queue. */
    public void readFrom(StateInput in) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            long scopeDueNs = in.getLong();
            int rank = in.getInt();
            bringForward(in.getInt(), rank, scopeDueNs);
        }
    }
}
