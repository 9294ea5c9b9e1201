package io.tocsin.engine.operator;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.result.AlarmRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Every version of every rule the journal has known, by dense id. A rule whose detection is unchanged keeps its id over
 * a change of plan; a changed one, or one that takes an old name again, gets the next version of that name, so nothing
 * of the old one is ever taken for its own.
 *
 * <p>The engine thread writes; any thread that was handed an event may read.
 */
final class RuleBook implements AlarmRules {
    private record Entry(AlarmRule rule, int version) {}

    private final Map<String, Integer> currentIds = new HashMap<>();
    private final Map<String, Integer> lastVersions = new HashMap<>();
    private volatile Entry[] entries = new Entry[0];

    /**
     * Takes over the rules of a plan.
     *
     * @return the rule ids of the plan's alarms, in their order
     */
    int[] apply(Plan plan) {
        int[] ruleIds = new int[plan.alarms().size()];
        Map<String, Integer> before = new HashMap<>(currentIds);
        currentIds.clear();
        for (int i = 0; i < ruleIds.length; i++) {
            AlarmRule rule = plan.alarms().get(i);
            Integer oldId = before.get(rule.name());
            ruleIds[i] = oldId != null && entries[oldId].rule.detection().equals(rule.detection())
                    ? present(oldId, rule)
                    : add(rule);
            currentIds.put(rule.name(), ruleIds[i]);
        }
        return ruleIds;
    }

    @Override
    public AlarmRule rule(int ruleId) {
        return entries[ruleId].rule;
    }

    @Override
    public int version(int ruleId) {
        return entries[ruleId].version;
    }

    private int present(int ruleId, AlarmRule rule) {
        Entry[] changed = entries.clone();
        changed[ruleId] = new Entry(rule, changed[ruleId].version);
        entries = changed;
        return ruleId;
    }

    private int add(AlarmRule rule) {
        int version = lastVersions.merge(rule.name(), 1, Integer::sum);
        Entry[] grown = Arrays.copyOf(entries, entries.length + 1);
        grown[entries.length] = new Entry(rule, version);
        entries = grown;
        return grown.length - 1;
    }
}
