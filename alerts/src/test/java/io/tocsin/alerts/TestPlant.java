package io.tocsin.alerts;

import io.tocsin.alerts.event.AlarmEventFormatter;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Level;
import io.tocsin.engine.plan.LimitLevel;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Priority;
import io.tocsin.engine.plan.SensorSelector;
import io.tocsin.engine.reading.SensorDictionary;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.AlarmRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Rules, sensors and events for tests. */
public final class TestPlant implements AlarmRules {
    /** 2026-11-20T17:31:00Z. */
    public static final long START_NS = 1_795_195_860_000_000_000L;

    private final SensorDictionary sensors = new SensorDictionary(1000);
    private final List<AlarmRule> rules = new ArrayList<>();

    public SensorDictionary sensors() {
        return sensors;
    }

    public AlarmEventFormatter formatter() {
        return AlarmEventFormatter.live("press-hall", this, sensors);
    }

    public int sensor(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return sensors.add(bytes, 0, bytes.length);
    }

    public int rule(AlarmRule rule) {
        rules.add(rule);
        return rules.size() - 1;
    }

    public int limitRule(String name, String message, String... sinks) {
        return rule(limit(name, message, sinks));
    }

    public void replaceRule(int ruleId, AlarmRule rule) {
        rules.set(ruleId, rule);
    }

    public static LimitRule limit(String name, String message, String... sinks) {
        return new LimitRule(
                name,
                new SensorSelector("plant/#"),
                Priority.MEDIUM,
                message,
                List.of(sinks),
                List.of(
                        new LimitLevel(Level.HI, 95, 2, Priority.HIGH),
                        new LimitLevel(Level.HIHI, 110, 2, Priority.CRITICAL)),
                0,
                0,
                0);
    }

    public static MissingRule missing(String name, String message, String filter) {
        return new MissingRule(
                name, new SensorSelector(filter), Priority.LOW, message, List.of(), 1_000_000_000L, true, 0);
    }

    /** A RAISED at level HI. */
    public static AlarmEventFlyweight raised(int ruleId, int sensorId, long ordinal, long position, long raisedNs) {
        return new AlarmEventFlyweight()
                .wrap(new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]), 0)
                .ordinal(ordinal)
                .position(position)
                .timeNs(raisedNs)
                .raisedNs(raisedNs)
                .receivedNs(raisedNs + 1_000_000)
                .decidedNs(raisedNs + 1_100_000)
                .value(96.2)
                .limit(95)
                .ruleId(ruleId)
                .sensorId(sensorId)
                .occurrence(1)
                .kind(AlarmEventKind.RAISED)
                .levelCode(Level.HI.ordinal())
                .reason(AlarmEventReason.RULE);
    }

    @Override
    public AlarmRule rule(int ruleId) {
        return rules.get(ruleId);
    }

    @Override
    public int version(int ruleId) {
        return 1;
    }
}
