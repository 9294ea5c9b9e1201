package io.tocsin.engine.keyed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Oracle for {@link StateScript}, with collections of the JDK. */
final class NaiveState {
    private static final class Entry {
        final double value;
        final long deadlineNs;

        Entry(double value, long deadlineNs) {
            this.value = value;
            this.deadlineNs = deadlineNs;
        }
    }

    private static final class Key {
        Entry longState;
        Entry doubleState;
        final List<Entry> list = new ArrayList<>();
        final Map<Integer, Entry> map = new LinkedHashMap<>();
    }

    private final long ttlNs;
    private final Key[] keys;
    private long refusedCount;

    NaiveState(int keyCount, long ttlNs) {
        this.ttlNs = ttlNs;
        this.keys = new Key[keyCount];
        Arrays.setAll(keys, i -> new Key());
    }

    long refusedCount() {
        return refusedCount;
    }

    /** Room that other keys' expired entries take is free again only when those keys are looked at. */
    List<Double> apply(int keyIndex, int code, long nowNs) {
        Key key = keys[keyIndex];
        int operation = code % StateScript.OPERATIONS;
        int argument = code / StateScript.OPERATIONS;
        List<Double> out = new ArrayList<>();
        Entry entry = new Entry(argument, ttlNs == Long.MAX_VALUE ? Long.MAX_VALUE : nowNs + ttlNs);
        switch (operation) {
            case 0 -> key.longState = entry;
            case 1 -> key.longState = null;
            case 2 -> key.doubleState = new Entry(argument / 4.0, entry.deadlineNs);
            case 3 -> key.doubleState = null;
            case 4, 5 -> out.add(addToList(key, entry, nowNs) ? 1.0 : 0.0);
            case 6 -> {
                purgeList(key, nowNs);
                out.add(key.list.isEmpty() ? -1.0 : key.list.remove(0).value);
            }
            case 7, 8 -> out.add(put(key, argument % 8, entry, nowNs) ? 1.0 : 0.0);
            case 9 -> {
                purgeMap(key, nowNs);
                key.map.remove(argument % 8);
            }
            case 10 -> {
                if (argument % 4 == 0) {
                    key.list.clear();
                } else if (argument % 4 == 1) {
                    key.map.clear();
                }
            }
            default -> {
                purgeMap(key, nowNs);
                out.add(key.map.containsKey(argument % 8) ? key.map.get(argument % 8).value : -1);
            }
        }
        tellAll(key, nowNs, out);
        return out;
    }

    private boolean addToList(Key key, Entry entry, long nowNs) {
        purgeList(key, nowNs);
        int all = Arrays.stream(keys).mapToInt(k -> k.list.size()).sum();
        if (key.list.size() == StateScript.LIST_PER_KEY || all == StateScript.LIST_IN_ALL) {
            refusedCount++;
            return false;
        }
        return key.list.add(entry);
    }

    private boolean put(Key key, int mapKey, Entry entry, long nowNs) {
        purgeMap(key, nowNs);
        int all = Arrays.stream(keys).mapToInt(k -> k.map.size()).sum();
        if (!key.map.containsKey(mapKey)
                && (key.map.size() == StateScript.MAP_PER_KEY || all == StateScript.MAP_IN_ALL)) {
            refusedCount++;
            return false;
        }
        key.map.remove(mapKey);
        key.map.put(mapKey, entry);
        return true;
    }

    private static void purgeList(Key key, long nowNs) {
        key.list.removeIf(entry -> entry.deadlineNs != Long.MAX_VALUE && nowNs >= entry.deadlineNs);
    }

    private static void purgeMap(Key key, long nowNs) {
        key.map.values().removeIf(entry -> entry.deadlineNs != Long.MAX_VALUE && nowNs >= entry.deadlineNs);
    }

    private static double orNone(Entry entry, long nowNs) {
        return entry == null || nowNs >= entry.deadlineNs ? -1 : entry.value;
    }

    private static void tellAll(Key key, long nowNs, List<Double> out) {
        out.add(orNone(key.longState, nowNs));
        out.add(orNone(key.doubleState, nowNs));
        purgeList(key, nowNs);
        out.add((double) key.list.size());
        key.list.forEach(entry -> out.add(entry.value));
        purgeMap(key, nowNs);
        out.add((double) key.map.size());
        key.map.forEach((mapKey, entry) -> {
            out.add((double) mapKey);
            out.add(entry.value);
        });
    }
}
