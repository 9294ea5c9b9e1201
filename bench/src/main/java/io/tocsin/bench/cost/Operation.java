package io.tocsin.bench.cost;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongFunction;

/** One row of the table: an operator with its numbers, as a plan and as a naive program. */
public enum Operation {
    /** Windows of 1 s. */
    TUMBLING,
    /** Windows of 5 s every second. */
    SLIDING,
    /** Windows of 10 s with a row every second. */
    CUMULATIVE,
    /** Three shifts a day; time is stretched so that a shift has as many readings as a tumbling window. */
    CALENDAR,
    /** Sessions with a gap of a second. */
    SESSION,
    /** The last 20 samples, every 5. */
    COUNT,
    /** While the value is 80 or more. */
    STATE,
    /** Pairs within 50 ms. */
    INTERVAL_JOIN,
    /** Pairs in windows of 200 ms. */
    WINDOW_JOIN,
    /** Each reading of the left with the newest of the right. */
    LATEST_JOIN,
    /** One level with a deadband. */
    LIMIT,
    /** Silence of two seconds. */
    MISSING;

    static final long SECOND_NS = 1_000_000_000L;
    static final long SLIDING_NS = 5 * SECOND_NS;
    static final long CUMULATIVE_NS = 10 * SECOND_NS;
    static final int COUNT_SIZE = 20;
    static final int COUNT_SLIDE = 5;
    static final double STATE_LEAST = 80;
    static final long JOIN_BOUND_NS = 50_000_000L;
    static final long JOIN_WINDOW_NS = 200_000_000L;
    static final double LIMIT_HIGH = 90;
    static final double DEADBAND = 2;
    static final long TIMEOUT_NS = 2 * SECOND_NS;
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final List<LocalTime> SHIFTS = List.of(LocalTime.of(6, 0), LocalTime.of(14, 0), LocalTime.of(22, 0));

    private static final long SHIFT_S = 8 * 3_600;
    private static final long IDLE_AFTER_NS = 30 * SECOND_NS;
    private static final List<String> SINKS = List.of("k");

    /** Factor that stretches all times of {@link Readings}. */
    long scale() {
        return this == CALENDAR ? SHIFT_S : 1;
    }

    /** Two sensors have one key when they are joined. */
    static String sensorName(int sensorId) {
        return sensorId / 2 + (sensorId % 2 == 0 ? "/l" : "/r");
    }

    Plan plan() {
        SourceNode source = new SourceNode("bench", "rate", "bench", false);
        List<DerivedNode> streams = isAlarm() ? List.of() : List.of(stream());
        List<AlarmRule> alarms = isAlarm() ? List.of(this == LIMIT ? limit() : missing()) : List.of();
        return new Plan("bench", List.of(source), IDLE_AFTER_NS * scale(), streams, alarms, List.of());
    }

    private boolean isAlarm() {
        return this == LIMIT || this == MISSING;
    }

    private DerivedNode stream() {
        return switch (this) {
            case TUMBLING -> stream(new AlignedWindow(SECOND_NS, SECOND_NS, 0));
            case SLIDING -> stream(new AlignedWindow(SLIDING_NS, SECOND_NS, 0));
            case CUMULATIVE -> stream(new CumulativeWindow(CUMULATIVE_NS, SECOND_NS, 0));
            case CALENDAR -> stream(new CalendarWindow(ZONE, SHIFTS));
            case SESSION -> stream(new SessionWindow(SECOND_NS, 0));
            case COUNT -> stream(new CountWindow(COUNT_SIZE, COUNT_SLIDE));
            case STATE -> stream(new StateWindow(STATE_LEAST, Double.POSITIVE_INFINITY));
            case INTERVAL_JOIN -> join(new JoinCondition.Interval(-JOIN_BOUND_NS, JOIN_BOUND_NS));
            case WINDOW_JOIN ->
                join(new JoinCondition.SameWindow(new AlignedWindow(JOIN_WINDOW_NS, JOIN_WINDOW_NS, 0)));
            case LATEST_JOIN -> join(new JoinCondition.Latest());
            case LIMIT, MISSING -> throw new IllegalStateException("an alarm is no stream");
        };
    }

    private StreamNode stream(Window window) {
        return new StreamNode(
                "w",
                new SensorSelector("#"),
                "",
                window,
                false,
                List.of(Aggregate.COUNT, Aggregate.AVG, Aggregate.MIN, Aggregate.MAX),
                Readings.OUT_OF_ORDERNESS_NS * scale(),
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                SINKS);
    }

    private static JoinNode join(JoinCondition condition) {
        return new JoinNode(
                "j",
                new Input(new SensorSelector("+/l"), "{1}"),
                new Input(new SensorSelector("+/r"), "{1}"),
                JoinType.INNER,
                condition,
                false,
                List.of(JoinValue.DIFFERENCE),
                Readings.OUT_OF_ORDERNESS_NS,
                SINKS);
    }

    private static LimitRule limit() {
        LimitLevel high = new LimitLevel(Level.HI, LIMIT_HIGH, DEADBAND, Priority.MEDIUM);
        return new LimitRule(
                "high",
                new SensorSelector("#"),
                Priority.MEDIUM,
                "",
                List.of(),
                List.of(high),
                0,
                0,
                AlarmRule.ON_ARRIVAL);
    }

    private static MissingRule missing() {
        return new MissingRule(
                "silent",
                new SensorSelector("#"),
                Priority.MEDIUM,
                "",
                List.of(),
                TIMEOUT_NS,
                false,
                AlarmRule.ON_ARRIVAL);
    }

    Readings.Handler naive(Results results) {
        return switch (this) {
            case TUMBLING -> naiveWindows(results, NaiveTimeWindows::tumbling);
            case SLIDING -> naiveWindows(results, NaiveTimeWindows::sliding);
            case CUMULATIVE -> naiveWindows(results, NaiveTimeWindows::cumulative);
            case CALENDAR -> naiveWindows(results, NaiveTimeWindows::shift);
            case SESSION -> new NaiveSessions(results);
            case COUNT -> new NaiveCounts(results);
            case STATE -> new NaiveStates(results);
            case INTERVAL_JOIN -> new NaiveIntervalJoin(results);
            case WINDOW_JOIN -> new NaiveWindowJoin(results);
            case LATEST_JOIN -> new NaiveLatestJoin(results);
            case LIMIT -> new NaiveLimit(results);
            case MISSING -> new NaiveMissing(results);
        };
    }

    private NaiveTimeWindows naiveWindows(Results results, LongFunction<List<Long>> ends) {
        return new NaiveTimeWindows(results, ends, Readings.OUT_OF_ORDERNESS_NS * scale());
    }
}
