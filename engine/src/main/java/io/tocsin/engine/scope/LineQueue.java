package io.tocsin.engine.scope;

import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;

/**
 * Which lines (sensors, derived sensors, groups) have a timer that a source's time will make due, and when: a binary
 * heap of (due, rank, line) that knows where each line stands. Entries may be too early, never too late. Who feeds
 * another has the lower rank, so what comes of a timer is there before the other's timer of the same instant. One
 * thread; allocates only while it grows.
 */
public final class LineQueue {
    /** {@link #nextDueNs()} of an empty queue. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * By kind of line: index + 1 in the heap of each line's entry, 0 = none. A line is in one queue of many at most.
     */
    public static final class Places {
        private final int[][] places = {new int[64], new int[16], new int[16]};

        private int get(int line) {
            int[] ofKind = places[kindOf(line)];
            int index = indexOf(line);
            return index < ofKind.length ? ofKind[index] : 0;
        }

        private void put(int line, int place) {
            int kind = kindOf(line);
            int index = indexOf(line);
            if (index >= places[kind].length) {
                places[kind] = Arrays.copyOf(places[kind], Math.max(index + 1, places[kind].length * 2));
            }
            places[kind][index] = place;
        }

        /** Sensors from 0, what is derived from {@link SensorIds#FIRST_DERIVED}, groups of alarms below 0. */
        private static int kindOf(int line) {
            return line < 0 ? 2 : SensorIds.isDerived(line) ? 1 : 0;
        }

        private static int indexOf(int line) {
            return line < 0 ? ~line : SensorIds.indexOf(line);
        }
    }

    private final Places places;
    private long[] dueNs = new long[16];
    private int[] ranks = new int[16];
    private int[] lines = new int[16];
    private int size;

    LineQueue(Places places) {
        this.places = places;
    }

    /** Adds a line, or moves its entry if that is due later. */
    public void bringForward(int line, int rank, long lineDueNs) {
        int place = places.get(line);
        if (place == 0) {
            if (size == lines.length) {
                dueNs = Arrays.copyOf(dueNs, size * 2);
                ranks = Arrays.copyOf(ranks, size * 2);
                lines = Arrays.copyOf(lines, size * 2);
            }
            siftUp(size++, line, rank, lineDueNs);
        } else if (lineDueNs < dueNs[place - 1]) {
            siftUp(place - 1, line, rank, lineDueNs);
        }
    }

    /** When the first entry is due, or {@link #NEVER}. */
    public long nextDueNs() {
        return size == 0 ? NEVER : dueNs[0];
    }

    /** Takes the first entry out and returns its line. The queue must not be empty. */
    public int poll() {
        int first = lines[0];
        remove(first);
        return first;
    }

    /** Takes a line's entry out, if it has one. */
    public void remove(int line) {
        int index = places.get(line) - 1;
        if (index < 0) {
            return;
        }
        places.put(line, 0);
        size--;
        if (index < size) {
            int last = lines[size];
            if (index > 0 && isBefore(dueNs[size], ranks[size], last, (index - 1) >>> 1)) {
                siftUp(index, last, ranks[size], dueNs[size]);
            } else {
                siftDown(index, last, ranks[size], dueNs[size]);
            }
        }
    }

    /** Forgets all. */
    public void clear() {
        for (int i = 0; i < size; i++) {
            places.put(lines[i], 0);
        }
        size = 0;
    }

    public long byteCount() {
        return (long) lines.length * (Long.BYTES + 2 * Integer.BYTES);
    }

    private void siftUp(int from, int line, int rank, long lineDueNs) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!isBefore(lineDueNs, rank, line, parent)) {
                break;
            }
            put(index, lines[parent], ranks[parent], dueNs[parent]);
            index = parent;
        }
        put(index, line, rank, lineDueNs);
    }

    private void siftDown(int from, int line, int rank, long lineDueNs) {
        int index = from;
        int child = 2 * index + 1;
        while (child < size) {
            if (child + 1 < size && isBefore(dueNs[child + 1], ranks[child + 1], lines[child + 1], child)) {
                child++;
            }
            if (isBefore(lineDueNs, rank, line, child)) {
                break;
            }
            put(index, lines[child], ranks[child], dueNs[child]);
            index = child;
            child = 2 * index + 1;
        }
        put(index, line, rank, lineDueNs);
    }

    private boolean isBefore(long aDueNs, int aRank, int aLine, int index) {
        if (aDueNs != dueNs[index]) {
            return aDueNs < dueNs[index];
        }
        return aRank != ranks[index] ? aRank < ranks[index] : aLine < lines[index];
    }

    private void put(int index, int line, int rank, long lineDueNs) {
        dueNs[index] = lineDueNs;
        ranks[index] = rank;
        lines[index] = line;
        places.put(line, index + 1);
    }

    public void writeTo(StateOutput out) {
        out.putInt(size);
        for (int i = 0; i < size; i++) {
            out.putLong(dueNs[i]);
            out.putInt(ranks[i]);
            out.putInt(lines[i]);
        }
    }

    /** Restores the entries into this empty queue. */
    public void readFrom(StateInput in) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            long lineDueNs = in.getLong();
            int rank = in.getInt();
            bringForward(in.getInt(), rank, lineDueNs);
        }
    }
}
