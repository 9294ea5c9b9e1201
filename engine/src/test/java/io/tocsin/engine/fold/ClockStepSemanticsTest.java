package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Processes.functions;
import static io.tocsin.engine.testkit.Processes.node;
import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.function.TimeDomain;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.operator.ClockSteps;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * "No time has passed by a step: delays and silences go on." Sensors without a time of their own follow the gateway's
 * clock.
 */
class ClockStepSemanticsTest {
    private static final int HOUR = 3_600;
    private static final int LIVE = 1;

    private final ShardDriver driver = new ShardDriver();

    private void plan(List<StreamNode> streams, AlarmRule... rules) {
        driver.plan(Rules.plan(20, streams, List.of(rules)));
    }

    private static StreamNode stream(String filter, String groupBy, long size, boolean byReceiveTime) {
        return new StreamNode(
                "w",
                new SensorSelector(filter),
                groupBy,
                new AlignedWindow(size, size, 0),
                byReceiveTime,
                List.of(Aggregate.COUNT),
                List.of(),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
    }

    private int sensor(String name) {
        return driver.sensor(name, LIVE, 0);
    }

    /** A reading without a time, received when the clock on the wall says so. */
    private void clockless(int sensor, long wallNs, double value) {
        driver.reading(sensor, wallNs, wallNs, value, Quality.GOOD, ReadingFlags.NO_EVENT_TIME);
    }

    private void own(int sensor, long eventNs, long wallNs, double value) {
        driver.reading(sensor, eventNs, wallNs, value, Quality.GOOD, ReadingFlags.NONE);
    }

    private void step(long fromNs, long toNs) {
        RecordList one = new RecordList();
        one.clockStep(new ClockStep(fromNs, toNs));
        driver.feed(one.entries().get(0));
    }

    @Test
    void shouldNotMissASensorWhenTheClockIsPutForward() {
        plan(List.of(), missing("gone", "#", 60, false, 0));
        int own = sensor("own");
        int none = sensor("none");
        own(own, 9_000, 10_000, 1);
        clockless(none, 10_000, 1);
        step(10_010, 10_010 + HOUR);
        driver.tick(10_050 + HOUR);
        assertThat(driver.events()).as("50 have passed").isEmpty();
        assertThat(driver.shard().nextTickDueNs(10_050)).as("elapsed").isEqualTo(10_061);
        driver.tick(10_061 + HOUR);
        assertThat(driver.briefs())
                .as("by the clock of the one, and by that of the gateway as it is now")
                .containsExactly(
                        "RAISED@9060 of 9060#1", "RAISED@" + (10_060 + HOUR) + " of " + (10_060 + HOUR) + "#1");
    }

    @Test
    void shouldNoticeSilenceInTimeWhenTheClockIsPutBack() {
        plan(List.of(), missing("gone", "#", 60, false, 0));
        int own = sensor("own");
        own(own, 9_000, 10_000, 1);
        step(10_010, 10_010 - HOUR);
        driver.tick(10_061 - HOUR);
        assertThat(driver.briefs()).containsExactly("RAISED@9060 of 9060#1");
    }

    /** Without a clock of its own a sensor must not wait an hour to be heard again. */
    @Test
    void shouldHearASensorWithoutAClockWhenTheClockIsPutBack() {
        plan(List.of(), limit("hot", "#", 30, 0, 0, level(Level.HI, 80, 5)));
        int none = sensor("none");
        clockless(none, 10_000, 90);
        step(10_010, 10_010 - HOUR);
        clockless(none, 10_020 - HOUR, 90);
        assertThat(driver.events()).isEmpty();
        clockless(none, 10_031 - HOUR, 90);
        assertThat(driver.shard().view().skippedCount()).isZero();
        assertThat(driver.briefs()).containsExactly("RAISED HI@" + (10_030 - HOUR) + " of " + (10_030 - HOUR) + "#1");
    }

    /**
     * Its clock is far ahead, so that it got the gateway's time; then the gateway's is put right, which is the
     * device's.
     */
    @Test
    void shouldHearADeviceWhoseTimeWasInTheFuture() {
        plan(List.of(), limit("hot", "#", 0, 0, 0, level(Level.HI, 80, 5)));
        int s = sensor("s");
        driver.reading(s, 10_000, 10_000, 10, Quality.GOOD, ReadingFlags.FUTURE);
        step(10_010, 10_010 + HOUR);
        own(s, 10_020 + HOUR, 10_020 + HOUR, 90);
        assertThat(driver.briefs()).containsExactly("RAISED HI@13620 of 13620#1");
    }

    /** Members with clocks and without: nobody is missing because the clocks part. */
    @Test
    void shouldNotMissAGroupWhoseClocksPart() {
        for (int by : new int[] {HOUR, -HOUR, 100_000, -100_000}) {
            ShardDriver one = new ShardDriver();
            one.plan(Rules.plan(20, List.of(), List.of(missing("all", "#", 60, true, 0))));
            int own = one.sensor("own", LIVE, 0);
            int none = one.sensor("none", LIVE, 0);
            long wallNs = 200_000;
            for (int i = 0; i < 40; i++) {
                wallNs += 10;
                if (i == 20) {
                    RecordList step = new RecordList();
                    step.clockStep(new ClockStep(wallNs, wallNs + by));
                    one.feed(step.entries().get(0));
                    wallNs += by;
                }
                long deviceNs = 200_000 + 10L * i;
                if (i % 3 == 0) {
                    one.reading(own, deviceNs, wallNs, 1, Quality.GOOD, 0);
                } else {
                    one.reading(none, wallNs, wallNs, 1, Quality.GOOD, ReadingFlags.NO_EVENT_TIME);
                }
            }
            assertThat(one.events()).as("by=%d", by).isEmpty();
            one.tick(wallNs + 60);
            assertThat(one.events()).as("by=%d", by).isEmpty();
            one.tick(wallNs + 61);
            assertThat(one.events()).as("by=%d", by).hasSize(1);
        }
    }

    /** A window that stands at the clock closes when the clock says that it is over. */
    @Test
    void shouldCloseWindowsOfSensorsWithoutAClockByTheClock() {
        plan(List.of(stream("#", "", 100, false)), limit("many", "w/+/count", 0, 0, 0, level(Level.HI, 0.5, 0)));
        int none = sensor("none");
        clockless(none, 10_010, 1);
        clockless(none, 10_020, 1);
        step(10_030, 10_030 + HOUR);
        assertThat(driver.rowBriefs()).containsExactly("none [10000,10100) 2: 2.0");
        clockless(none, 10_040 + HOUR, 1);
        clockless(none, 10_110 + HOUR, 1);
        assertThat(driver.rowBriefs()).hasSize(2).endsWith("none [13600,13700) 1: 1.0");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    /**
     * A step of less than a window: the window holds the readings after it. A step to before the window's start: the
     * window's end comes a second time.
     */
    @Test
    void shouldBeginWindowsAnewOnlyWhenAnEndComesAgain() {
        plan(List.of(stream("#", "", 100, false)));
        int none = sensor("none");
        clockless(none, 10_050, 1);
        clockless(none, 10_070, 1);
        step(10_080, 10_020);
        clockless(none, 10_030, 1);
        assertThat(driver.rows()).isEmpty();
        clockless(none, 10_110, 1);
        assertThat(driver.rowBriefs()).containsExactly("none [10000,10100) 3: 3.0");
        step(10_120, 9_990);
        assertThat(driver.rowBriefs()).endsWith("none [10100,10200) 1: 1.0");
        clockless(none, 10_010, 1);
        clockless(none, 10_110, 1);
        assertThat(driver.rowBriefs()).hasSize(3).endsWith("none [10000,10100) 1: 1.0");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    @Test
    void shouldGoOnByReceiveTime() {
        plan(List.of(stream("#", "", 100, true)));
        int own = sensor("own");
        own(own, 500, 10_010, 1);
        step(10_030, 9_030);
        own(own, 520, 9_040, 1);
        own(own, 620, 9_140, 1);
        assertThat(driver.rowBriefs()).containsExactly("own [10000,10100) 1: 1.0", "own [9000,9100) 1: 1.0");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    @Test
    void shouldCloseWindowsOfSensorsWithAClockInTheirTime() {
        plan(List.of(stream("#", "", 100, false)));
        int own = sensor("own");
        own(own, 510, 10_010, 1);
        step(10_030, 10_030 + HOUR);
        driver.tick(10_090 + HOUR);
        assertThat(driver.rows()).as("its clock says 590").isEmpty();
        driver.tick(10_101 + HOUR);
        assertThat(driver.rowBriefs()).containsExactly("own [500,600) 1: 1.0");
    }

    /** The times of both sides move; what waits for a partner still finds it. */
    @Test
    void shouldJoinOverAStep() {
        for (int by : new int[] {HOUR, -HOUR}) {
            ShardDriver one = new ShardDriver();
            one.plan(Rules.plan(
                    20,
                    List.of(Rules.join("j", "+/l", "+/r", JoinType.INNER, new JoinCondition.Interval(-20, 20))),
                    List.of()));
            int left = one.sensor("a/l", LIVE, 0);
            int right = one.sensor("a/r", LIVE, 0);
            one.reading(right, 9_960, 9_960, 7, Quality.GOOD, ReadingFlags.NO_EVENT_TIME);
            one.reading(left, 10_000, 10_000, 1, Quality.GOOD, ReadingFlags.NO_EVENT_TIME);
            RecordList step = new RecordList();
            step.clockStep(new ClockStep(10_005, 10_005 + by));
            one.feed(step.entries().get(0));
            one.reading(right, 10_015 + by, 10_015 + by, 2, Quality.GOOD, ReadingFlags.NO_EVENT_TIME);
            assertThat(one.rows()).as("by=%d", by).hasSize(1);
            assertThat(one.rows().get(0).startNs()).as("by=%d", by).isEqualTo(10_000 + by);
            assertThat(one.shard().view().skippedCount()).isZero();
        }
    }

    @Test
    void shouldFollowWhenTimeIsThatOfTheSource() {
        driver.plan(Rules.plan(
                20,
                TimeScope.SOURCE,
                List.of(stream("#", "", 100, false)),
                List.of(limit("hot", "+", 30, 0, 0, level(Level.HI, 80, 5)), missing("gone", "+", 60, false, 0))));
        int a = sensor("a");
        int b = sensor("b");
        clockless(a, 10_000, 90);
        clockless(b, 10_005, 1);
        step(10_010, 10_010 - HOUR);
        clockless(b, 10_029 - HOUR, 1);
        assertThat(driver.events()).isEmpty();
        clockless(b, 10_031 - HOUR, 1);
        assertThat(driver.briefs()).containsExactly("RAISED HI@6430 of 6430#1");
        clockless(b, 10_061 - HOUR, 1);
        assertThat(driver.briefs()).endsWith("RAISED@6460 of 6460#1");
        step(10_070 - HOUR, 10_070);
        clockless(b, 10_090, 1);
        assertThat(driver.events()).hasSize(2);
        assertThat(driver.rowBriefs()).contains("a [10000,10100) 1: 1.0", "b [10000,10100) 1: 1.0");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    /** A function sees the clock on the wall, and what it has set for in 50 comes in 50. */
    @Test
    void shouldMoveTheTimersOfFunctions() {
        List<String> calls = new ArrayList<>();
        ProcessNode node = node("t", List.of("#"), "");
        JournalFold shard = new JournalFold(event -> {}, functions(node, () -> new KeyedProcessFunction() {
            @Override
            public void open(StateContext state) {
                state.eventTimeTimers(3);
                state.processingTimeTimers(3);
            }

            @Override
            public void onReading(Reading reading, Context context, Collector out) {
                calls.add("reading " + reading.timeNs() + " at " + context.processingTimeNs());
                if (calls.size() == 1) {
                    context.registerProcessingTimeTimer(context.processingTimeNs() + 50);
                    context.registerEventTimeTimer(reading.timeNs() + 30);
                }
            }

            @Override
            public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
                calls.add(domain + " " + timeNs + " at " + context.processingTimeNs());
            }
        }));
        RecordList records = new RecordList();
        records.plan(Rules.plan(1_000, List.of(node), List.of()));
        records.sensor(new SensorDefinition(0, LIVE, 0, "s"));
        records.onReading(0, 0, 10_000, 10_000, 1, 0, ReadingFlags.NO_EVENT_TIME);
        records.clockStep(new ClockStep(10_010, 9_010));
        records.onTick(0, 9_049);
        records.replay(shard);
        assertThat(shard.nextTickDueNs(10_049)).as("elapsed").isEqualTo(10_050);
        shard.onTick(5, 9_050);
        shard.onReading(6, 0, 9_060, 9_060, 1, 0, ReadingFlags.NO_EVENT_TIME);
        assertThat(calls)
                .containsExactly(
                        "reading 10000 at 10000",
                        "PROCESSING_TIME 9050 at 9050",
                        "EVENT_TIME 9030 at 9060",
                        "reading 9060 at 9060");
    }

    /** Where a record stands says by which clock it was stamped. */
    @Test
    void shouldKnowTheStepsBeforeEachRecord() {
        plan(List.of(), missing("gone", "#", 60, false, 0));
        step(1_000, 3_000);
        step(3_100, 2_900);
        ClockSteps steps = driver.shard().clockSteps();
        assertThat(steps.count()).isEqualTo(2);
        assertThat(steps.sumNs()).isEqualTo(1_800);
        assertThat(List.of(steps.sumBeforeNs(0), steps.sumBeforeNs(1), steps.sumBeforeNs(2), steps.sumBeforeNs(3)))
                .containsExactly(0L, 0L, 2_000L, 1_800L);
        for (int i = 0; i < 2_000; i++) {
            step(0, 1);
        }
        assertThat(driver.shard().clockSteps().count()).isEqualTo(2_002);
        assertThat(driver.shard().clockSteps().sumNs()).isEqualTo(3_800);
        assertThat(driver.shard().clockSteps().sumBeforeNs(0))
                .as("not known so far back")
                .isEqualTo(3_800 - 1_024);
    }
}
