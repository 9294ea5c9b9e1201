package io.tocsin.engine.testkit;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.Window;
import java.util.List;

/** Rules and plans in few words. */
public final class Rules {
    private Rules() {}

    public static LimitLevel level(Level level, double limit, double deadband) {
        return new LimitLevel(level, limit, deadband, Priority.HIGH);
    }

    public static LimitRule limit(
            String name, String filter, long onDelayNs, long offDelayNs, long reorderNs, LimitLevel... levels) {
        return new LimitRule(
                name,
                new SensorSelector(filter),
                Priority.HIGH,
                "message",
                List.of(),
                List.of(levels),
                onDelayNs,
                offDelayNs,
                reorderNs);
    }

    public static MissingRule missing(String name, String filter, long timeoutNs, boolean group, long reorderNs) {
        return new MissingRule(
                name, new SensorSelector(filter), Priority.HIGH, "message", List.of(), timeoutNs, group, reorderNs);
    }

    public static QualityRule quality(String name, String filter) {
        return new QualityRule(name, new SensorSelector(filter), Priority.HIGH, "message", List.of());
    }

    public static StateRule state(String name, String filter, StateSet in, StateSet clear, long reorderNs) {
        return new StateRule(
                name, new SensorSelector(filter), Priority.HIGH, "message", List.of(), in, clear, reorderNs);
    }

    public static StuckRule stuck(
            String name,
            String filter,
            double tolerance,
            long holdNs,
            int minSamples,
            long maxGapNs,
            double ignoreAbsAtMost,
            long reorderNs) {
        return new StuckRule(
                name,
                new SensorSelector(filter),
                Priority.HIGH,
                "message",
                List.of(),
                tolerance,
                holdNs,
                minSamples,
                maxGapNs,
                ignoreAbsAtMost,
                reorderNs);
    }

    public static RateOfChangeRule rate(
            String name,
            String filter,
            long perNs,
            double limit,
            double deadband,
            long maxGapNs,
            RateDirection direction,
            long reorderNs) {
        return new RateOfChangeRule(
                name,
                new SensorSelector(filter),
                Priority.HIGH,
                "message",
                List.of(),
                perNs,
                limit,
                deadband,
                maxGapNs,
                direction,
                reorderNs,
                OnBad.HOLD);
    }

    /** A plan with the sources s0 and s1. */
    public static Plan plan(long idleAfterNs, AlarmRule... alarms) {
        return plan(idleAfterNs, List.of(alarms));
    }

    /** A stream of tumbling windows with rows for the sink k. */
    public static StreamNode stream(String name, String filter, long sizeNs, Aggregate... aggregates) {
        return stream(name, filter, "", new AlignedWindow(sizeNs, sizeNs, 0), aggregates);
    }

    /** A stream with rows for the sink k. */
    public static StreamNode stream(
            String name, String filter, String groupBy, Window window, Aggregate... aggregates) {
        return new StreamNode(
                name,
                new SensorSelector(filter),
                groupBy,
                window,
                false,
                List.of(aggregates),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
    }

    /** A join of left and right sensors {@code key/…} with rows for the sink k. */
    public static JoinNode join(String name, String left, String right, JoinType type, JoinCondition condition) {
        return new JoinNode(
                name,
                new Input(new SensorSelector(left), "{1}"),
                new Input(new SensorSelector(right), "{1}"),
                type,
                condition,
                false,
                List.of(JoinValue.LEFT, JoinValue.RIGHT),
                0,
                List.of("k"));
    }

    /** The same plan with sources that remember so many readings. */
    public static Plan remembering(Plan plan, int ofFirst, int ofSecond) {
        return new Plan(
                plan.gateway(),
                List.of(
                        new SourceNode("s0", "file", "", true, ofFirst),
                        new SourceNode("s1", "mqtt", "", false, ofSecond)),
                plan.idleAfterNs(),
                plan.scope(),
                plan.streams(),
                plan.alarms(),
                plan.sinks(),
                plan.edition());
    }

    /** A plan with the sources s0 and s1. */
    public static Plan plan(long idleAfterNs, List<AlarmRule> alarms) {
        return plan(idleAfterNs, List.of(), alarms);
    }

    /** A plan with the sources s0 and s1. */
    public static Plan plan(long idleAfterNs, List<? extends DerivedNode> streams, List<AlarmRule> alarms) {
        return plan(idleAfterNs, TimeScope.SENSOR, streams, alarms);
    }

    /** A plan with the sources s0 and s1. */
    public static Plan plan(
            long idleAfterNs, TimeScope scope, List<? extends DerivedNode> streams, List<AlarmRule> alarms) {
        List<SourceNode> sources =
                List.of(new SourceNode("s0", "file", "", true, 16), new SourceNode("s1", "mqtt", "", false, 16));
        return new Plan("gateway", sources, idleAfterNs, scope, List.copyOf(streams), alarms, List.of());
    }
}
