package io.tocsin.engine.board;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.agrona.collections.Long2ObjectHashMap;

/** The board's entries by alarm and sensor, and those that wait for the clock, the earliest first. */
final class Entries {
    private static final Comparator<AlarmEntry> BY_KEY = Comparator.comparingLong(AlarmEntry::key);

    private final Long2ObjectHashMap<AlarmEntry> entries = new Long2ObjectHashMap<>();
    private final NavigableSet<AlarmEntry> queue = new TreeSet<>(
            Comparator.comparingLong((AlarmEntry entry) -> entry.queuedNs).thenComparing(BY_KEY));
    private final NavigableSet<AlarmEntry> settling = new TreeSet<>(BY_KEY);
    private long dueNs = AlarmEntry.NEVER;
    /** Whether every record needs attention. */
    private boolean isAlways;
    /** Records later than this need attention. */
    private long attentionNs = AlarmEntry.NEVER;

    AlarmEntry get(int ruleId, int sensorId) {
        return entries.get(AlarmEntry.key(ruleId, sensorId));
    }

    void add(AlarmEntry entry) {
        entries.put(entry.key(), entry);
    }

    /** Removes an entry with all its deadlines. */
    void remove(AlarmEntry entry) {
        queue.remove(entry);
        settling.remove(entry);
        entry.queuedNs = AlarmEntry.NEVER;
        entries.remove(entry.key());
        look();
    }

    /** Queues an entry anew after any change. */
    void changed(AlarmEntry entry) {
        long due = entry.dueNs();
        if (due != entry.queuedNs) {
            if (entry.queuedNs != AlarmEntry.NEVER) {
                queue.remove(entry);
            }
            entry.queuedNs = due;
            if (due != AlarmEntry.NEVER) {
                queue.add(entry);
            }
            look();
        }
        boolean isOther = entry.isSettling() ? settling.add(entry) : !settling.isEmpty() && settling.remove(entry);
        if (isOther) {
            look();
        }
    }

    /** Elapsed time; records later than this need attention: a deadline is due, or an alarm settles. */
    long attentionNs() {
        return attentionNs;
    }

    /** Sets whether every record needs attention. */
    void always(boolean is) {
        isAlways = is;
        look();
    }

    /** The earliest deadline by the clock, elapsed time; {@link AlarmEntry#NEVER} without one. */
    long dueNs() {
        return dueNs;
    }

    /** The entry with the earliest deadline. */
    AlarmEntry first() {
        return queue.first();
    }

    boolean isSettling() {
        return !settling.isEmpty();
    }

    /** The entries that settle, by key; a copy. */
    List<AlarmEntry> settling() {
        return new ArrayList<>(settling);
    }

    /** All entries, by key; a copy. */
    List<AlarmEntry> all() {
        List<AlarmEntry> all = new ArrayList<>(entries.values());
        all.sort(BY_KEY);
        return all;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void writeTo(StateOutput out) {
        List<AlarmEntry> all = all();
        out.putInt(all.size());
        all.forEach(entry -> entry.writeTo(out));
    }

    /** Reads the entries; {@link #changed} must follow for each once its life cycle is known. */
    void readFrom(StateInput in) {
        for (int left = in.getInt(); left > 0; left--) {
            add(AlarmEntry.read(in));
        }
    }

    private void look() {
        dueNs = queue.isEmpty() ? AlarmEntry.NEVER : queue.first().queuedNs;
        attentionNs = isAlways || !settling.isEmpty() ? Long.MIN_VALUE : dueNs;
    }
}
