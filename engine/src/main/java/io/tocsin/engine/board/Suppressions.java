package io.tocsin.engine.board;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Suppression by design: which alarms are silent while another alarm is active at a sensor of the same key. An alarm
 * suppresses by its process alone, whether or not it is silenced itself.
 */
final class Suppressions {
    /** One suppressed rule at one key. */
    private static final class Place {
        private int activeCount;
        private final NavigableSet<AlarmEntry> suppressed = new TreeSet<>(Comparator.comparingLong(AlarmEntry::key));
    }

    private final BoardNames names;
    /** Suppressed rules by the name of the alarm that suppresses them, in the order of their ids. */
    private final Map<String, List<BoardRule>> byCause = new HashMap<>();

    private final Map<String, Place> places = new HashMap<>();

    Suppressions(BoardNames names) {
        this.names = names;
    }

    /** Whether the plan has a suppressed alarm. */
    boolean isUsed() {
        return !byCause.isEmpty();
    }

    void usePlan(Collection<BoardRule> rules) {
        byCause.clear();
        places.clear();
        List<BoardRule> ordered = new ArrayList<>(rules);
        ordered.sort(Comparator.comparingInt(BoardRule::ruleId));
        for (BoardRule rule : ordered) {
            if (rule.isSuppressible()) {
                byCause.computeIfAbsent(rule.lifeCycle().suppressWhen(), key -> new ArrayList<>())
                        .add(rule);
            }
        }
    }

    /** Adds an entry of a rule that may be suppressed. Returns whether it is. */
    boolean add(BoardRule rule, AlarmEntry entry) {
        Place place = rule.isSuppressible() ? place(rule, entry) : null;
        if (place == null) {
            return false;
        }
        place.suppressed.add(entry);
        return place.activeCount > 0;
    }

    void remove(BoardRule rule, AlarmEntry entry) {
        Place place = rule.isSuppressible() ? place(rule, entry) : null;
        if (place != null) {
            place.suppressed.remove(entry);
        }
    }

    /**
     * Counts an alarm that has become active, or is active no more.
     *
     * @return the entries that are suppressed from now on, or no longer
     */
    List<AlarmEntry> onChange(BoardRule cause, AlarmEntry entry, boolean isActive) {
        List<BoardRule> rules = byCause.get(cause.rule().name());
        if (rules == null) {
            return List.of();
        }
        List<AlarmEntry> changed = new ArrayList<>();
        for (BoardRule rule : rules) {
            Place place = place(rule, entry);
            if (place != null) {
                place.activeCount += isActive ? 1 : -1;
                if (place.activeCount == (isActive ? 1 : 0)) {
                    changed.addAll(place.suppressed);
                }
            }
        }
        return changed;
    }

    /** The place of a suppressed rule at an entry's sensor, or null when the sensor has no key. */
    private Place place(BoardRule rule, AlarmEntry entry) {
        String key = rule.suppressKey(names.sensorName(entry.ruleId, entry.sensorId));
        return key == null ? null : places.computeIfAbsent(rule.ruleId() + "/" + key, k -> new Place());
    }
}
