package io.tocsin.engine.plan;

import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import java.util.HashSet;
import java.util.List;

/**
 * Joins the samples of two inputs that have one key and belong together in time.
 *
 * @param name unique among the streams
 * @param left whose samples are the left ones
 * @param right whose samples are the right ones; of a key of the left when both templates give the same
 * @param byReceiveTime whether a sample counts at the time it was received, not at its event time
 * @param values of a row, in their order; none twice
 * @param outOfOrdernessNs how far a key's watermark is behind the newest sample of the side that is behind, ns
 * @param sinks where its rows go; empty: nowhere, it only feeds alarms and streams
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
            throw new IllegalArgumentException("both sides of a join need a key, name=" + name);
        }
        if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("a join has at least one value and none twice, name=" + name);
        }
        if (condition instanceof JoinCondition.Latest && (type == JoinType.RIGHT || type == JoinType.FULL)) {
            throw new IllegalArgumentException(
                    "the latest is looked up for a reading of the left: the type is inner, left" + " or anti, type="
                            + type.label());
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

    /** Right side: its values may be names. */
    @Override
    public boolean readsTextsOf(String sensorName) {
        return condition instanceof JoinCondition.Latest && right.selector().matches(sensorName);
    }

    /** A name may be looked up, unless something is computed with it. */
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

    /** Whether the join looks the sensor of this name up and returns its value as it is: a number or a name. */
    boolean passesOn(String sensorName) {
        return values.contains(JoinValue.RIGHT) && looksUp(sensorName);
    }

    /** The name of the derived sensor that has the values of a sensor that the join {@link #passesOn}. */
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

    /** This join without what only presents it. */
    @Override
    public JoinNode detection() {
        return to(List.of());
    }

    /** The same with other sinks. */
    public JoinNode to(List<String> otherSinks) {
        return new JoinNode(name, left, right, type, condition, byReceiveTime, values, outOfOrdernessNs, otherSinks);
    }
}
