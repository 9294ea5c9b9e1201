package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleDelay;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.HashSet;
import java.util.List;

/**
 * Raised when no good sample has come within the timeout.
 *
 * @param timeoutNs a silence longer than this raises the alarm
 * @param expected names of sensors that raise the alarm even if they have never spoken, each selected and named once;
 *     empty for a group
 * @param group false: each selected sensor has an alarm of its own; true: one alarm when all selected sensors are
 *     silent
 */
public record MissingRule(
        String name,
        SensorSelector selector,
        Priority priority,
        String message,
        List<String> sinks,
        long timeoutNs,
        boolean group,
        long reorderNs,
        List<String> expected)
        implements AlarmRule {
    public MissingRule {
        AlarmRule.validate(name, reorderNs);
        if (timeoutNs <= 0) {
            throw new IllegalArgumentException("timeout must be positive, timeoutNs=" + timeoutNs);
        }
        sinks = List.copyOf(sinks);
        expected = List.copyOf(expected);
        if (group && !expected.isEmpty()) {
            throw new IllegalArgumentException("a group's silence cannot expect sensors, name=" + name);
        }
        if (new HashSet<>(expected).size() < expected.size()) {
            throw new IllegalArgumentException("each expected sensor must be named once, name=" + name);
        }
        for (String sensor : expected) {
            if (!selector.matches(sensor)) {
                throw new IllegalArgumentException("the rule must select the sensors that it expects, name=" + name
                        + ", selector=" + selector + ", expected=" + sensor);
            }
        }
    }

    /** Creates a rule that a sensor's first good reading arms. */
    public MissingRule(
            String name,
            SensorSelector selector,
            Priority priority,
            String message,
            List<String> sinks,
            long timeoutNs,
            boolean group,
            long reorderNs) {
        this(name, selector, priority, message, sinks, timeoutNs, group, reorderNs, List.of());
    }

    /** This rule with sensors that it expects from the plan's first record on. */
    public MissingRule expecting(List<String> sensors) {
        return new MissingRule(name, selector, priority, message, sinks, timeoutNs, group, reorderNs, sensors);
    }

    @Override
    public boolean comparesNumbersOf(String sensorName) {
        return false;
    }

    @Override
    public AlarmType type() {
        return AlarmType.MISSING;
    }

    @Override
    public List<RuleDelay> delays() {
        return List.of(new RuleDelay("timeout", timeoutNs));
    }

    @Override
    public void writeFields(FieldWriter out) {
        out.putLong(timeoutNs);
        out.putByte(group ? 1 : 0);
    }

    static MissingRule read(RuleHead head, FieldReader in) {
        return new MissingRule(
                head.name(),
                head.selector(),
                head.priority(),
                head.message(),
                head.sinks(),
                in.getLong(),
                in.getByte() == 1,
                head.reorderNs());
    }

    @Override
    public MissingRule detection() {
        return new MissingRule(name, selector, Priority.MEDIUM, "", List.of(), timeoutNs, group, reorderNs, expected);
    }
}
