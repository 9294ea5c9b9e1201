package io.tocsin.engine.function;

import static io.tocsin.engine.testkit.Processes.broadcasting;
import static io.tocsin.engine.testkit.Processes.byReceiveTime;
import static io.tocsin.engine.testkit.Processes.functions;
import static io.tocsin.engine.testkit.Processes.harness;
import static io.tocsin.engine.testkit.Processes.node;
import static io.tocsin.engine.testkit.Processes.outOfOrder;
import static io.tocsin.engine.testkit.Processes.plan;
import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.harness.HarnessResult;
import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Guarantees to a function. */
class ProcessSemanticsTest {
    private final List<String> calls = new ArrayList<>();

    /**
     * Tells what it is called with; a value of 100 + t sets an event-time timer for t, 1000 + t one of processing time.
     */
    private final class Teller implements KeyedProcessFunction {
        @Override
        public void open(StateContext state) {
            state.eventTimeTimers(3);
            state.processingTimeTimers(3);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            long code = (long) reading.value();
            calls.add("reading " + reading.timeNs() + " of " + context.key());
            boolean isSet = code < 100
                    || (code < 1000
                            ? context.registerEventTimeTimer(code - 100)
                            : context.registerProcessingTimeTimer(code - 1000));
            if (!isSet) {
                calls.add("refused");
            }
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            calls.add((domain == TimeDomain.EVENT_TIME ? "timer " : "clock timer ") + timeNs + " of " + context.key());
            out.collect((double) timeNs);
        }

        @Override
        public void onEndOfInput(Context context, Collector out) {
            calls.add("end " + context.timeNs() + " of " + context.key());
        }
    }

    private OperatorHarness teller() {
        return harness(node("t", List.of("#"), ""), Teller::new);
    }

    @Test
    void shouldFireTimersInOrderBeforeTheReadingThatPassesThem() {
        OperatorHarness harness = teller();
        harness.reading("a", 1, 120).reading("a", 2, 110).reading("a", 3, 110).reading("a", 20, 0);
        assertThat(calls).endsWith("timer 10 of a", "reading 20 of a");
        harness.reading("a", 21, 0);
        assertThat(calls).endsWith("timer 20 of a", "reading 21 of a");
        assertThat(harness.derived("t/#"))
                .extracting(HarnessResult.Derived::timeNs)
                .containsExactly(10L, 20L);
    }

    @Test
    void shouldFireATimerOfThePastAtTheEndOfItsTurn() {
        teller().reading("a", 50, 110);
        assertThat(calls).containsExactly("reading 50 of a", "timer 10 of a");
    }

    @Test
    void shouldWaitForTheWatermarkWhenReadingsAreOutOfOrder() {
        OperatorHarness harness = harness(outOfOrder(node("t", List.of("#"), ""), 10, false), Teller::new);
        harness.reading("a", 1, 105).reading("a", 15, 0).reading("a", 3, 0);
        assertThat(calls).containsExactly("reading 1 of a", "reading 15 of a", "reading 3 of a");
        harness.reading("a", 16, 0);
        assertThat(calls).endsWith("timer 5 of a", "reading 16 of a");
    }

    @Test
    void shouldPutReadingsInOrderWhenAsked() {
        OperatorHarness harness = harness(outOfOrder(node("t", List.of("#"), ""), 10, true), Teller::new);
        harness.reading("a", 5, 0).reading("a", 3, 104).reading("a", 20, 0).reading("a", 2, 0);
        assertThat(calls).containsExactly("reading 3 of a", "timer 4 of a", "reading 5 of a");
        assertThat(harness.skippedCount()).isEqualTo(1);
        harness.endOfSource();
        assertThat(calls)
                .containsExactly("reading 3 of a", "timer 4 of a", "reading 5 of a", "reading 20 of a", "end 20 of a");
    }

