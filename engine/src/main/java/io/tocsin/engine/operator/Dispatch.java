package io.tocsin.engine.operator;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SensorSelector;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;

/**
 * Which operators see which sensor: one flat array of (operator, slot) entries, the entries of a sensor side by side. The
 * selectors are matched once, when a sensor is defined or the plan changes.
 */
final class Dispatch {
    private static final int GROUP_BIT = 1 << 30;
    private static final int INTS_PER_ENTRY = 2;
    private static final int NOT_IN_OLD_PLAN = -1;

    private String[] sensorNames = new String[64];
    private int sensorCount;
    private int[] entries = new int[128];
    private int entryCount;

    private SensorSelector[] selectors = new SensorSelector[0];
    private boolean[] group = new boolean[0];

    /** Entries and operators before the change of plan at hand. */
    private int[] oldEntries = new int[0];
    /** Index in the old plan of an operator that stays, or -1. */
    private int[] oldIndexes = new int[0];

    /** The operator's index of an entry. */
    int operator(int entry) {
        return entries[entry * INTS_PER_ENTRY] & ~GROUP_BIT;
    }

    /** Whether the entry leads to the one slot of a group. */
    boolean isGroup(int entry) {
        return (entries[entry * INTS_PER_ENTRY] & GROUP_BIT) != 0;
    }

    /** The operator's slot of an entry. */
    int slot(int entry) {
        return entries[entry * INTS_PER_ENTRY + 1];
    }

    int entryCount() {
        return entryCount;
    }

    boolean isGroupOperator(int operator) {
        return group[operator];
    }

    boolean selects(int operator, int sensorId) {
        return selectors[operator].matches(sensorNames[sensorId]);
    }

    void addSensor(String name) {
        if (sensorCount == sensorNames.length) {
            sensorNames = Arrays.copyOf(sensorNames, sensorCount * 2);
        }
        sensorNames[sensorCount++] = name;
    }

    /**
     * Takes over a plan: closes the operators that go, keeps those that stay, creates the new ones. The caller then
     * {@linkplain #addEntries links} every sensor anew.
     *
     * @param ruleIds of the plan's alarms
     * @param old the operators so far
     * @return the operators in the plan's order
     */
    AlarmOperator[] changePlan(Plan plan, int[] ruleIds, AlarmOperator[] old, EventEmitter emitter) {
        AlarmOperator[] operators = new AlarmOperator[ruleIds.length];
        oldIndexes = new int[ruleIds.length];
        usePlan(plan);
        for (int i = 0; i < ruleIds.length; i++) {
            oldIndexes[i] = indexOfRule(old, ruleIds[i]);
            if (oldIndexes[i] >= 0) {
                operators[i] = old[oldIndexes[i]];
            } else {
                operators[i] = AlarmOperator.create(plan.alarms().get(i), ruleIds[i], emitter);
                if (group[i]) {
                    operators[i].openSlot(AlarmEventFlyweight.GROUP);
                }
            }
        }
        emitter.because(AlarmEventReason.RULE_CHANGED);
        for (AlarmOperator operator : old) {
            if (!contains(ruleIds, operator.ruleId())) {
                operator.close();
            }
        }
        emitter.because(AlarmEventReason.RULE);
        oldEntries = entries;
        entries = new int[oldEntries.length];
        entryCount = 0;
        return operators;
    }

    /** Drops what only the linking of sensors after a change of plan needs. */
    void forgetOldPlan() {
        oldEntries = new int[0];
    }

    /** Index in the old plan of an operator that stayed over the last change of plan, or -1. */
    int oldIndex(int operator) {
        return oldIndexes[operator];
    }

    /**
     * Adds the entries of one sensor, in the order of the plan.
     *
     * @param oldEntry where the sensor's entries stood before the change of plan
     * @param oldCount how many they were, 0 for a new sensor
     */
    void addEntries(int sensorId, AlarmOperator[] operators, int oldEntry, int oldCount) {
        for (int i = 0; i < operators.length; i++) {
            if (selects(i, sensorId)) {
                int slot = group[i] ? 0 : oldSlot(oldIndexes[i], oldEntry, oldCount);
                addEntry(group[i] ? i | GROUP_BIT : i, slot >= 0 ? slot : operators[i].openSlot(sensorId));
            }
        }
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

    private static int indexOfRule(AlarmOperator[] operators, int ruleId) {
        for (int i = 0; i < operators.length; i++) {
            if (operators[i].ruleId() == ruleId) {
                return i;
            }
        }
        return -1;
    }

    void writeTo(StateOutput out) {
        out.putInt(sensorCount);
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            out.putString(sensorNames[sensorId]);
        }
        out.putInt(entryCount);
        for (int i = 0; i < entryCount * INTS_PER_ENTRY; i++) {
            out.putInt(entries[i]);
        }
    }

    /**
     * Reads names and entries, and creates the plan's operators, empty.
     *
     * @param ruleIds of the plan's alarms
     */
    AlarmOperator[] readFrom(StateInput in, Plan plan, int[] ruleIds, EventEmitter emitter) {
        int storedSensorCount = in.getInt();
        for (int sensorId = 0; sensorId < storedSensorCount; sensorId++) {
            addSensor(in.getString());
        }
        entryCount = in.getInt();
        entries = new int[Math.max(2, entryCount) * INTS_PER_ENTRY];
        for (int i = 0; i < entryCount * INTS_PER_ENTRY; i++) {
            entries[i] = in.getInt();
        }
        usePlan(plan);
        oldIndexes = new int[ruleIds.length];
        Arrays.fill(oldIndexes, NOT_IN_OLD_PLAN);
        AlarmOperator[] operators = new AlarmOperator[ruleIds.length];
        for (int i = 0; i < ruleIds.length; i++) {
            operators[i] = AlarmOperator.create(plan.alarms().get(i), ruleIds[i], emitter);
        }
        return operators;
    }

    /** The name of a sensor. */
    String sensorName(int sensorId) {
        return sensorNames[sensorId];
    }

    private void usePlan(Plan plan) {
        int count = plan.alarms().size();
        selectors = new SensorSelector[count];
        group = new boolean[count];
        for (int i = 0; i < count; i++) {
            AlarmRule rule = plan.alarms().get(i);
            selectors[i] = rule.selector();
            group[i] = rule instanceof MissingRule missing && missing.group();
        }
    }
}
