package io.tocsin.gateway.run;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a change of plan does to the rules' state, for people. */
final class PlanChange {
    private PlanChange() {}

    /**
     * One line for each kind of change.
     *
     * @param before the plan so far, or null before the first
     */
    static List<String> lines(Plan before, Plan after) {
        if (before == null) {
            return List.of();
        }
        Map<String, AlarmRule> old = new LinkedHashMap<>();
        before.alarms().forEach(rule -> old.put(rule.name(), rule));
        List<String> kept = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (AlarmRule rule : after.alarms()) {
            AlarmRule same = old.remove(rule.name());
            if (same == null) {
                added.add(rule.name());
            } else if (same.detection().equals(rule.detection())) {
                kept.add(rule.name());
            } else {
                changed.add(rule.name());
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("rules that keep their state: " + kept.size());
        add(lines, "changed, start afresh with a new version", changed);
        add(lines, "new", added);
        add(lines, "gone, and their state with them", List.copyOf(old.keySet()));
        return lines;
    }

    private static void add(List<String> lines, String what, List<String> names) {
        if (!names.isEmpty()) {
            lines.add("rules " + what + ": " + String.join(", ", names));
        }
    }
}
