package io.tocsin.engine.board;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Int2ObjectHashMap;

/** The rules of the current plan that have a life cycle, and the change from one plan to the next. */
final class BoardPlan {
    private final BoardNames names;
    private final Entries entries;
    private final Groups groups;
    private final Suppressions suppressions;
    /** By rule id; during a change of plan the rules of both plans. */
    private Int2ObjectHashMap<BoardRule> rules = new Int2ObjectHashMap<>();

    /** By name, with null for an alarm without a life cycle. */
    private Map<String, BoardRule> current = new HashMap<>();

    /** By rule id: how often the rule was edited. */
    private final Map<Integer, Integer> revisions = new TreeMap<>();

    private boolean isChanging;

    BoardPlan(BoardNames names, Entries entries, Groups groups, Suppressions suppressions) {
        this.names = names;
        this.entries = entries;
        this.groups = groups;
        this.suppressions = suppressions;
    }

    /** The rule with an id, or null when it has no life cycle. */
    BoardRule rule(int ruleId) {
        return rules.get(ruleId);
    }

    /** Whether the current plan has an alarm of this name. */
    boolean hasAlarm(String name) {
        return current.containsKey(name);
    }

    /** The alarm of this name, or null when it has no life cycle. */
    BoardRule alarm(String name) {
        return current.get(name);
    }

    /** Forgets a sensor, whose alarms are closed. */
    void forget(int sensorId) {
        for (AlarmEntry entry : entries.all()) {
            if (entry.sensorId == sensorId) {
                suppressions.remove(rules.get(entry.ruleId), entry);
                entries.remove(entry);
            }
        }
    }

    /** The entry of a rule at a sensor; a new one if there is none. */
    AlarmEntry entry(BoardRule rule, int sensorId) {
        AlarmEntry entry = entries.get(rule.ruleId(), sensorId);
        if (entry != null) {
            return entry;
        }
        AlarmEntry expected = expected(rule, sensorId);
        return expected == null ? add(rule, sensorId) : expected;
    }

    private AlarmEntry add(BoardRule rule, int sensorId) {
        AlarmEntry entry = new AlarmEntry(rule.ruleId(), sensorId);
        rule.resolve(entry, names.sensorName(rule.ruleId(), sensorId));
        entry.revision = revisions.getOrDefault(rule.ruleId(), 0);
        entries.add(entry);
        entry.isSuppressedByDesign = suppressions.add(rule, entry);
        return entry;
    }

    /** The entry that a sensor had before a record defined it, when its alarm expects it; null when there is none. */
    private AlarmEntry expected(BoardRule rule, int sensorId) {
        if (sensorId < 0 || !(rule.rule() instanceof MissingRule missing)) {
            return null;
        }
        int index = missing.expected().indexOf(names.sensorName(rule.ruleId(), sensorId));
        AlarmEntry entry = index < 0 ? null : entries.get(rule.ruleId(), AlarmEventFlyweight.expected(index));
        if (entry != null) {
            suppressions.remove(rule, entry);
            entries.remove(entry);
            entry.sensorId = sensorId;
            entries.add(entry);
            suppressions.add(rule, entry);
            entries.changed(entry);
        }
        return entry;
    }

    /** Whether a change of plan removes the rule of an id, and with it its alarm. */
    boolean isLeaving(int ruleId) {
        return isChanging && current.get(rules.get(ruleId).rule().name()) == null;
    }

    void begin(Plan plan, int[] nodeIds) {
        isChanging = true;
        current = new HashMap<>();
        List<OperatorNode> nodes = plan.operators();
        for (int i = 0; i < nodeIds.length; i++) {
            if (nodes.get(i) instanceof AlarmRule alarm) {
                LifeCycle lifeCycle = plan.lifeCycles().get(alarm.name());
                BoardRule rule = lifeCycle == null ? null : BoardRule.of(nodeIds[i], alarm, lifeCycle);
                current.put(alarm.name(), rule);
                if (rule != null) {
                    BoardRule before = rules.get(nodeIds[i]);
                    if (before != null && !before.rule().equals(alarm)) {
                        revisions.merge(nodeIds[i], 1, Integer::sum);
                    }
                    rules.put(nodeIds[i], rule);
                }
            }
        }
    }

