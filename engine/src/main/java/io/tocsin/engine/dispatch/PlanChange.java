package io.tocsin.engine.dispatch;

import static io.tocsin.engine.dispatch.DispatchEntry.VALUE_BIT;

import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorFactory;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateInput;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The change from one plan to the next: the operators that stay, and their old entries. Between {@link #begin} and
 * {@link #end} the caller links every sensor again.
 */
public final class PlanChange {
    private static final int NOT_IN_OLD_PLAN = -1;

    private final Dispatch dispatch;
    private final Selection selection;
    /** Entries before the change. */
    private long[] oldEntries = new long[0];
    /** By operator: its index in the old plan, or -1. */
    private int[] oldIndexes = new int[0];

    public PlanChange(Dispatch dispatch, Selection selection) {
        this.dispatch = dispatch;
        this.selection = selection;
    }

    /**
     * Closes removed operators, keeps unchanged ones, creates new ones, and empties the table of entries.
     *
     * @param ruleIds of the plan's operators
     * @param isEdited whether the rule of an operator that stays was edited
     * @param old the previous operators
     * @return the operators in the plan's order
     */
    public KeyedOperator[] begin(
            Plan plan,
            int[] ruleIds,
            IntPredicate isEdited,
            KeyedOperator[] old,
            EventEmitter emitter,
            OperatorFactory factory) {
        KeyedOperator[] operators = new KeyedOperator[ruleIds.length];
        oldIndexes = new int[ruleIds.length];
        selection.usePlan(plan);
        List<OperatorNode> nodes = plan.operators();
        for (int i = 0; i < ruleIds.length; i++) {
            oldIndexes[i] = indexOfRule(old, ruleIds[i]);
            if (oldIndexes[i] >= 0) {
                operators[i] = old[oldIndexes[i]];
                if (isEdited.test(ruleIds[i])) {
                    operators[i].edit(nodes.get(i));
                } else {
                    operators[i].present(nodes.get(i));
                }
            } else {
                operators[i] = factory.create(nodes.get(i), ruleIds[i]);
                if (selection.isGroupOperator(i)) {
                    operators[i].openSlot(AlarmEventFlyweight.GROUP);
                }
            }
        }
        closeOthers(old, ruleIds, emitter);
        oldEntries = dispatch.takeEntries();
        return operators;
    }

    private static void closeOthers(KeyedOperator[] old, int[] ruleIds, EventEmitter emitter) {
        emitter.because(AlarmEventReason.RULE_CHANGED);
        for (KeyedOperator operator : old) {
            if (!contains(ruleIds, operator.nodeId())) {
                operator.close();
            }
        }
        emitter.because(AlarmEventReason.RULE);
    }

    /** Drops the entries of the old plan, once all sensors are linked. */
    public void end() {
        oldEntries = new long[0];
    }

    /**
     * Reads names and entries, and creates the plan's operators without state.
     *
     * @param ruleIds of the plan's operators
     */
    public KeyedOperator[] readFrom(StateInput in, Plan plan, int[] ruleIds, OperatorFactory factory) {
        selection.readFrom(in);
        dispatch.readFrom(in);
        selection.usePlan(plan);
        oldIndexes = new int[ruleIds.length];
        Arrays.fill(oldIndexes, NOT_IN_OLD_PLAN);
        KeyedOperator[] operators = new KeyedOperator[ruleIds.length];
        List<OperatorNode> nodes = plan.operators();
        for (int i = 0; i < ruleIds.length; i++) {
            operators[i] = factory.create(nodes.get(i), ruleIds[i]);
        }
        return operators;
    }

    /** Index in the old plan of an operator that stayed over the last change of plan, or -1. */
    public int oldIndex(int operator) {
        return oldIndexes[operator];
    }

    /** Whether the operator of an entry existed under the old plan. */
    public boolean wasThere(int entry) {
        return oldIndexes[dispatch.operator(entry)] >= 0;
    }

    /**
     * Whether a member had a value under the old plan.
     *
     * @param entry of the new plan
     * @param oldEntry index of the sensor's first entry before the change of plan
     * @param oldCount number of its entries then
     * @return false also when the sensor was no member of that group
     */
    public boolean hadValue(int entry, int oldEntry, int oldCount) {
        int oldOperator = oldIndexes[dispatch.operator(entry)];
        for (int i = oldEntry; i < oldEntry + oldCount; i++) {
            if (DispatchEntry.operator(oldEntries[i]) == oldOperator
                    && DispatchEntry.has(oldEntries[i], VALUE_BIT)
                    && DispatchEntry.slot(oldEntries[i]) == dispatch.slot(entry)) {
                return true;
            }
        }
        return false;
    }

    /** Ends the state that entries of the old plan kept for a removed sensor, where the operator still exists. */
    public void closeOldEntries(int oldEntry, int oldCount, KeyedOperator[] operators) {
        for (int entry = oldEntry; entry < oldEntry + oldCount; entry++) {
            for (int i = 0; i < operators.length; i++) {
                if (oldIndexes[i] == DispatchEntry.bits(oldEntries[entry])) {
                    operators[i].closeSlot(DispatchEntry.slot(oldEntries[entry]));
                }
            }
        }
    }

    /** The slot of a sensor at an operator under the old plan, or -1. */
    int oldSlot(int operator, int oldEntry, int oldCount) {
        for (int entry = oldEntry; entry < oldEntry + oldCount; entry++) {
            if (DispatchEntry.bits(oldEntries[entry]) == oldIndexes[operator]) {
                return DispatchEntry.slot(oldEntries[entry]);
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
}