    /** A text moves the key's time; to the function it is no reading. */
    @Test
    void shouldLookOverTexts() {
        List<String> seen = new ArrayList<>();
        ProcessNode node = broadcasting(node("t", List.of("+"), ""), "all/#");
        Supplier<KeyedProcessFunction> function = () -> new TextTeller(seen);
        Plan plan = plan(node);
        for (Plan each : List.of(plan, plan.withEdition(Edition.FIRST))) {
            OperatorHarness.of(each, functions(node, function))
                    .reading("a", 1, 4)
                    .reading("a", 6, TextValue.of(0))
                    .badReading("a", 7)
                    .reading("all/x", 8, TextValue.of(1))
                    .reading("all/x", 9, 5);
            seen.add("/");
        }
        assertThat(seen)
                .containsExactly(
                        "reading 1",
                        "timer 4",
                        "bad 7",
                        "broadcast 9",
                        "/",
                        "reading 1",
                        "timer 4",
                        "bad 6",
                        "bad 7",
                        "bad broadcast 8",
                        "broadcast 9",
                        "/");
    }

    /** Tells what it is called with; a value sets a timer for that time. */
    private record TextTeller(List<String> seen) implements KeyedProcessFunction {
        @Override
        public void open(StateContext state) {
            state.eventTimeTimers(1);
            state.broadcastState(1);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            seen.add("reading " + reading.timeNs());
            context.registerEventTimeTimer((long) reading.value());
        }

        @Override
        public void onBadReading(Reading reading, Context context, Collector out) {
            seen.add("bad " + reading.timeNs());
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            seen.add("timer " + timeNs);
        }

        @Override
        public void onBroadcast(Reading reading, BroadcastState broadcast) {
            seen.add((reading.isBad() ? "bad broadcast " : "broadcast ") + reading.timeNs());
        }
    }

    @Test
    void shouldRefuseAndCountTimersBeyondTheBound() {
        OperatorHarness harness = teller();
        for (int i = 0; i < 4; i++) {
            harness.reading("a", 1, 110 + i);
        }
        assertThat(calls).endsWith("refused");
        assertThat(harness.refusedCount()).isEqualTo(1);
        harness.reading("b", 1, 110);
        assertThat(harness.refusedCount()).isEqualTo(1);
    }

    @Test
    void shouldFireEventTimersByTheRunningClockOfASilentKey() {
        OperatorHarness harness = teller();
        harness.reading("a", 1, 105).advanceClock(10);
        assertThat(calls).hasSize(1);
        harness.advanceClock(11);
        assertThat(calls).endsWith("timer 5 of a");
    }

    @Test
    void shouldFireClockTimersByTicksWithoutMovingEventTime() {
        OperatorHarness harness = teller();
        harness.reading("a", 1, 1_005).reading("a", 1, 102).advanceClock(4);
        assertThat(calls).hasSize(2);
        harness.advanceClock(5);
        assertThat(calls).endsWith("clock timer 5 of a").hasSize(3);
        harness.advanceClock(100);
        assertThat(calls).endsWith("timer 2 of a");
    }

    @Test
    void shouldFireClockTimersBeforeTheReadingThatIsReceivedLater() {
        OperatorHarness harness = teller();
        harness.reading("a", 1, 1_005).reading("a", 2, 6, 0, Quality.GOOD, ReadingFlags.NONE);
        assertThat(calls).endsWith("clock timer 5 of a", "reading 2 of a");
    }

    @Test
    void shouldTakeReceiveTimeForEventTimeWhenAsked() {
        OperatorHarness harness = harness(byReceiveTime(node("t", List.of("#"), "")), Teller::new);
        harness.reading("a", 1, 50, 160, Quality.GOOD, ReadingFlags.NONE);
        assertThat(calls).containsExactly("reading 50 of a");
        harness.advanceClock(61);
        assertThat(calls).endsWith("timer 60 of a");
    }

    @Test
    void shouldFireTimersUpToTheLastTimeAtTheEndAndNoneAfter() {
        OperatorHarness harness = teller();
        harness.reading("a", 1, 110).reading("a", 2, 111).reading("a", 10, 0).endOfSource();
        harness.advanceClock(1_000);
        assertThat(calls).endsWith("reading 10 of a", "timer 10 of a", "end 10 of a");
    }

