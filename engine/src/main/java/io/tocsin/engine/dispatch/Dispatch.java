package io.tocsin.engine.dispatch;

import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.operator.OperatorFactory;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanInputs;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;
import java.util.List;

/**
 * Which operators see which sensor: one flat array of (operator, slot) entries, the entries of a sensor side by side. The
 * selectors are matched once, when a sensor is defined or the plan changes.
 */
public final class Dispatch {
    /** Finds or makes the sensor that a group shares. */
    @FunctionalInterface
    public interface Groups {
        /**
         * @param input of the operator, from 0
         * @return index of the derived sensor, or {@link DerivedSensors#NO_PLACE}
         */
        int group(int nodeId, int input, String key);
    }

    /** All keys of an alarm over a group share one slot. */
    private static final int GROUP_BIT = 1 << 30;

    private static final int FORWARD_BIT = 1 << 29;
    private static final int RECEIVE_TIME_BIT = 1 << 28;
    private static final int BROADCAST_BIT = 1 << 27;
    /** The sensor is one of several that may share a key. */
    private static final int MEMBER_BIT = 1 << 26;
    /** The member's newest reading is not BAD, and its source goes on. */
    private static final int VALUE_BIT = 1 << 25;

    private static final int KINDS =
            GROUP_BIT | FORWARD_BIT | RECEIVE_TIME_BIT | BROADCAST_BIT | MEMBER_BIT | VALUE_BIT;
    private static final int INTS_PER_ENTRY = 2;
    private static final int NOT_IN_OLD_PLAN = -1;

    private final NameTable sensorNames = new NameTable();
    private int[] entries = new int[128];
    private int entryCount;

    /** Where the operators' readings come from. */
    private PlanInputs inputs = new PlanInputs(List.of());

    private boolean[] group = new boolean[0];

    /** By operator: how long an alarm over a group holds readings to put them in order, ns; 0: not at all. */
    private long[] groupReorders = new long[0];

    /** Entries and operators before the change of plan at hand. */
    private int[] oldEntries = new int[0];
    /** Index in the old plan of an operator that stays, or -1. */
    private int[] oldIndexes = new int[0];

    /** The operator's index of an entry. */
    public int operator(int entry) {
        return entries[entry * INTS_PER_ENTRY] & ~KINDS;
    }

