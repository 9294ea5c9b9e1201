package io.tocsin.engine.dispatch;

import static io.tocsin.engine.dispatch.DispatchEntry.BROADCAST_BIT;
import static io.tocsin.engine.dispatch.DispatchEntry.FORWARD_BIT;
import static io.tocsin.engine.dispatch.DispatchEntry.GROUP_BIT;
import static io.tocsin.engine.dispatch.DispatchEntry.MEMBER_BIT;
import static io.tocsin.engine.dispatch.DispatchEntry.RECEIVE_TIME_BIT;

import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.plan.PlanInputs;

/**
 * Writes the entries of a sensor into the {@link Dispatch}. Selectors are matched once, when the sensor is defined or
 * the plan changes. A sensor keeps its slots from the previous plan.
 */
public final class EntryWriter {
    private final Dispatch dispatch;
    private final Selection selection;
    private final PlanChange change;
    private final DerivedSensors derived;

    /**
     * @param derived finds the group of a stream and a key
     */
    public EntryWriter(Dispatch dispatch, Selection selection, PlanChange change, DerivedSensors derived) {
        this.dispatch = dispatch;
        this.selection = selection;
        this.change = change;
        this.derived = derived;
    }

    /**
     * Adds the entries of one sensor, in the order of the plan.
     *
     * @param first index of the first operator that may see the sensor
     * @param oldEntry index of the sensor's first entry before the change of plan
     * @param oldCount number of its entries then, 0 for a new sensor
     */
    public void addEntries(
            int sensorId, String name, int first, KeyedOperator[] operators, int oldEntry, int oldCount) {
        PlanInputs inputs = selection.inputs();
        for (int found : inputs.matches(name)) {
            int i = inputs.operator(found);
            if (i < first) {
                continue;
            }
            if (inputs.isBroadcast(found)) {
                dispatch.add(i | BROADCAST_BIT, 0);
            } else if (inputs.isForwarded(found)) {
                addForward(inputs, found, name, operators[i].nodeId());
            } else if (selection.isGroupOperator(i)) {
                dispatch.add(i | GROUP_BIT, 0);
            } else {
                addOwn(i, sensorId, operators, oldEntry, oldCount);
            }
        }
    }

    private void addForward(PlanInputs inputs, int found, String name, int nodeId) {
        String key = inputs.keyOf(found, name);
        if (key == null) {
            return;
        }
        int index = derived.groupIfPlace(nodeId, inputs.input(found), key);
        if (index != DerivedSensors.NO_PLACE) {
            int timeBit = inputs.isByReceiveTime(found) ? RECEIVE_TIME_BIT : 0;
            int memberBit = inputs.isMember(found) ? MEMBER_BIT : 0;
            dispatch.add(inputs.operator(found) | FORWARD_BIT | timeBit | memberBit, index);
        }
    }

    /** Adds the single entry of a group: its stream. */
    public void addGroupEntry(int sensorId, int operator, KeyedOperator[] operators, int oldEntry, int oldCount) {
        addOwn(operator, sensorId, operators, oldEntry, oldCount);
    }

    private void addOwn(int operator, int sensorId, KeyedOperator[] operators, int oldEntry, int oldCount) {
        int slot = change.oldSlot(operator, oldEntry, oldCount);
        dispatch.add(operator, slot >= 0 ? slot : operators[operator].openSlot(sensorId));
    }
}