    /** Ends a change of plan; returns what {@link #resolveAll} returns. */
    List<AlarmEntry> end() {
        isChanging = false;
        for (AlarmEntry entry : entries.all()) {
            BoardRule old = rules.get(entry.ruleId);
            BoardRule rule = current.get(old.rule().name());
            String sensor = names.sensorName(entry.ruleId, entry.sensorId);
            entries.remove(entry);
            if (rule != null && isOf(rule, sensor) && entries.get(rule.ruleId(), entry.sensorId) == null) {
                entry.ruleId = rule.ruleId();
                entries.add(entry);
            }
        }
        Int2ObjectHashMap<BoardRule> next = new Int2ObjectHashMap<>();
        for (BoardRule rule : current.values()) {
            if (rule != null) {
                next.put(rule.ruleId(), rule);
            }
        }
        rules = next;
        revisions.keySet().removeIf(ruleId -> !rules.containsKey(ruleId.intValue()));
        return resolveAll();
    }

    /** Whether the alarm of an entry still watches its sensor; a group's sensor is its selector. */
    private static boolean isOf(BoardRule rule, String sensor) {
        return rule.rule().selector().filter().equals(sensor)
                || rule.rule().selector().matches(sensor);
    }

    /**
     * Gives all entries what the current plan says.
     *
     * @return entries that the plan suppresses now and did not before, or the other way round, by key
     */
    List<AlarmEntry> resolveAll() {
        suppressions.usePlan(rules.values());
        entries.always(suppressions.isUsed());
        for (AlarmEntry entry : entries.all()) {
            rules.get(entry.ruleId).resolve(entry, names.sensorName(entry.ruleId, entry.sensorId));
            entry.revision = revisions.getOrDefault(entry.ruleId, 0);
            if (!entry.lifeCycle.ackRequired()) {
                entry.state = withoutAcknowledgement(entry.state);
            }
        }
        groups.recount(entries.all());
        for (AlarmEntry entry : entries.all()) {
            if (entry.state.isActive()) {
                suppressions.onChange(rules.get(entry.ruleId), entry, true);
            }
        }
        List<AlarmEntry> changed = new ArrayList<>();
        for (AlarmEntry entry : entries.all()) {
            if (suppressions.add(rules.get(entry.ruleId), entry) != entry.isSuppressedByDesign) {
                changed.add(entry);
            }
            entries.changed(entry);
        }
        return changed;
    }

    boolean isUnused() {
        return revisions.isEmpty();
    }

    void writeTo(StateOutput out) {
        out.putInt(revisions.size());
        revisions.forEach((ruleId, revision) -> {
            out.putInt(ruleId);
            out.putInt(revision);
        });
    }

    void readFrom(StateInput in) {
        for (int left = in.getInt(); left > 0; left--) {
            revisions.put(in.getInt(), in.getInt());
        }
    }

    /** The state that an alarm has when its rule needs an acknowledgement no more. */
    private static AlarmState withoutAcknowledgement(AlarmState state) {
        return switch (state) {
            case UNACKNOWLEDGED_ACTIVE -> AlarmState.ACKNOWLEDGED_ACTIVE;
            case RETURNED_TO_NORMAL_UNACKNOWLEDGED -> AlarmState.NORMAL;
            case LATCHED_UNACKNOWLEDGED -> AlarmState.LATCHED_ACKNOWLEDGED;
            case NORMAL, ACKNOWLEDGED_ACTIVE, LATCHED_ACKNOWLEDGED -> state;
        };
    }
}
