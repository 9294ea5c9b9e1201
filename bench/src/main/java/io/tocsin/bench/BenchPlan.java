package io.tocsin.bench;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;

/** One alarm over all sensors, evaluated in the order of arrival as the references do, or one stream, as a plan. */
public final class BenchPlan {
    /** The plan's only source. */
    public static final String SOURCE = "bench";

    /** W4 and W4S: a longer silence raises an alarm. */
    public static final long SILENCE_NS = 5_000_000_000L;

    private static final long IDLE_AFTER_NS = 30_000_000_000L;

    private BenchPlan() {}

    /** Receives the records of the journal's beginning. */
    @FunctionalInterface
    public interface ControlHandler {
        void onControl(ControlKind kind, byte[] body);
    }

    /** The sensor's name. */
    public static String sensorName(int sensorId) {
        return "plant/sensor" + sensorId;
    }

    /** W1. */
    public static AlarmRule highAlarm() {
        LimitLevel high = new LimitLevel(Level.HI, Workload.LIMIT, Workload.LIMIT - Workload.CLEAR_AT, Priority.MEDIUM);
        return new LimitRule(
                "high",
                new SensorSelector("#"),
                Priority.MEDIUM,
                "",
                List.of(),
                List.of(high),
                0,
                0,
                AlarmRule.IN_ARRIVAL_ORDER);
    }

    /** W4 and W4S. */
    public static AlarmRule silenceAlarm() {
        return new MissingRule(
                "silent",
                new SensorSelector("#"),
                Priority.MEDIUM,
                "",
                List.of(),
                SILENCE_NS,
                false,
                AlarmRule.IN_ARRIVAL_ORDER);
    }

    /**
     * W2 and W3: least, greatest and average value of each window.
     *
     * @param isCounted whether a row begins with the number of samples
     */
    public static StreamNode windows(AlignedWindow window, long outOfOrdernessNs, boolean isCounted) {
        List<Aggregate> aggregates = List.of(Aggregate.AVG, Aggregate.MIN, Aggregate.MAX);
        List<Aggregate> counted = List.of(Aggregate.COUNT, Aggregate.AVG, Aggregate.MIN, Aggregate.MAX);
        return new StreamNode(
                "w",
                new SensorSelector("#"),
                "",
                window,
                false,
                isCounted ? counted : aggregates,
                outOfOrdernessNs,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("sink"));
    }

    /** A plan of one alarm. */
    public static Plan plan(AlarmRule rule, TimeScope scope) {
        return plan(List.of(), List.of(rule), scope);
    }

    /** A plan of one stream, in which every sensor has its own time. */
    public static Plan plan(StreamNode stream) {
        return plan(List.of(stream), List.of(), TimeScope.SENSOR);
    }

    private static Plan plan(List<DerivedNode> streams, List<AlarmRule> alarms, TimeScope scope) {
        SourceNode source = new SourceNode(SOURCE, "rate", "bench", false);
        return new Plan("bench", List.of(source), IDLE_AFTER_NS, scope, streams, alarms, List.of());
    }

    /** The records before the first reading: a plan of one alarm, then every sensor. */
    public static void define(AlarmRule rule, int sensorCount, ControlHandler handler) {
        define(plan(rule, TimeScope.SENSOR), sensorCount, BenchPlan::sensorName, handler);
    }

    /** The same for any plan of one source. */
    public static void define(Plan plan, int sensorCount, IntFunction<String> names, ControlHandler handler) {
        handler.onControl(ControlKind.PLAN, PlanCodec.encode(plan));
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            byte[] body = new byte[64];
            int length = new SensorDefinition(sensorId, 0, 0, names.apply(sensorId)).encode(new UnsafeBuffer(body), 0);
            handler.onControl(ControlKind.SENSOR, Arrays.copyOf(body, length));
        }
    }
}
