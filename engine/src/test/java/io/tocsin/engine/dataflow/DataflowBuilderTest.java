package io.tocsin.engine.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.function.BroadcastState;
import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.OutputTag;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.harness.HarnessResult;
import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.testkit.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans that the builder builds, and calls that it refuses. */
class DataflowBuilderTest {
    private final DataflowBuilder builder = new DataflowBuilder();

    private static final class Split implements KeyedProcessFunction {
        private OutputTag low;

        @Override
        public void open(StateContext state) {
            low = state.sideOutput("low");
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            if (reading.value() < 10) {
                out.output(low, reading.value());
            } else {
                out.collect(reading.value());
            }
        }
    }

    @Test
    void shouldFollowSideOutputsOfAnyKey() {
        ProcessedStream split = builder.from("#").process("split", 1, Split::new);
        split.sideOutput("low").map("doubled", 1, value -> 2 * value);
        OperatorHarness harness = OperatorHarness.of(builder.build(), Duration.ofSeconds(1));
        harness.reading("a/b/c", 1, 5).reading("a/b/c", 2, 15);
        assertThat(harness.results())
                .containsExactlyInAnyOrder(
                        new HarnessResult.Derived("split.low/a/b/c", 1, 5, false, false),
                        new HarnessResult.Derived("doubled/split.low/a/b/c", 1, 10, false, false),
                        new HarnessResult.Derived("split/a/b/c", 2, 15, false, false));
    }

    @Test
    void shouldJoinStreamsThatItHasBuilt() {
        KeyedStream left = builder.from("a/+").map("left", 1, value -> value).keyBy("{3}");
        KeyedStream right = builder.from("b/+").keyBy("{2}");
        JoinedStream joined = left.join(
                "j", right, JoinType.INNER, new JoinCondition.Interval(-5, 5), JoinValue.LEFT, JoinValue.RIGHT);
        joined.of(JoinValue.RIGHT).map("out", 1, value -> -value);
        OperatorHarness harness = OperatorHarness.of(builder.build(), Duration.ofSeconds(1));
        harness.reading("a/1", 10, 1).reading("b/1", 12, 2).endOfSource();
        assertThat(harness.values("out/#")).containsExactly(-2.0);
    }

    @Test
    void shouldSelectOneAggregateOfKeysWhoseLevelsAreKnown() {
        AggregatedStream minutes = builder.from("plant/+/temp")
                .keyBySensor()
                .window(Windows.tumbling(Duration.ofMinutes(1)))
                .aggregate("w", Aggregate.AVG, Aggregate.MAX);
        assertThat(minutes.of(Aggregate.MAX).filters()).containsExactly("w/+/+/+/max");
        assertThatThrownBy(() -> minutes.of(Aggregate.MIN)).hasMessage("the operator w has no output min");
    }

    @Test
    void shouldTellStatesOverRollingWindows() {
        TimeInState on = TimeInState.at("on", 1);
        builder.from("plant/+")
                .keyBySensor()
                .window(Windows.rolling(Duration.ofSeconds(10)))
                .timeIn(on)
                .aggregate("w", Aggregate.MAX)
                .of(on)
                .map("out", 1, value -> value);
        OperatorHarness harness = OperatorHarness.of(builder.build(), Duration.ofSeconds(1));
        harness.reading("plant/a", 1_000_000_000L, 1).reading("plant/a", 3_500_000_000L, 0);
        assertThat(harness.values("out/#")).containsExactly(0.0, 2.5);
    }

