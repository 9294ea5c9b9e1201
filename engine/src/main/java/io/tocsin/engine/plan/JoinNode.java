package io.tocsin.engine.plan;

import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import java.util.HashSet;
import java.util.List;

/**
 * Joins the samples of two inputs that share a key and belong together in time.
 *
 * @param name unique among the streams
 * @param left input of the left samples
 * @param right input of the right samples; they meet the left samples of the same key
 * @param byReceiveTime whether a sample counts at its receive time instead of its event time
 * @param values of a row, in their order, without repetition
 * @param outOfOrdernessNs how far a key's watermark lags behind the newest sample of the slower side, ns
 * @param sinks that receive the rows; empty when the join only feeds alarms and streams
 */
public record JoinNode(
        String name,
        Input left,
        Input right,
        JoinType type,
        JoinCondition condition,
        boolean byReceiveTime,
        List<JoinValue> values,
        long outOfOrdernessNs,
        List<String> sinks)
        implements DerivedNode {
    public JoinNode {
        AlarmRule.validate(name, AlarmRule.ON_ARRIVAL);
        values = List.copyOf(values);
        sinks = List.copyOf(sinks);
        if (left.groupBy().isEmpty() || right.groupBy().isEmpty()) {
            throw new IllegalArgumentException("both sides of a join must have a key, name=" + name);
        }
        if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("a join must have at least one value, and none twice, name=" + name);
        }
        if (condition instanceof JoinCondition.Latest && (type == JoinType.RIGHT || type == JoinType.FULL)) {
            throw new IllegalArgumentException(
                    "a join with the latest right reading must have type inner, left or anti, type=" + type.label());
        }
        if (outOfOrdernessNs < 0) {
            throw new IllegalArgumentException("times must not be negative, outOfOrdernessNs=" + outOfOrdernessNs);
        }
    }

    @Override
    public NodeType kind() {
        return NodeType.JOIN;
    }

    @Override
    public List<Input> inputs() {
        return List.of(left, right);
    }

    /** Whether the right side may look up texts of the sensor, such as names. */
    @Override
    public boolean readsTextsOf(String sensorName) {
        return condition instanceof JoinCondition.Latest && right.selector().matches(sensorName);
    }

    /**
     * Whether the join needs numbers of the sensor. Texts are enough for a lookup unless a value is computed from them.
     */
    @Override
    public boolean readsNumbersOf(String sensorName) {
        if (!(condition instanceof JoinCondition.Latest)) {
            return DerivedNode.super.readsNumbersOf(sensorName);
        }
        boolean computes = values.stream().anyMatch(value -> value.needs(true) && value.needs(false));
        return (computes && looksUp(sensorName)) || (left.selector().names(sensorName) && left.hasKey(sensorName));
    }

    private boolean looksUp(String sensorName) {
        return condition instanceof JoinCondition.Latest
                && right.selector().matches(sensorName)
                && right.hasKey(sensorName);
    }

    /** Whether the join looks up the sensor of this name and returns its value unchanged, a number or a text. */
    boolean passesOn(String sensorName) {
        return values.contains(JoinValue.RIGHT) && looksUp(sensorName);
    }

    /** The name of the derived sensor with the unchanged values of a sensor that {@link #passesOn} accepts. */
    String passedOnName(String sensorName) {
        return resultName(right.keyTemplate().keyOf(sensorName), JoinValue.RIGHT.label());
    }

    @Override
    public boolean losesValueAtEnd() {
        return true;
    }

    @Override
    public boolean comparesNumbersOf(String sensorName) {
        return left.selector().matches(sensorName)
                || (!(condition instanceof JoinCondition.Latest)
                        && right.selector().matches(sensorName));
    }

    @Override
    public int outputCount() {
        return values.size();
    }

    @Override
    public String outputLabel(int output) {
        return values.get(output).label();
    }

    @Override
    public int outputCode(int output) {
        return values.get(output).ordinal();
    }

    @Override
    public String labelOfCode(int code) {
        return JoinValue.values()[code].label();
    }

    /** This join without presentation. */
    @Override
    public JoinNode detection() {
        return to(List.of());
    }

    /** This join with other sinks. */
    public JoinNode to(List<String> otherSinks) {
        return new JoinNode(name, left, right, type, condition, byReceiveTime, values, outOfOrdernessNs, otherSinks);
    }
}