    /** Whether the entry is plain: an operator and the sensor's own slot. */
    public boolean isPlain(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & KINDS) == 0;
    }

    /** Whether the entry leads to the sensor that a group shares: {@link #slot} is its index. */
    public boolean isForward(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & FORWARD_BIT) != 0;
    }

    /** Whether the entry leads to the one slot of a group. */
    public boolean isGroup(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & GROUP_BIT) != 0;
    }

    /** Whether the entry leads to all keys of an operator. */
    public boolean isBroadcast(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & BROADCAST_BIT) != 0;
    }

    /** Whether the entry leads to a group by key, which may have other members. */
    public boolean isMember(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & MEMBER_BIT) != 0;
    }

    /** Whether the member has a value: see {@link io.tocsin.engine.fold.GroupValues}. */
    public boolean hasValue(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & VALUE_BIT) != 0;
    }

    public void putValue(int entry, boolean hasValue) {
        int index = entry * INTS_PER_ENTRY;
        entries[index] = hasValue ? entries[index] | VALUE_BIT : entries[index] & ~VALUE_BIT;
    }

    /** Whether the readings that the entry forwards count at their receive times. */
    public boolean isByReceiveTime(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & RECEIVE_TIME_BIT) != 0;
    }

    /** The operator's slot of an entry. */
    public int slot(int entry) {
        return entries[entry * INTS_PER_ENTRY + 1];
    }

    public int entryCount() {
        return entryCount;
    }

    public boolean isGroupOperator(int operator) {
        return group[operator];
    }

    /** How long an alarm over a group holds readings to put them in order, ns; 0: not at all. */
    public long groupReorderNs(int operator) {
        return groupReorders[operator];
    }

    /** Whether readings are broadcast to an operator. */
    public boolean hasBroadcast(int operator) {
        return inputs.hasBroadcast(operator);
    }

    /** How many inputs an operator has. */
    public int inputCount(int operator) {
        return inputs.inputCount(operator);
    }

    public boolean selects(int operator, int sensorId) {
        return inputs.firstSelector(operator).matches(sensorNames.name(sensorId));
    }

    /** Whether an operator behind this one selects a sensor of this name. */
    public boolean isWantedBehind(int operator, String name) {
        return inputs.isWantedBehind(operator, name);
    }

    public void addSensor(String name) {
        sensorNames.add(name);
    }

    /**
     * Takes over a plan: closes the operators that go, keeps those that stay, creates the new ones. The caller then
     * {@linkplain #addEntries links} every sensor anew.
     *
     * @param ruleIds of the plan's operators
     * @param old the operators so far
     * @return the operators in the plan's order
     */
    public KeyedOperator[] changePlan(
            Plan plan, int[] ruleIds, KeyedOperator[] old, EventEmitter emitter, OperatorFactory factory) {
        KeyedOperator[] operators = new KeyedOperator[ruleIds.length];
        oldIndexes = new int[ruleIds.length];
        usePlan(plan);
        List<OperatorNode> nodes = plan.operators();
        for (int i = 0; i < ruleIds.length; i++) {
            oldIndexes[i] = indexOfRule(old, ruleIds[i]);
            if (oldIndexes[i] >= 0) {
                operators[i] = old[oldIndexes[i]];
                operators[i].present(nodes.get(i));
            } else {
                operators[i] = factory.create(nodes.get(i), ruleIds[i]);
                if (group[i]) {
                    operators[i].openSlot(AlarmEventFlyweight.GROUP);
                }
            }
        }
        emitter.because(AlarmEventReason.RULE_CHANGED);
        for (KeyedOperator operator : old) {
            if (!contains(ruleIds, operator.nodeId())) {
                operator.close();
            }
        }
        emitter.because(AlarmEventReason.RULE);
        oldEntries = entries;
        entries = new int[oldEntries.length];
        entryCount = 0;
        return operators;
    }

    /** Puts another slot in the place of an entry's own. */
    public void putSlot(int entry, int slot) {
        entries[entry * INTS_PER_ENTRY + 1] = slot;
    }

    /** Drops what only the linking of sensors after a change of plan needs. */
    public void forgetOldPlan() {
        oldEntries = new int[0];
    }

    /** Index in the old plan of an operator that stayed over the last change of plan, or -1. */
    public int oldIndex(int operator) {
        return oldIndexes[operator];
    }

    /**
     * Adds the entries of one sensor, in the order of the plan.
     *
     * @param first index of the first operator that may see it
     * @param oldEntry where the sensor's entries stood before the change of plan
     * @param oldCount how many they were, 0 for a new sensor
     * @param groups gives the group's sensor for a stream and a key
     */
    public void addEntries(
            int sensorId,
            String name,
            int first,
            KeyedOperator[] operators,
            int oldEntry,
            int oldCount,
            Groups groups) {
        for (int found : inputs.matches(name)) {
            int i = inputs.operator(found);
            if (i < first) {
                continue;
            }
            if (inputs.isBroadcast(found)) {
                addEntry(i | BROADCAST_BIT, 0);
            } else if (inputs.isForwarded(found)) {
                addForward(found, name, operators[i].nodeId(), groups);
            } else if (group[i]) {
                addEntry(i | GROUP_BIT, 0);
            } else {
                addOwn(i, sensorId, operators, oldEntry, oldCount);
            }
        }
    }

    private void addForward(int found, String name, int nodeId, Groups groups) {
        String key = inputs.keyOf(found, name);
        if (key == null) {
            return;
        }
        int index = groups.group(nodeId, inputs.input(found), key);
        if (index != DerivedSensors.NO_PLACE) {
            int timeBit = inputs.isByReceiveTime(found) ? RECEIVE_TIME_BIT : 0;
            int memberBit = inputs.isMember(found) ? MEMBER_BIT : 0;
            addEntry(inputs.operator(found) | FORWARD_BIT | timeBit | memberBit, index);
        }
    }

    /** Adds the one entry of a group's sensor: its stream. */
    public void addGroupEntry(int sensorId, int operator, KeyedOperator[] operators, int oldEntry, int oldCount) {
        addOwn(operator, sensorId, operators, oldEntry, oldCount);
    }

    private void addOwn(int operator, int sensorId, KeyedOperator[] operators, int oldEntry, int oldCount) {
        int slot = oldSlot(oldIndexes[operator], oldEntry, oldCount);
        addEntry(operator, slot >= 0 ? slot : operators[operator].openSlot(sensorId));
    }

    /** Ends what an entry of the old plan kept of a sensor that is no more, if its operator is still there. */
    public void closeOldEntries(int oldEntry, int oldCount, KeyedOperator[] operators) {
        for (int entry = oldEntry; entry < oldEntry + oldCount; entry++) {
            for (int i = 0; i < operators.length; i++) {
                if (oldIndexes[i] == oldEntries[entry * INTS_PER_ENTRY]) {
                    operators[i].closeSlot(oldEntries[entry * INTS_PER_ENTRY + 1]);
                }
            }
        }
    }

    /**
     * Whether a member had a value under the old plan.
     *
     * @param entry of the new plan
     * @param oldEntry where the sensor's entries stood before the change of plan
     * @param oldCount how many they were
     * @return false when it was no member of that group, too
     */
    public boolean hadValue(int entry, int oldEntry, int oldCount) {
        int oldOperator = oldIndexes[operator(entry)];
        for (int i = oldEntry; i < oldEntry + oldCount; i++) {
            int bits = oldEntries[i * INTS_PER_ENTRY];
            if ((bits & ~KINDS) == oldOperator
                    && (bits & VALUE_BIT) != 0
                    && oldEntries[i * INTS_PER_ENTRY + 1] == slot(entry)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the operator of an entry was there under the old plan. */
    public boolean wasThere(int entry) {
        return oldIndexes[operator(entry)] >= 0;
    }

    private void addEntry(int operator, int slot) {
        int index = entryCount * INTS_PER_ENTRY;
        if (index == entries.length) {
            entries = Arrays.copyOf(entries, index * 2);
        }
        entries[index] = operator;
        entries[index + 1] = slot;
        entryCount++;
    }

    private int oldSlot(int oldOperator, int oldEntry, int oldCount) {
        for (int entry = oldEntry; entry < oldEntry + oldCount; entry++) {
            if (oldEntries[entry * INTS_PER_ENTRY] == oldOperator) {
                return oldEntries[entry * INTS_PER_ENTRY + 1];
            }
        }
        return -1;
    }

    private static boolean contains(int[] ruleIds, int ruleId) {
        for (int id : ruleIds) {
            if (id == ruleId) {
                return true;
            }
        }
        return false;
    }

    private static int indexOfRule(KeyedOperator[] operators, int ruleId) {
        for (int i = 0; i < operators.length; i++) {
            if (operators[i].nodeId() == ruleId) {
                return i;
            }
        }
        return -1;
    }

    public void writeTo(StateOutput out) {
        sensorNames.writeTo(out);
        out.putInt(entryCount);
        for (int i = 0; i < entryCount * INTS_PER_ENTRY; i++) {
            out.putInt(entries[i]);
        }
    }

    /**
     * Reads names and entries, and creates the plan's operators, empty.
     *
     * @param ruleIds of the plan's operators
     */
    public KeyedOperator[] readFrom(StateInput in, Plan plan, int[] ruleIds, OperatorFactory factory) {
        sensorNames.readFrom(in);
        entryCount = in.getInt();
        entries = new int[Math.max(2, entryCount) * INTS_PER_ENTRY];
        for (int i = 0; i < entryCount * INTS_PER_ENTRY; i++) {
            entries[i] = in.getInt();
        }
        usePlan(plan);
        oldIndexes = new int[ruleIds.length];
        Arrays.fill(oldIndexes, NOT_IN_OLD_PLAN);
        KeyedOperator[] operators = new KeyedOperator[ruleIds.length];
        List<OperatorNode> nodes = plan.operators();
        for (int i = 0; i < ruleIds.length; i++) {
            operators[i] = factory.create(nodes.get(i), ruleIds[i]);
        }
        return operators;
    }

    /** The name of a sensor. Any thread that was handed its id. */
    public String sensorName(int sensorId) {
        return sensorNames.name(sensorId);
    }

    private void usePlan(Plan plan) {
        List<OperatorNode> nodes = plan.operators();
        int count = nodes.size();
        inputs = new PlanInputs(nodes);
        group = new boolean[count];
        groupReorders = new long[count];
        for (int i = 0; i < count; i++) {
            group[i] = nodes.get(i) instanceof MissingRule missing && missing.group();
            groupReorders[i] = group[i] ? Math.max(0, ((MissingRule) nodes.get(i)).reorderNs()) : 0;
        }
    }
}
