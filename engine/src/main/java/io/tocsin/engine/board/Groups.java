package io.tocsin.engine.board;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups of alarms that have active members: how many, and which ones were the first. */
final class Groups {
    private static final class Group {
        private int activeCount;
        /** One, or several after a change of plan has joined groups. */
        private final List<AlarmEntry> first = new ArrayList<>();
    }

    private final Map<String, Group> groups = new HashMap<>();

    /** Counts a member that has become active; the first one is marked. */
    void onActive(AlarmEntry entry) {
        if (entry.group == null) {
            return;
        }
        Group group = groups.computeIfAbsent(entry.group, key -> new Group());
        group.activeCount++;
        if (group.activeCount == 1) {
            entry.isFirstInGroup = true;
            group.first.add(entry);
        }
    }

    /** Counts a member that is active no more; when all have returned the mark of the first one ends. */
    void onReturned(AlarmEntry entry) {
        Group group = entry.group == null ? null : groups.get(entry.group);
        if (group == null) {
            return;
        }
        group.activeCount--;
        if (group.activeCount == 0) {
            for (AlarmEntry first : group.first) {
                first.isFirstInGroup = false;
            }
            groups.remove(entry.group);
        }
    }

    /** Counts all entries anew. A mark stays while its group has an active member. */
    void recount(Iterable<AlarmEntry> entries) {
        groups.clear();
        for (AlarmEntry entry : entries) {
            if (entry.group != null && entry.state.isActive()) {
                groups.computeIfAbsent(entry.group, key -> new Group()).activeCount++;
            }
        }
        for (AlarmEntry entry : entries) {
            Group group = entry.group == null ? null : groups.get(entry.group);
            if (group == null) {
                entry.isFirstInGroup = false;
            } else if (entry.isFirstInGroup) {
                group.first.add(entry);
            }
        }
    }
}
