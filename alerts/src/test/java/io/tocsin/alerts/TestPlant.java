package io.tocsin.alerts;

import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Rules, streams, sensors, events and rows for tests. */
public final class TestPlant implements ResultNames {
    /** 2026-11-20T17:31:00Z. */
    public static final long START_NS = 1_795_195_860_000_000_000L;

    private final NameDictionary sensors = new NameDictionary(1000);
    private final List<String> texts = new ArrayList<>();
    private final List<AlarmRule> rules = new ArrayList<>();
    private final List<DerivedNode> streams = new ArrayList<>();

    public ResultFormatter formatter() {
        return ResultFormatter.live("press-hall", this);
    }

    public int sensor(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return sensors.add(bytes, 0, bytes.length);
    }

    /** A value that is this text. */
    public double text(String text) {
        texts.add(text);
        return TextValue.of(texts.size() - 1);
    }

    @Override
    public String text(int textId) {
        return texts.get(textId);
    }

    public int rule(AlarmRule rule) {
        rules.add(rule);
        return rules.size() - 1;
    }

    public int join(JoinNode join) {
        streams.add(join);
        return streams.size() - 1;
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

    /** A stream of windows of 10 s. */
    public int stream(String name, List<Aggregate> aggregates, String... sinks) {
        return stream(name, aggregates, List.of(), sinks);
    }

    /** A stream of windows of 10 s that tell of states. */
    public int stream(String name, List<Aggregate> aggregates, List<TimeInState> timeIn, String... sinks) {
        streams.add(new StreamNode(
                name,
                new SensorSelector("plant/#"),
                "",
                new AlignedWindow(10_000_000_000L, 10_000_000_000L, 0),
                false,
                aggregates,
                timeIn,
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of(sinks)));
        return streams.size() - 1;
    }

    /** A row of a window of 10 s. */
    public static StreamRowFlyweight row(
            int streamId, int sensorId, long ordinal, long position, long endNs, long count, double... values) {
        StreamRowFlyweight row = new StreamRowFlyweight()
                .wrap(new UnsafeBuffer(new byte[StreamRowFlyweight.lengthOf(values.length)]), 0, values.length)
                .valueCount(values.length)
                .ordinal(ordinal)
                .position(position)
                .startNs(endNs - 10_000_000_000L)
                .endNs(endNs)
                .receivedNs(endNs + 1_000_000)
                .decidedNs(endNs + 1_100_000)
                .count(count)
                .streamId(streamId)
                .sensorId(sensorId)
                .flags(false, false);
        for (int i = 0; i < values.length; i++) {
            row.value(i, values[i]);
        }
        return row;
    }

    @Override
    public DerivedNode stream(int streamId) {
        return streams.get(streamId);
    }

    @Override
    public int streamVersion(int streamId) {
        return 1;
    }

    @Override
    public String sensorName(int sensorId) {
        return sensors.name(sensorId);
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
