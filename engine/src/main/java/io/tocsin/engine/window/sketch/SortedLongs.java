package io.tocsin.engine.window.sketch;

import org.agrona.UnsafeApi;

/**
 * Longs at an address, ascending. The high bits of each are its unique key. The low bits are its payload, a number that
 * is added up when two lists are merged. Allocates nothing. Any thread that owns the memory.
 */
final class SortedLongs {
    private SortedLongs() {}

    static long get(long address, int index) {
        return UnsafeApi.getLong(address + (long) index * Long.BYTES);
    }

    static void put(long address, int index, long value) {
        UnsafeApi.putLong(address + (long) index * Long.BYTES, value);
    }

    /** Index of the first element not less than a value; {@code count} when there is none. */
    static int indexOf(long address, int count, long value) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(address, middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Inserts an element before an index. The caller makes sure that there is room. */
    static void insert(long address, int count, int index, long value) {
        long at = address + (long) index * Long.BYTES;
        UnsafeApi.copyMemory(at, at + Long.BYTES, (long) (count - index) * Long.BYTES);
        UnsafeApi.putLong(at, value);
    }

    /** Number of distinct keys of two lists. */
    static int keyCount(long a, int aCount, long b, int bCount, int payloadBits) {
        int both = 0;
        int i = 0;
        int j = 0;
        while (i < aCount && j < bCount) {
            long aKey = get(a, i) >> payloadBits;
            long bKey = get(b, j) >> payloadBits;
            both += aKey == bKey ? 1 : 0;
            i += aKey <= bKey ? 1 : 0;
            j += bKey <= aKey ? 1 : 0;
        }
        return aCount + bCount - both;
    }

    /**
     * Merges a list into another, from their ends, so that no extra room is needed.
     *
     * @param keyCount number of distinct keys of both lists; the target has room for as many
     */
    static void merge(long into, int intoCount, long from, int fromCount, int keyCount, int payloadBits) {
        long payloadMask = (1L << payloadBits) - 1;
        int i = intoCount - 1;
        int j = fromCount - 1;
        for (int at = keyCount - 1; j >= 0; at--) {
            long other = get(from, j);
            long own = i >= 0 ? get(into, i) : Long.MIN_VALUE;
            if (i < 0 || own >> payloadBits < other >> payloadBits) {
                put(into, at, other);
                j--;
            } else if (own >> payloadBits > other >> payloadBits) {
                put(into, at, own);
                i--;
            } else {
                put(into, at, own + (other & payloadMask));
                i--;
                j--;
            }
        }
    }
}
