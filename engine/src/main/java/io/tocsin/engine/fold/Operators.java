package io.tocsin.engine.fold;

import io.tocsin.engine.alarm.LimitOperator;
import io.tocsin.engine.alarm.MissingOperator;
import io.tocsin.engine.alarm.QualityOperator;
import io.tocsin.engine.alarm.RateOfChangeOperator;
import io.tocsin.engine.alarm.StateOperator;
import io.tocsin.engine.alarm.StuckOperator;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReorderingOperator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.process.ProcessOperator;
import io.tocsin.engine.process.ProcessSizes;
import io.tocsin.engine.stream.JoinOperator;
import io.tocsin.engine.stream.WindowOperator;

/**
 * Creates the operator of a plan's node and computes its bytes per key: the only class that knows all kinds of
 * operators.
 */
public final class Operators {
    private Operators() {}

    /**
     * Creates the operator of a rule, stream, join or process. An operator that needs ordered readings is wrapped in a
     * {@link ReorderingOperator}.
     */
    public static KeyedOperator create(OperatorNode node, int nodeId, OperatorContext context) {
        return switch (node.kind()) {
            case ALARM -> orderedAlarm((AlarmRule) node, nodeId, context);
            case STREAM -> createStream((StreamNode) node, nodeId, context);
            case JOIN -> JoinOperator.create((JoinNode) node, nodeId, context);
            case PROCESS -> ProcessOperator.create((ProcessNode) node, nodeId, context);
        };
    }

    /** Bytes that an operator keeps per key, without derived sensors and without retained readings. */
    public static long bytesPerKey(OperatorNode node, Functions functions) {
        return switch (node.kind()) {
            case ALARM -> orderedAlarmBytes((AlarmRule) node);
            case STREAM -> streamBytes((StreamNode) node);
            case JOIN -> JoinOperator.bytesPerKey((JoinNode) node);
            case PROCESS -> processBytes((ProcessNode) node, functions);
        };
    }

    /** Bytes of each reading retained in a key's window; 0 when the operator retains none. */
    public static int bytesPerReading(OperatorNode node) {
        return switch (node.kind()) {
            case STREAM -> WindowOperator.bytesPerReading(((StreamNode) node).inOrder());
            case ALARM, JOIN, PROCESS -> 0;
        };
    }

    private static KeyedOperator orderedAlarm(AlarmRule rule, int nodeId, OperatorContext context) {
        KeyedOperator operator = createAlarm(rule, nodeId, context);
        return rule.reorderNs() > 0 ? new ReorderingOperator(operator, rule.reorderNs()) : operator;
    }

    private static int orderedAlarmBytes(AlarmRule rule) {
        return alarmBytes(rule) + orderBytes(rule.reorderNs() > 0);
    }

    private static KeyedOperator createAlarm(AlarmRule rule, int nodeId, OperatorContext context) {
        return switch (rule.type()) {
            case LIMIT -> new LimitOperator((LimitRule) rule, nodeId, context);
            case MISSING -> new MissingOperator((MissingRule) rule, nodeId, context);
            case STUCK -> new StuckOperator((StuckRule) rule, nodeId, context);
            case RATE_OF_CHANGE -> new RateOfChangeOperator((RateOfChangeRule) rule, nodeId, context);
            case STATE -> new StateOperator((StateRule) rule, nodeId, context);
            case QUALITY -> new QualityOperator(nodeId, context);
            case GATEWAY -> throw watchesNoSensor(rule);
        };
    }

    private static int alarmBytes(AlarmRule rule) {
        return switch (rule.type()) {
            case LIMIT -> LimitOperator.bytesPerKey((LimitRule) rule);
            case MISSING -> MissingOperator.bytesPerKey();
            case STUCK -> StuckOperator.bytesPerKey((StuckRule) rule);
            case RATE_OF_CHANGE -> RateOfChangeOperator.bytesPerKey((RateOfChangeRule) rule);
            case STATE -> StateOperator.bytesPerKey(rule);
            case QUALITY -> QualityOperator.bytesPerKey(rule);
            case GATEWAY -> throw watchesNoSensor(rule);
        };
    }

    private static IllegalArgumentException watchesNoSensor(AlarmRule rule) {
        return new IllegalArgumentException("a rule of the gateway watches no sensor, name=" + rule.name());
    }

    private static KeyedOperator createStream(StreamNode stream, int nodeId, OperatorContext context) {
        WindowOperator windows = new WindowOperator(stream.inOrder(), nodeId, context);
        windows.present(stream);
        return isPutInOrder(stream) ? new ReorderingOperator(windows, stream.outOfOrdernessNs()) : windows;
    }

    private static int streamBytes(StreamNode stream) {
        return WindowOperator.bytesPerKey(stream.inOrder()) + orderBytes(isPutInOrder(stream));
    }

    private static boolean isPutInOrder(StreamNode stream) {
        return stream.needsOrder() && stream.outOfOrdernessNs() > 0;
    }

    private static long processBytes(ProcessNode process, Functions functions) {
        return ProcessSizes.maxBytesPerKey(process, functions) + orderBytes(process.inOrder());
    }

    private static int orderBytes(boolean isPutInOrder) {
        return isPutInOrder ? ReorderingOperator.bytesPerKey() : 0;
    }
}
