package io.tocsin.engine.fold;

import io.tocsin.engine.alarm.LimitOperator;
import io.tocsin.engine.alarm.MissingOperator;
import io.tocsin.engine.alarm.QualityOperator;
import io.tocsin.engine.alarm.StateOperator;
import io.tocsin.engine.alarm.StuckOperator;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReorderingOperator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.process.ProcessOperator;
import io.tocsin.engine.stream.JoinOperator;
import io.tocsin.engine.stream.WindowOperator;

/** Makes the operator of a plan's node: the one place that knows all kinds of operators. */
public final class Operators {
    private Operators() {}

    /** The operator for a rule, a stream, a join or a process; one that needs order has it behind a {@link ReorderingOperator}. */
    public static KeyedOperator create(OperatorNode node, int nodeId, OperatorContext context) {
        if (node instanceof StreamNode stream) {
            return createStream(stream, nodeId, context);
        }
        if (node instanceof JoinNode join) {
            return JoinOperator.create(join, nodeId, context);
        }
        if (node instanceof ProcessNode process) {
            return ProcessOperator.create(process, nodeId, context);
        }
        AlarmRule rule = (AlarmRule) node;
        KeyedOperator operator = createAlarm(rule, nodeId, context);
        return rule.reorderNs() > 0 ? new ReorderingOperator(operator, rule.reorderNs()) : operator;
    }

    private static KeyedOperator createAlarm(AlarmRule rule, int nodeId, OperatorContext context) {
        if (rule instanceof StateRule state) {
            return new StateOperator(state, nodeId, context);
        }
        if (rule instanceof StuckRule stuck) {
            return new StuckOperator(stuck, nodeId, context);
        }
        if (rule instanceof QualityRule) {
            return new QualityOperator(nodeId, context);
        }
        return rule instanceof LimitRule limit
                ? new LimitOperator(limit, nodeId, context)
                : new MissingOperator((MissingRule) rule, nodeId, context);
    }

    private static KeyedOperator createStream(StreamNode stream, int nodeId, OperatorContext context) {
        boolean reorders = stream.needsOrder() && stream.outOfOrdernessNs() > 0;
        WindowOperator windows = new WindowOperator(stream.inOrder(), nodeId, context);
        windows.present(stream);
        return reorders ? new ReorderingOperator(windows, stream.outOfOrdernessNs()) : windows;
    }
}
