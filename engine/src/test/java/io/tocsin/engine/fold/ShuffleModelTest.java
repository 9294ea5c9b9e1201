package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.ListState;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.function.TimeDomain;
import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.StreamNode;
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
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.testkit.Processes;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.ShardDriver;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readings that are shuffled within {@code outOfOrderness} give what the same readings give when they come sorted and
 * none is allowed for. Alarms' {@code reorder} has {@link ReorderModelTest}. Count windows take part with an average by
 * time, which has them count in the order of time; without it, and in {@code latest} joins, the order of arrival is
 * what is meant.
 */
class ShuffleModelTest {
    private static final int RUNS = 20;
    private static final int READINGS = 80;
    private static final int BOUND = 8;
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    /** Two days before the clocks change in Berlin. */
    private static final long BEFORE_CHANGE_NS = 1_743_120_000_000_000_000L;

    private static final List<String> SENSORS = List.of("a/l/0", "a/r/1", "b/l/2", "b/r/3");
    /** Aggregates whose results are equal to the last bit in whatever order small whole numbers come. */
    private static final List<Aggregate> AGGREGATES = List.of(
            Aggregate.COUNT,
            Aggregate.SUM,
            Aggregate.AVG,
            Aggregate.MIN,
            Aggregate.MAX,
            Aggregate.FIRST,
            Aggregate.LAST,
            Aggregate.RATE,
            Aggregate.P90,
            Aggregate.DISTINCT);

    private static final List<Aggregate> AGGREGATES_IN_ORDER =
            List.of(Aggregate.COUNT, Aggregate.SUM, Aggregate.FIRST, Aggregate.LAST, Aggregate.TIME_WEIGHTED_AVG);

    private enum Kind {
        TUMBLING,
        SLIDING,
        CUMULATIVE,
        CALENDAR,
        SESSION,
        COUNT,
        STATE,
        STREAM_OVER_STREAM,
        INTERVAL_JOIN,
        WINDOW_JOIN;

        long unitNs() {
            return this == CALENDAR ? HOUR_NS : 1;
        }

        /**
         * A sample at the very end of a session makes it longer, unless time alone (a BAD reading, in a group another
         * member's) has reached that end before: so time stays one behind the samples that may come, sorted or not.
         */
        long slackNs() {
            return this == SESSION ? 1 : 0;
        }

        long firstNs() {
            return this == CALENDAR ? BEFORE_CHANGE_NS : 1_000;
        }

        /** The operators with some out-of-orderness; the same for the same chance. */
        List<DerivedNode> nodes(Random random, long outOfOrdernessNs) {
            return switch (this) {
                case INTERVAL_JOIN -> {
                    long lowerNs = random.nextInt(20) - 10L;
                    yield List.of(join(
                            random,
                            new JoinCondition.Interval(lowerNs, lowerNs + random.nextInt(10)),
                            outOfOrdernessNs));
                }
                case WINDOW_JOIN ->
                    List.of(join(random, new JoinCondition.SameWindow(aligned(random)), outOfOrdernessNs));
                case STREAM_OVER_STREAM -> {
                    StreamNode first = stream(random, "w", "#", aligned(random), outOfOrdernessNs);
                    // Its readings come in the order of time, whatever the order of those behind them.
                    Kind[] kinds = {TUMBLING, CUMULATIVE, SESSION, COUNT, STATE};
                    Window window = kinds[random.nextInt(kinds.length)].window(random);
                    yield List.of(first, stream(random, "x", "w/#", window, 0));
                }
                default -> List.of(stream(random, "w", "#", window(random), outOfOrdernessNs));
            };
        }

        private Window window(Random random) {
            int stepNs = 1 + random.nextInt(12);
            int sizeNs = stepNs * (1 + random.nextInt(4));
            return switch (this) {
                case TUMBLING -> new AlignedWindow(sizeNs, sizeNs, random.nextInt(sizeNs));
                case CUMULATIVE -> new CumulativeWindow(sizeNs, stepNs, random.nextInt(sizeNs));
                case CALENDAR ->
                    new CalendarWindow(
                            ZoneId.of("Europe/Berlin"), List.of(LocalTime.of(random.nextInt(4), 30), LocalTime.NOON));
                case SESSION -> random.nextBoolean() ? new SessionWindow(stepNs, 0) : new SessionWindow(0, 1);
                case COUNT -> new CountWindow(sizeNs, stepNs);
                case STATE -> new StateWindow(random.nextInt(6), 6 + random.nextInt(6));
                default -> aligned(random);
            };
        }
    }

    private static AlignedWindow aligned(Random random) {
        int slideNs = 1 + random.nextInt(12);
        return new AlignedWindow(slideNs + random.nextInt(30), slideNs, random.nextInt(slideNs));
    }

    private static StreamNode stream(Random random, String name, String filter, Window window, long outOfOrdernessNs) {
        boolean changes = !(window instanceof CountWindow || window instanceof StateWindow);
        boolean isInOrder = window instanceof CountWindow || random.nextInt(3) == 0;
        boolean isGrouped = filter.equals("#") && random.nextBoolean();
        return new StreamNode(
                name,
                new SensorSelector(filter),
                isGrouped ? "{1}" : "",
                window,
                false,
                isInOrder ? AGGREGATES_IN_ORDER : AGGREGATES,
                outOfOrdernessNs,
                changes && !isInOrder ? random.nextInt(20) : 0,
                LatePolicy.DROP,
                changes && random.nextBoolean() ? EmitMode.UPDATE : EmitMode.APPEND,
                List.of("k"));
    }

