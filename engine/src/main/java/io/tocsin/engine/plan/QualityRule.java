package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/**
 * Raised when a sensor reports that its reading is bad. Readings always count in the order of arrival, because machines
 * report a lost connection late and with the time of another clock.
 */
public record QualityRule(String name, SensorSelector selector, Priority priority, String message, List<String> sinks)
        implements AlarmRule {
    public QualityRule {
        AlarmRule.validate(name, IN_ARRIVAL_ORDER);
        sinks = List.copyOf(sinks);
    }

    @Override
    public long reorderNs() {
        return IN_ARRIVAL_ORDER;
    }

    @Override
    public boolean comparesNumbersOf(String sensorName) {
        return false;
    }

    @Override
    public AlarmType type() {
        return AlarmType.QUALITY;
    }

    @Override
    public void writeFields(FieldWriter out) {
        // all fields are in the head
    }

    static QualityRule read(RuleHead head) {
        return new QualityRule(head.name(), head.selector(), head.priority(), head.message(), head.sinks());
    }

    @Override
    public QualityRule detection() {
        return new QualityRule(name, selector, Priority.MEDIUM, "", List.of());
    }
}