    @Test
    void shouldRefuseToSelectAnAggregateOfKeysOfAnyLevels() {
        AggregatedStream minutes = builder.from("plant/#")
                .keyBySensor()
                .window(Windows.tumbling(Duration.ofMinutes(1)))
                .aggregate("w", Aggregate.AVG, Aggregate.MAX);
        assertThatThrownBy(() -> minutes.of(Aggregate.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the keys of w may have any number of levels");
    }

    @Test
    void shouldRefuseTwoOperatorsOfOneName() {
        builder.from("#").map("m", 1, value -> value);
        assertThatThrownBy(() -> builder.from("#").map("m", 2, value -> value))
                .hasMessage("two operators have the same name, name=m");
        assertThatThrownBy(() -> {
                    builder.from("#").process("split", 1, Split::new);
                    builder.from("#").map("split.low", 1, value -> value);
                    builder.build().toPlan(Duration.ofSeconds(1));
                })
                .hasMessage("two streams have the same name, name=split.low");
    }

    @Test
    void shouldRefuseTagsSinksAndVersionsThatAreNotThere() {
        ProcessedStream split =
                builder.from("#").process("split", 1, Split::new).sink("k");
        assertThatThrownBy(() -> split.sideOutput("high"))
                .hasMessage("the operator has no such side output, tag=high, declared=[low]");
        Plan plan = Rules.plan(1, List.of(), List.of());
        assertThatThrownBy(() -> builder.build().addTo(plan)).hasMessage("there is no sink k named by split; sinks=[]");
        assertThatThrownBy(() -> builder.from("#").map("zero", 0, value -> value))
                .hasMessageContaining("functionVersion=0");
        assertThatThrownBy(() -> builder.from("#").map("a/b", 1, value -> value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.from("#").keyBy("key")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseBroadcastStateWithoutABroadcast() {
        KeyedProcessFunction function = new KeyedProcessFunction() {
            private BroadcastState shared;

            @Override
            public void open(StateContext state) {
                shared = state.broadcastState(1);
            }

            @Override
            public void onReading(Reading reading, Context context, Collector out) {
                out.collect(shared.size());
            }
        };
        assertThatThrownBy(() -> builder.from("#").process("p", 1, () -> function))
                .hasMessage(
                        "a function must declare broadcast state if and only if a stream is broadcast to it, name=p");
    }

    @Test
    void shouldWatchDerivedReadingsThatStandStill() {
        builder.from("#")
                .map("rounded", 1, value -> Math.floor(value))
                .alarm(StuckAlarm.named("stuck", Duration.ofNanos(20))
                        .tolerance(1)
                        .minSamples(3)
                        .maxGap(Duration.ofNanos(15))
                        .ignoreAbsAtMost(0)
                        .reorder(Duration.ofNanos(5))
                        .priority(Priority.LOW)
                        .message("{value}")
                        .sinks("k"));
        assertThat(builder.build().alarms())
                .containsExactly(new StuckRule(
                        "stuck",
                        new SensorSelector("rounded/#"),
                        Priority.LOW,
                        "{value}",
                        List.of("k"),
                        1,
                        20,
                        3,
                        15,
                        0,
                        5));
    }

    @Test
    void shouldWatchDerivedReadingsThatChangeTooFast() {
        builder.from("#")
                .map("rounded", 1, value -> Math.floor(value))
                .alarm(RateOfChangeAlarm.named("fast", 5, Duration.ofSeconds(60))
                        .deadband(1)
                        .maxGap(Duration.ofNanos(15))
                        .direction(RateDirection.DOWN)
                        .reorder(Duration.ofNanos(5))
                        .onBad(OnBad.CLEAR)
                        .priority(Priority.LOW)
                        .sinks("k"));
        assertThat(builder.build().alarms())
                .containsExactly(new RateOfChangeRule(
                        "fast",
                        new SensorSelector("rounded/#"),
                        Priority.LOW,
                        "{sensor} changes by more than 5.0 in 60 s: {value}",
                        List.of("k"),
                        60_000_000_000L,
                        5,
                        1,
                        15,
                        RateDirection.DOWN,
                        5,
                        OnBad.CLEAR));
    }

    @Test
    void shouldWatchTheQualityOfDerivedReadings() {
        builder.from("#")
                .map("root", 1, Math::sqrt)
                .alarm(QualityAlarm.named("bad")
                        .priority(Priority.LOW)
                        .message("{sensor}")
                        .sinks("k"));
        OperatorHarness harness = OperatorHarness.of(builder.build(), Duration.ofSeconds(1));
        harness.reading("s", 1, 4).reading("s", 2, -1).reading("s", 3, 9);
        assertThat(harness.results().stream().filter(HarnessResult.Alarm.class::isInstance))
                .containsExactly(
                        new HarnessResult.Alarm("bad", "root/s", AlarmEventKind.RAISED, null, 2, 2),
                        new HarnessResult.Alarm("bad", "root/s", AlarmEventKind.CLEARED, null, 3, 3));
    }

    @Test
    void shouldStandBehindAConfigurationsOwnStreams() {
        builder.from("w/#")
                .map("m", 1, value -> value)
                .alarm(LimitAlarm.named("hot").hi(5));
        Plan plan = Rules.plan(
                1,
                List.of(Rules.stream("w", "#", 10, Aggregate.AVG)),
                List.of(Rules.missing("gone", "#", 5, false, 0)));
        Plan both = builder.build().addTo(plan);
        assertThat(both.operators()).extracting(node -> node.name()).containsExactly("w", "m", "gone", "hot");
    }

    @Test
    void shouldKeepTheLifeCyclesOfTheConfiguration() {
        builder.from("w/#").alarm(LimitAlarm.named("hot").hi(5));
        Plan plan = Rules.plan(1, List.of(), List.of(Rules.missing("gone", "#", 5, false, 0)))
                .withLifeCycles(Map.of("gone", LifeCycle.REQUIRED));

        assertThat(builder.build().addTo(plan).lifeCycles()).containsExactly(Map.entry("gone", LifeCycle.REQUIRED));
    }
}
