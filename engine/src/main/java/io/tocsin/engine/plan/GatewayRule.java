package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/**
 * A rule for the gateway's own events: no plan contains it and no sensor feeds it. Its events go to every alarm sink.
 *
 * @param name of the alarm
 * @param subject of the event, in place of a sensor's name
 * @param message of the event; braces in it are no placeholders
 */
public record GatewayRule(String name, String subject, String message) implements AlarmRule {
    public GatewayRule {
        AlarmRule.validate(name, IN_ARRIVAL_ORDER);
    }

    @Override
    public SensorSelector selector() {
        return new SensorSelector(subject);
    }

    @Override
    public Priority priority() {
        return Priority.CRITICAL;
    }

    @Override
    public List<String> sinks() {
        return List.of();
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
        return AlarmType.GATEWAY;
    }

    @Override
    public void writeFields(FieldWriter out) {
        throw new IllegalArgumentException("a plan must not contain a rule of the gateway, name=" + name);
    }

    @Override
    public GatewayRule detection() {
        return new GatewayRule(name, subject, "");
    }
}
