package io.tocsin.alerts.log.frame;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounded multiset of the keys of events or rows in the alarm log whose journal record a power cut removed. When it is
 * full the oldest key is forgotten; if that event or row is decided again, it is logged again.
 */
final class Orphans {
    private final int capacity;
    private final Map<Long, Integer> counts = new LinkedHashMap<>();
    private int size;
    private long forgotten;

    Orphans(int capacity) {
        this.capacity = capacity;
    }

    void add(long key) {
        if (size == capacity) {
            Iterator<Map.Entry<Long, Integer>> oldest = counts.entrySet().iterator();
            size -= oldest.next().getValue();
            oldest.remove();
            forgotten++;
        }
        counts.merge(key, 1, Integer::sum);
        size++;
    }

    /** Removes one occurrence of the key; false when there is none. */
    boolean remove(long key) {
        Integer count = counts.get(key);
        if (count == null) {
            return false;
        }
        if (count == 1) {
            counts.remove(key);
        } else {
            counts.put(key, count - 1);
        }
        size--;
        return true;
    }

    boolean contains(long key) {
        return counts.containsKey(key);
    }

    int size() {
        return size;
    }

    /** Number of keys that did not fit. */
    long forgotten() {
        return forgotten;
    }
}