    private static JoinNode join(Random random, JoinCondition condition, long outOfOrdernessNs) {
        return new JoinNode(
                "j",
                new Input(new SensorSelector("+/l/+"), "{1}"),
                new Input(new SensorSelector("+/r/+"), "{1}"),
                JoinType.values()[random.nextInt(JoinType.values().length)],
                condition,
                false,
                List.of(JoinValue.LEFT, JoinValue.RIGHT, JoinValue.DIFFERENCE),
                outOfOrdernessNs,
                List.of("k"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheRowsOfSortedInput(Kind kind) {
        Seeds.forEach(RUNS, seed -> {
            List<RecordList.Reading> shuffled = shuffled(seed, kind.firstNs(), kind.unitNs());
            ShardDriver outOfOrder = run(
                    kind.nodes(Seeds.random(seed), BOUND * kind.unitNs() + kind.slackNs()), shuffled, kind.unitNs());
            ShardDriver inOrder = run(kind.nodes(Seeds.random(seed), kind.slackNs()), sorted(shuffled), kind.unitNs());

            assertThat(rows(kind, outOfOrder)).isEqualTo(rows(kind, inOrder));
            // Only a dynamic gap that is not positive is skipped, in either order.
            assertThat(outOfOrder.shard().view().skippedCount())
                    .isEqualTo(inOrder.shard().view().skippedCount());
        });
    }

    /** Gives every reading with those before it that it keeps, and sets a timer. */
    private static final class Remember implements KeyedProcessFunction {
        private ListState values;

        @Override
        public void open(StateContext state) {
            values = state.listState("values", 3);
            state.eventTimeTimers(READINGS);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            if (values.size() == 3) {
                out.collect(values.removeFirst());
            }
            values.add(reading.value());
            out.collect(reading.timeNs() + reading.value());
            context.registerEventTimeTimer(reading.timeNs() + (long) reading.value());
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            out.collect((double) (-timeNs - values.size()));
        }
    }

    @Test
    void shouldGiveAFunctionTheReadingsAndTimersOfSortedInput() {
        Seeds.forEach(RUNS, seed -> {
            List<RecordList.Reading> shuffled = shuffled(seed, 1_000, 1);
            OperatorHarness outOfOrder = harness(shuffled, BOUND);
            OperatorHarness inOrder = harness(sorted(shuffled), 0);
            for (String sensor : SENSORS) {
                assertThat(outOfOrder.values("f/" + sensor)).isEqualTo(inOrder.values("f/" + sensor));
            }
        });
    }

    private static OperatorHarness harness(List<RecordList.Reading> readings, long outOfOrdernessNs) {
        ProcessNode node = Processes.outOfOrder(Processes.node("f", List.of("#"), ""), outOfOrdernessNs, true);
        OperatorHarness harness = Processes.harness(node, Remember::new);
        readings.forEach(reading -> harness.reading(
                SENSORS.get(reading.sensorId()),
                reading.eventTimeNs(),
                reading.eventTimeNs(),
                reading.value(),
                reading.quality() == Quality.BAD.code() ? Quality.BAD : Quality.GOOD,
                0));
        return harness.endOfSource();
    }

    /** Every reading comes at most {@link #BOUND} units behind its time. */
    private static List<RecordList.Reading> shuffled(long seed, long firstNs, long unitNs) {
        record Arrival(RecordList.Reading reading, long atNs) {}
        Random random = Seeds.random(-seed);
        List<Arrival> arrivals = new ArrayList<>();
        long timeNs = firstNs;
        for (int i = 0; i < READINGS; i++) {
            timeNs += random.nextInt(random.nextInt(12) == 0 ? 40 : 4) * unitNs;
            boolean isBad = random.nextInt(12) == 0;
            arrivals.add(new Arrival(
                    new RecordList.Reading(
                            random.nextInt(SENSORS.size()),
                            timeNs,
                            timeNs,
                            isBad ? Double.NaN : 1 + random.nextInt(12),
                            (isBad ? Quality.BAD : Quality.GOOD).code(),
                            0),
                    timeNs + random.nextInt(BOUND + 1) * unitNs));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atNs));
        return arrivals.stream().map(Arrival::reading).toList();
    }

    /** By time; what has one time stays in the order in which it came. */
    private static List<RecordList.Reading> sorted(List<RecordList.Reading> readings) {
        return readings.stream()
                .sorted(Comparator.comparingLong(RecordList.Reading::eventTimeNs))
                .toList();
    }

    private static ShardDriver run(List<DerivedNode> nodes, List<RecordList.Reading> readings, long unitNs) {
        ShardDriver driver = new ShardDriver().plan(Rules.plan(1_000_000 * unitNs, nodes, List.of()));
        SENSORS.forEach(driver::sensor);
        readings.forEach(driver::feed);
        return driver.sourceEnd(0);
    }

    /** The rows of each key in their order; those of joins leave when the second of a pair comes, so sorted. */
    private static List<String> rows(Kind kind, ShardDriver driver) {
        boolean isJoin = kind == Kind.INTERVAL_JOIN || kind == Kind.WINDOW_JOIN;
        Stream<String> rows = driver.rowBriefs().stream();
        return isJoin
                ? rows.sorted().toList()
                : rows.sorted(Comparator.comparing(row -> row.substring(0, row.indexOf(' '))))
                        .toList();
    }
}
