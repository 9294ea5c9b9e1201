package io.tocsin.engine.testkit;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;
import java.util.function.Supplier;

/** Process nodes in few words. */
public final class Processes {
    private Processes() {}

    /** A node that runs version 1 of the function of its own name, without sinks. */
    public static ProcessNode node(String name, List<String> filters, String groupBy, String... sideOutputs) {
        return new ProcessNode(
                name,
                new SensorSelector(filters),
                groupBy,
                false,
                name,
                1,
                List.of(sideOutputs),
                null,
                0,
                false,
                List.of());
    }

    /** The node with another out-of-orderness. */
    public static ProcessNode outOfOrder(ProcessNode node, long outOfOrdernessNs, boolean inOrder) {
        return new ProcessNode(
                node.name(),
                node.selector(),
                node.groupBy(),
                node.byReceiveTime(),
                node.function(),
                node.functionVersion(),
                node.sideOutputs(),
                node.broadcast(),
                outOfOrdernessNs,
                inOrder,
                node.sinks());
    }

    /** The node with a broadcast selector. */
    public static ProcessNode broadcasting(ProcessNode node, String filter) {
        return new ProcessNode(
                node.name(),
                node.selector(),
                node.groupBy(),
                node.byReceiveTime(),
                node.function(),
                node.functionVersion(),
                node.sideOutputs(),
                new SensorSelector(filter),
                node.outOfOrdernessNs(),
                node.inOrder(),
                node.sinks());
    }

    /** The node by receive time. */
    public static ProcessNode byReceiveTime(ProcessNode node) {
        return new ProcessNode(
                node.name(),
                node.selector(),
                node.groupBy(),
                true,
                node.function(),
                node.functionVersion(),
                node.sideOutputs(),
                node.broadcast(),
                node.outOfOrdernessNs(),
                node.inOrder(),
                node.sinks());
    }

    /** A plan of one node and some alarms; idle after 10. */
    public static Plan plan(ProcessNode node, AlarmRule... alarms) {
        return Rules.plan(10, List.of(node), List.of(alarms));
    }

    /** A harness for one node. */
    public static OperatorHarness harness(ProcessNode node, Supplier<? extends KeyedProcessFunction> function) {
        return OperatorHarness.of(plan(node), functions(node, function));
    }

    /** The registry with the function of a node. */
    public static Functions functions(ProcessNode node, Supplier<? extends KeyedProcessFunction> function) {
        return Functions.NONE.with(node.function(), node.functionVersion(), function);
    }
}
