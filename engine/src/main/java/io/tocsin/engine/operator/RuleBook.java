package io.tocsin.engine.operator;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanCodec;
import io.tocsin.engine.result.AlarmRules;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
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

    void writeTo(StateOutput out) {
        Entry[] all = entries;
        out.putInt(all.length);
        for (int ruleId = 0; ruleId < all.length; ruleId++) {
            out.putBytes(PlanCodec.encodeRule(all[ruleId].rule));
            out.putInt(all[ruleId].version);
            out.putInt(currentIds.containsValue(ruleId) ? 1 : 0);
        }
    }

    void readFrom(StateInput in) {
        Entry[] all = new Entry[in.getInt()];
        for (int ruleId = 0; ruleId < all.length; ruleId++) {
            AlarmRule rule = PlanCodec.decodeRule(in.getBytes());
            all[ruleId] = new Entry(rule, in.getInt());
            lastVersions.merge(rule.name(), all[ruleId].version, Math::max);
            if (in.getInt() == 1) {
                currentIds.put(rule.name(), ruleId);
            }
        }
        entries = all;
    }

    /** The rule ids of the plan in force, in its order. */
    int[] currentIds(Plan plan) {
        return plan.alarms().stream()
                .mapToInt(rule -> currentIds.get(rule.name()))
                .toArray();
    }
}