    @Test
    void shouldTellWhichInputAReadingIsOf() {
        ProcessNode node = node("g", List.of("+/door", "+/run"), "{1}");
        OperatorHarness harness = harness(
                node,
                () -> (reading, context, out) ->
                        calls.add(reading.input() + " " + reading.sensor() + " of " + context.key()));
        harness.reading("m1/run", 1, 0)
                .reading("m2/door", 1, 0)
                .reading("m1/door", 1, 0)
                .reading("m1/x", 1, 0);
        assertThat(calls).containsExactly("1 m1/run of m1", "0 m2/door of m2", "0 m1/door of m1");
    }

    @Test
    void shouldRememberWhoseReadingIsHeldToBePutInOrder() {
        ProcessNode node = outOfOrder(node("g", List.of("+/door", "+/run"), "{1}"), 5, true);
        OperatorHarness harness =
                harness(node, () -> (reading, context, out) -> calls.add(reading.input() + " " + reading.sensor()));
        harness.reading("m1/run", 2, 0).reading("m1/door", 1, 0).endOfSource();
        assertThat(calls).containsExactly("0 m1/door", "1 m1/run");
        harness.checkRestarts();
    }

    @Test
    void shouldGiveSideOutputsUnderTheirOwnNames() {
        ProcessNode node = node("split", List.of("#"), "", "high", "low");
        OperatorHarness harness = harness(node, () -> new KeyedProcessFunction() {
            private OutputTag high;
            private OutputTag low;

            @Override
            public void open(StateContext state) {
                high = state.sideOutput("high");
                low = state.sideOutput("low");
            }

            @Override
            public void onReading(Reading reading, Context context, Collector out) {
                out.output(reading.value() > 10 ? high : low, reading.value());
                out.collect(-reading.value());
            }
        });
        harness.reading("a/b", 1, 5).reading("a/b", 2, 15);
        assertThat(harness.results())
                .containsExactly(
                        derived("split.low/a/b", 1, 5),
                        derived("split/a/b", 1, -5),
                        derived("split.high/a/b", 2, 15),
                        derived("split/a/b", 2, -15));
    }

    @Test
    void shouldFeedAlarms() {
        ProcessNode node = node("f", List.of("#"), "");
        OperatorHarness harness = OperatorHarness.of(
                plan(node, limit("hot", "f/#", 0, 0, 0, level(Level.HI, 100, 0))),
                functions(node, () -> (reading, context, out) -> out.collect(reading.value() * 2)));
        harness.reading("a", 1, 49).reading("a", 2, 51);
        assertThat(harness.alarms())
                .extracting(HarnessResult.Alarm::sensor, HarnessResult.Alarm::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("f/a", 102.0));
    }

    @Test
    void shouldPassOnWhatIsRetainedAndMakeBadWhatIsNotFinite() {
        ProcessNode node = node("f", List.of("#"), "");
        OperatorHarness harness =
                harness(node, () -> (reading, context, out) -> out.collect(Math.log(reading.value())));
        harness.reading("a", 1, 1, 1, Quality.GOOD, ReadingFlags.RETAINED)
                .reading("a", 2, -1)
                .badReading("a", 3);
        assertThat(harness.results())
                .containsExactly(
                        new HarnessResult.Derived("f/a", 1, 0, false, true),
                        new HarnessResult.Derived("f/a", 2, Double.NaN, true, false));
    }

    @Test
    void shouldShareWhatIsBroadcastWithAllKeys() {
        ProcessNode node = broadcasting(node("b", List.of("m/+"), ""), "limit/+");
        OperatorHarness harness = harness(node, () -> new KeyedProcessFunction() {
            private BroadcastState limits;

            @Override
            public void open(StateContext state) {
                limits = state.broadcastState(2);
            }

            @Override
            public void onReading(Reading reading, Context context, Collector out) {
                out.collect(reading.value() - limits.getOrDefault("limit/max", 0));
            }
        });
        harness.reading("m/1", 1, 5)
                .reading("limit/max", 2, 3)
                .reading("m/1", 3, 5)
                .reading("m/2", 3, 6);
        assertThat(harness.values("b/#")).containsExactly(5.0, 2.0, 3.0);
        harness.reading("limit/a", 4, 1)
                .reading("limit/b", 4, 1)
                .reading("limit/max", 4, 4)
                .reading("m/1", 5, 5);
        assertThat(harness.refusedCount()).isEqualTo(1);
        assertThat(harness.values("b/#")).endsWith(1.0);
        harness.checkRestarts();
    }

