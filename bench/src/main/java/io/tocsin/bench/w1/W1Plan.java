package io.tocsin.bench.w1;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Level;
import io.tocsin.engine.plan.LimitLevel;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanCodec;
import io.tocsin.engine.plan.Priority;
import io.tocsin.engine.plan.SensorSelector;
import io.tocsin.engine.plan.SourceNode;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** W1 as a plan: one high alarm over all sensors, evaluated in the order of arrival as the references do. */
public final class W1Plan {
    /** The plan's only source. */
    public static final String SOURCE = "w1";

    private static final long IDLE_AFTER_NS = 30_000_000_000L;

    private W1Plan() {}

    /** Takes a record of the journal's beginning. */
    @FunctionalInterface
    public interface ControlHandler {
        void onControl(ControlKind kind, byte[] body);
    }

    /** The sensor's name. */
    public static String sensorName(int sensorId) {
        return "plant/sensor" + sensorId;
    }

    static LimitRule rule() {
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

    /** The records before the first reading: the plan, then every sensor. */
    public static void define(int sensorCount, ControlHandler handler) {
        SourceNode source = new SourceNode(SOURCE, "rate", "bench", false);
        Plan plan = new Plan("bench", List.of(source), IDLE_AFTER_NS, List.of(rule()), List.of());
        handler.onControl(ControlKind.PLAN, PlanCodec.encode(plan));
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            byte[] body = new byte[64];
            int length = new SensorDefinition(sensorId, 0, 0, sensorName(sensorId)).encode(new UnsafeBuffer(body), 0);
            handler.onControl(ControlKind.SENSOR, Arrays.copyOf(body, length));
        }
    }
}
