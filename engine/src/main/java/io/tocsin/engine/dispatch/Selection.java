package io.tocsin.engine.dispatch;

import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanInputs;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.List;

/**
 * The names of the sensors, and their selection by the operators of the current plan. Engine thread, except for the
 * names.
 */
public final class Selection {
    private final NameTable sensorNames = new NameTable();
    private PlanInputs inputs = new PlanInputs(List.of());
    /** By operator: whether it is an alarm over a group. */
    private boolean[] group = new boolean[0];
    /** By operator: how long an alarm over a group holds readings to sort them by event time, ns; 0 for none. */
    private long[] groupReorders = new long[0];

    /** Adopts a new plan. */
    public void usePlan(Plan plan) {
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

    public void addSensor(String name) {
        sensorNames.add(name);
    }

    /** The name of a sensor. Any thread that received its id from the engine thread. */
    public String sensorName(int sensorId) {
        return sensorNames.name(sensorId);
    }

    /** Whether an operator is an alarm over a group. */
    public boolean isGroupOperator(int operator) {
        return group[operator];
    }

    /** How long an alarm over a group holds readings to sort them by event time, ns; 0 for none. */
    public long groupReorderNs(int operator) {
        return groupReorders[operator];
    }

    /** Whether readings are broadcast to an operator. */
    public boolean hasBroadcast(int operator) {
        return inputs.hasBroadcast(operator);
    }

    /** Number of inputs of an operator. */
    public int inputCount(int operator) {
        return inputs.inputCount(operator);
    }

    public boolean selects(int operator, int sensorId) {
        return inputs.firstSelector(operator).matches(sensorNames.name(sensorId));
    }

    /** Whether an operator after this one selects a sensor of this name. */
    public boolean isWantedBehind(int operator, String name) {
        return inputs.isWantedBehind(operator, name);
    }

    PlanInputs inputs() {
        return inputs;
    }

    public void writeTo(StateOutput out) {
        sensorNames.writeTo(out);
    }

    /** Reads the names. */
    public void readFrom(StateInput in) {
        sensorNames.readFrom(in);
    }
}
