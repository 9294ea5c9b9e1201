package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Raised by a sample in one set of states, cleared by a sample in another.
 *
 * @param in states that raise the alarm
 * @param clear states that clear the alarm; when empty, every state that is not in {@code in}
 * @param onBad behaviour of an active alarm when its value is lost
 */
public record StateRule(
        String name,
        SensorSelector selector,
        Priority priority,
        String message,
        List<String> sinks,
        StateSet in,
        StateSet clear,
        long reorderNs,
        OnBad onBad)
        implements AlarmRule {
    public StateRule {
        AlarmRule.validate(name, reorderNs);
        sinks = List.copyOf(sinks);
        if (in.isEmpty()) {
            throw new IllegalArgumentException("a state alarm needs a state to be raised in, name=" + name);
        }
        if (in.overlaps(clear)) {
            throw new IllegalArgumentException("no state can both raise and clear an alarm, name=" + name);
        }
    }

    /** Creates a rule that holds an active alarm when its value is lost. */
    public StateRule(
            String name,
            SensorSelector selector,
            Priority priority,
            String message,
            List<String> sinks,
            StateSet in,
            StateSet clear,
            long reorderNs) {
        this(name, selector, priority, message, sinks, in, clear, reorderNs, OnBad.HOLD);
    }

    /** This rule with another behaviour when the value is lost. */
    public StateRule onBad(OnBad other) {
        return new StateRule(name, selector, priority, message, sinks, in, clear, reorderNs, other);
    }

    @Override
    public boolean readsTextsOf(String sensorName) {
        return selector.matches(sensorName);
    }

    @Override
    public boolean comparesNumbersOf(String sensorName) {
        return false;
    }

    @Override
    public Set<String> namedTexts() {
        return Stream.concat(in.texts().stream(), clear.texts().stream()).collect(Collectors.toSet());
    }

    @Override
    public AlarmType type() {
        return AlarmType.STATE;
    }

    @Override
    public void writeFields(FieldWriter out) {
        in.writeTo(out);
        clear.writeTo(out);
    }

    static StateRule read(RuleHead head, FieldReader fields) {
        return new StateRule(
                head.name(),
                head.selector(),
                head.priority(),
                head.message(),
                head.sinks(),
                StateSet.read(fields),
                StateSet.read(fields),
                head.reorderNs(),
                head.onBad());
    }

    @Override
    public StateRule detection() {
        return new StateRule(name, selector, Priority.MEDIUM, "", List.of(), in, clear, reorderNs, onBad);
    }
}