    @Test
    void shouldAggregate() {
        ProcessNode node = node("agg", List.of("#"), "");
        OperatorHarness harness = harness(node, () -> new KeyedProcessFunction() {
            private AggregatingState state;

            @Override
            public void open(StateContext context) {
                state = context.aggregatingState(
                        "s",
                        List.of(Aggregate.AVG, Aggregate.MAX, Aggregate.MIN),
                        new StateTtl(10, TimeDomain.EVENT_TIME));
            }

            @Override
            public void onReading(Reading reading, Context context, Collector out) {
                state.add(reading.value());
                out.collect(state.get(Aggregate.AVG));
                out.collect(state.get(Aggregate.MAX));
                out.collect(state.get(Aggregate.MIN));
                out.collect((double) state.count());
            }
        });
        harness.reading("a", 1, 4).reading("a", 10, 8).reading("a", 20, 2);
        assertThat(harness.values("agg/#")).containsExactly(4.0, 4.0, 4.0, 1.0, 6.0, 8.0, 4.0, 2.0, 2.0, 2.0, 2.0, 1.0);
        harness.checkRestarts();
    }

    @Test
    void shouldSayWhichFunctionFailedAndAtWhat() {
        ProcessNode node = node("bad", List.of("#"), "");
        OperatorHarness harness = harness(node, () -> (reading, context, out) -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> harness.reading("a/b", 7, 1.5))
                .isInstanceOf(FunctionException.class)
                .hasMessage("the function bad/1 of the node bad failed at a reading, position=2, key=a/b, sensor=a/b,"
                        + " timeNs=7, value=1.5: java.lang.IllegalStateException: no")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseAPlanWhoseFunctionIsNotThere() {
        ProcessNode node = node("f", List.of("#"), "");
        Functions other = Functions.NONE.with("f", 2, () -> (reading, context, out) -> {});
        assertThatThrownBy(() -> OperatorHarness.of(plan(node), other))
                .isInstanceOf(FunctionException.class)
                .hasMessageStartingWith("the node f needs the function f/1, which is not registered; registered=[f/2,");
    }

    @Test
    void shouldRefuseSideOutputsThatThePlanDoesNotKnow() {
        assertThatThrownBy(() -> harness(node("f", List.of("#"), "", "x"), () -> (reading, context, out) -> {}))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("other side outputs than the plan, declared=[], plan=[x]");
    }

    @Test
    void shouldRefuseABroadcastThatTheFunctionDoesNotTake() {
        assertThatThrownBy(() ->
                        harness(broadcasting(node("f", List.of("#"), ""), "x"), () -> (reading, context, out) -> {}))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("must declare broadcast state exactly when the plan broadcasts to it");
    }

    @Test
    void shouldRefuseTimersThatWereNotDeclared() {
        OperatorHarness harness = harness(
                node("f", List.of("#"), ""), () -> (reading, context, out) -> context.registerEventTimeTimer(1));
        assertThatThrownBy(() -> harness.reading("a", 1, 1))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("timers of this kind must be declared in open()");
    }

    @Test
    void shouldRefuseStateThatIsNotBounded() {
        assertThatThrownBy(() -> harness(node("f", List.of("#"), ""), () -> new KeyedProcessFunction() {
                    @Override
                    public void open(StateContext state) {
                        state.listState("l", 0);
                    }

                    @Override
                    public void onReading(Reading reading, Context context, Collector out) {}
                }))
                .isInstanceOf(FunctionException.class)
                .hasMessageContaining("limits must be 1 <= maxPerKey <= maxInAll");
    }

    private static HarnessResult derived(String sensor, long timeNs, double value) {
        return new HarnessResult.Derived(sensor, timeNs, value, false, false);
    }
}
