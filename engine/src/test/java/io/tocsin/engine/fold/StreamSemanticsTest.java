package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams in the shard: keys, time, derived sensors, plans. Tests of the windows themselves are beside the windows. */
class StreamSemanticsTest {
    private static final AlignedWindow TEN = new AlignedWindow(10, 10, 0);
    private static final long IDLE_AFTER = 100;

    private final ShardDriver driver = new ShardDriver();

    private static StreamNode late(long outOfOrderness, long lateness, LatePolicy late, EmitMode emit) {
        return new StreamNode(
                "w",
                new SensorSelector("#"),
                "",
                TEN,
                false,
                List.of(Aggregate.SUM),
                outOfOrderness,
                lateness,
                late,
                emit,
                List.of("k"));
    }

    private int sensorUnder(StreamNode... streams) {
        driver.plan(plan(IDLE_AFTER, List.of(streams), List.of()));
        return driver.sensor("s");
    }

    @Test
    void shouldGiveARowWhenTheSensorsOwnTimePassesTheEnd() {
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.AVG, Aggregate.MAX)), List.of()));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        driver.good(a, 1, 2).good(b, 2, 7).good(a, 9, 4).good(b, 30, 1);
        assertThat(driver.rowBriefs()).containsExactly("b [0,10) 1: 7.0 7.0");
        driver.good(a, 10, 5);
        assertThat(driver.rowBriefs()).containsExactly("b [0,10) 1: 7.0 7.0", "a [0,10) 2: 3.0 4.0");
    }

    @Test
    void shouldWaitForTheOutOfOrderness() {
        int s = sensorUnder(late(5, 0, LatePolicy.DROP, EmitMode.APPEND));
        driver.good(s, 9, 1).good(s, 14, 1).good(s, 8, 2);
        assertThat(driver.rows()).isEmpty();
        driver.good(s, 15, 1);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 2: 3.0");
        driver.good(s, 7, 9);
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    /** A file was read to its end, then rows were appended to it. */
    @Test
    void shouldCloseOnlyTheOpenWindowsAtTheEndOfASource() {
        int s = sensorUnder(late(0, 0, LatePolicy.DROP, EmitMode.APPEND));
        driver.good(s, 8, 1).sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0");
        driver.good(s, 9, 2).good(s, 11, 4).good(s, 19, 8).sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0", "s [10,20) 2: 12.0");
        assertThat(driver.shard().view().skippedCount())
                .as("the sample of the window that closed")
                .isEqualTo(1);
    }

    @Test
    void shouldCountNothingBehindTheEndOfASourceInTheFirstEdition() {
        driver.plan(plan(IDLE_AFTER, List.of(late(0, 0, LatePolicy.DROP, EmitMode.APPEND)), List.of())
                .withEdition(Edition.FIRST));
        int s = driver.sensor("s");
        driver.good(s, 8, 1).sourceEnd(0);
        driver.good(s, 11, 4).sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    /** "append gives one final row a window". */
    @Test
    void shouldWaitForTheLatenessToo() {
        int s = sensorUnder(late(5, 3, LatePolicy.DROP, EmitMode.APPEND));
        driver.good(s, 9, 1).good(s, 17, 1).good(s, 8, 2);
        assertThat(driver.rows()).isEmpty();
        driver.good(s, 18, 1);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 2: 3.0");
    }

    /** "update gives every changed row". */
    @Test
    void shouldGiveTheRowAgainWhenALateReadingChangesIt() {
        int s = sensorUnder(late(0, 5, LatePolicy.UPDATE, EmitMode.UPDATE));
        driver.good(s, 9, 1).good(s, 12, 1).good(s, 8, 2).good(s, 15, 1).good(s, 7, 4);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0", "s [0,10) 2: 3.0 again");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    /** "complete gives the whole table at each firing". */
    @Test
    void shouldGiveAllWindowsThatMayChangeWhenOneFires() {
        int s = sensorUnder(late(0, 20, LatePolicy.DROP, EmitMode.COMPLETE));
        driver.good(s, 9, 1).good(s, 12, 2);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0 again", "s [10,20) 1: 2.0");
    }

    @Test
    void shouldLetLateReadingsOutOnTheSide() {
        int s = sensorUnder(late(0, 0, LatePolicy.SIDE, EmitMode.APPEND));
        driver.good(s, 9, 1).good(s, 12, 1).good(s, 8, 2);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0", "s [8,9) 1: 2.0 late");
    }

    /** "BAD ones too": they move the watermark and are no samples. */
    @Test
    void shouldCloseAWindowByABadReading() {
        int s = sensorUnder(stream("w", "#", 10, Aggregate.COUNT));
        driver.good(s, 9, 1).bad(s, 20);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0");
        driver.bad(s, 40);
        assertThat(driver.rows()).hasSize(1);
    }

    @Test
    void shouldNotCountARetainedReadingTwice() {
        int s = sensorUnder(stream("w", "#", 10, Aggregate.COUNT));
        driver.reading(s, 5, 5, 1, Quality.GOOD, ReadingFlags.RETAINED)
                .good(s, 6, 1)
                .good(s, 10, 1);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0");
    }

    /** "The sensor's clock keeps running": windows close without traffic. */
    @Test
    void shouldCloseWhenTheRunningClockReachesTheEnd() {
        int s = sensorUnder(stream("w", "#", 1_000, Aggregate.COUNT));
        driver.reading(s, 900, 5_900, 1, Quality.GOOD, ReadingFlags.NONE);
        assertThat(driver.shard().nextTickDueNs(5_900)).isEqualTo(6_000);
        driver.tick(5_999);
        assertThat(driver.rows()).isEmpty();
        driver.tick(6_000);
        assertThat(driver.rowBriefs()).containsExactly("s [0,1000) 1: 1.0");
        assertThat(driver.rows().get(0).receivedNs()).isEqualTo(6_000);
        assertThat(driver.shard().nextTickDueNs(6_000)).isEqualTo(Long.MAX_VALUE);
    }

    /** "the watermark goes to +infinity for windows: all open windows fire". */
    @Test
    void shouldCloseEverythingWhenTheSourceEnds() {
        int s = sensorUnder(late(5, 0, LatePolicy.DROP, EmitMode.APPEND));
        driver.good(s, 9, 1).good(s, 12, 2).sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 1: 1.0", "s [10,20) 1: 2.0");
    }

    @Test
    void shouldRaiseAnAlarmOnADerivedSensor() {
        AlarmRule hot = limit("hot", "w/#", 0, 0, 0, level(Level.HI, 80, 5));
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.AVG, Aggregate.MAX)), List.of(hot)));
        int s = driver.sensor("s");
        driver.good(s, 1, 70).good(s, 2, 84).good(s, 10, 0).good(s, 20, 0);
        assertThat(driver.briefs()).containsExactly("RAISED HI@9 of 9#1", "CLEARED HI@19 of 9#1");
        assertThat(driver.shard().names().sensorName(driver.events().get(0).sensorId()))
                .isEqualTo("w/s/max");
        assertThat(driver.events().get(0).value()).isEqualTo(84);
        assertThat(driver.shard().derivedCount()).as("both are selected").isEqualTo(2);
    }

    @Test
    void shouldMakeOnlySensorsThatSomebodySelects() {
        AlarmRule hot = limit("hot", "w/+/max", 0, 0, 0, level(Level.HI, 80, 5));
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.AVG, Aggregate.MAX)), List.of(hot)));
        driver.sensor("s");
        assertThat(driver.shard().derivedCount()).isEqualTo(1);
    }

    /** A stream sees those before it, and itself not, whatever its selector. */
    @Test
    void shouldFeedAStreamFromAStream() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(stream("a", "#", 10, Aggregate.MAX), stream("b", "a/#", 100, Aggregate.COUNT, Aggregate.SUM)),
                List.of()));
        int s = driver.sensor("s");
        for (int time = 0; time <= 220; time += 5) {
            driver.good(s, time, time);
        }
        List<String> second = driver.rowBriefs().stream()
                .filter(row -> row.startsWith("a/s/max"))
                .toList();
        assertThat(second).containsExactly("a/s/max [0,100) 10: 10.0 500.0", "a/s/max [100,200) 10: 10.0 1500.0");
        assertThat(driver.shard().derivedCount()).isEqualTo(1);
    }

    @Test
    void shouldFillTheWindowsOfAGroupFromAllItsSensors() {
        AlarmRule many = limit("many", "w/#", 0, 0, 0, level(Level.HI, 2, 0));
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "+/+", "{1}", TEN, Aggregate.COUNT)), List.of(many)));
        int a = driver.sensor("m1/a");
        int b = driver.sensor("m1/b");
        int c = driver.sensor("m2/c");
        driver.sensor("x");
        driver.good(a, 1, 1)
                .good(b, 2, 1)
                .good(c, 3, 1)
                .good(a, 4, 1)
                .good(c, 10, 1)
                .good(b, 11, 1);
        assertThat(driver.rowBriefs()).containsExactly("m2 [0,10) 1: 1.0", "m1 [0,10) 3: 3.0");
        assertThat(driver.briefs()).containsExactly("RAISED HI@9 of 9#1");
        assertThat(driver.shard().names().sensorName(driver.events().get(0).sensorId()))
                .isEqualTo("w/m1/count");
    }

    @Test
    void shouldEndAGroupWithTheSourceOfItsLastSensor() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(stream("w", "+/+", "{1}", TEN, Aggregate.COUNT), stream("v", "w/#", 100, Aggregate.SUM)),
                List.of()));
        int a = driver.sensor("m/a", 0, 0);
        int b = driver.sensor("m/b", 1, 0);
        driver.good(a, 1, 1).good(b, 2, 1).sourceEnd(0);
        assertThat(driver.rows()).isEmpty();
        driver.sourceEnd(1);
        assertThat(driver.rowBriefs()).containsExactly("m [0,10) 2: 2.0", "w/m/count [0,100) 1: 2.0");
    }

    @Test
    void shouldNoticeThatADerivedSensorIsSilent() {
        AlarmRule gone = missing("gone", "w/#", 50, false, 0);
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.COUNT)), List.of(gone)));
        int s = driver.sensor("s");
        driver.good(s, 1, 1).good(s, 12, 1);
        driver.tick(112).tick(300);
        assertThat(driver.rows()).hasSize(2);
        assertThat(driver.briefs()).containsExactly("RAISED@69 of 69#1");
    }

    /** Processing time: by the receive times in the journal; a tick closes the window without a silence. */
    @Test
    void shouldCountByReceiveTimeWhenToldTo() {
        StreamNode received = new StreamNode(
                "w",
                new SensorSelector("#"),
                "",
                TEN,
                true,
                List.of(Aggregate.COUNT),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
        int s = sensorUnder(received);
        driver.reading(s, 500, 1, 1, Quality.GOOD, ReadingFlags.NONE);
        driver.reading(s, 3, 9, 1, Quality.GOOD, ReadingFlags.NONE);
        assertThat(driver.shard().nextTickDueNs(9)).isEqualTo(10);
        driver.tick(10);
        driver.reading(s, 4, 12, 1, Quality.GOOD, ReadingFlags.NONE);
        driver.reading(s, 5, 20, 1, Quality.GOOD, ReadingFlags.NONE);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 2: 2.0", "s [10,20) 1: 1.0");
    }

    /** State windows want order: readings are held until the watermark has passed them. */
    @Test
    void shouldPutReadingsInOrderForAStateWindow() {
        StreamNode running = new StreamNode(
                "run",
                new SensorSelector("#"),
                "",
                new StateWindow(1, 9),
                false,
                List.of(Aggregate.COUNT),
                5,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
        int s = sensorUnder(running);
        driver.good(s, 1, 0)
                .good(s, 4, 2)
                .good(s, 3, 1)
                .good(s, 6, 0)
                .good(s, 5, 1)
                .good(s, 20, 0);
        assertThat(driver.rowBriefs()).containsExactly("s [3,6) 3: 3.0");
    }

    @Test
    void shouldLetWhatIsTooLateForItsOrderOutOnTheSide() {
        StreamNode running = new StreamNode(
                "run",
                new SensorSelector("#"),
                "",
                new StateWindow(1, 9),
                false,
                List.of(Aggregate.COUNT),
                5,
                0,
                LatePolicy.SIDE,
                EmitMode.APPEND,
                List.of("k"));
        int s = sensorUnder(running);
        driver.good(s, 10, 2).good(s, 4, 1).bad(s, 3);
        driver.reading(s, 2, 10, 1, Quality.GOOD, ReadingFlags.RETAINED);
        assertThat(driver.rowBriefs()).containsExactly("s [4,5) 1: 1.0 late");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(3);
    }

    private static StreamNode held(Window window, long outOfOrderness, LatePolicy late) {
        return new StreamNode(
                "w",
                new SensorSelector("#"),
                "",
                window,
                false,
                List.of(Aggregate.TIME_WEIGHTED_AVG),
                outOfOrderness,
                0,
                late,
                EmitMode.APPEND,
                List.of("k"));
    }

    /** Each value holds until the next one, the last one to the end; nothing holds before the first. */
    @Test
    void shouldWeightValuesByTheTimeTheyHeld() {
        int s = sensorUnder(held(TEN, 0, LatePolicy.DROP));
        driver.good(s, 2, 10).good(s, 4, 20).good(s, 6, 60).good(s, 13, 7).good(s, 20, 0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 3: 37.5", "s [10,20) 1: 7.0");
    }

    @Test
    void shouldTakeTheLastValueOfAnInstant() {
        int s = sensorUnder(held(TEN, 0, LatePolicy.DROP));
        driver.good(s, 2, 10).good(s, 2, 30).good(s, 6, 5).good(s, 6, 50).good(s, 10, 0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 4: 40.0");
    }

    @Test
    void shouldMergeTimeWeightsOverThePanesOfSlidingWindows() {
        int s = sensorUnder(held(new AlignedWindow(20, 10, 0), 0, LatePolicy.DROP));
        driver.good(s, 4, 8).good(s, 8, 16).good(s, 14, 40).good(s, 40, 0);
        List<Double> averages =
                driver.rows().stream().map(row -> row.values().get(0)).toList();
        assertThat(averages).hasSize(3);
        assertThat(averages.get(0)).isCloseTo((4 * 8 + 2 * 16) / 6.0, within(1e-12));
        assertThat(averages.get(1)).isCloseTo((4 * 8 + 6 * 16 + 6 * 40) / 16.0, within(1e-12));
        assertThat(averages.get(2)).isEqualTo(40);
    }

    @Test
    void shouldPutReadingsInOrderForTimeWeights() {
        int s = sensorUnder(held(TEN, 5, LatePolicy.SIDE));
        driver.good(s, 2, 10).good(s, 6, 60).good(s, 4, 20).good(s, 11, 1).good(s, 5, 99);
        assertThat(driver.rowBriefs()).containsExactly("s [5,6) 1: 99.0 late");
        driver.good(s, 15, 1);
        assertThat(driver.rowBriefs()).hasSize(2).last().isEqualTo("s [0,10) 3: 37.5");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    /** Without out-of-orderness an older reading is late, also for a window that is open. */
    @Test
    void shouldDropWhatIsOutOfOrderForTimeWeights() {
        int s = sensorUnder(held(TEN, 0, LatePolicy.SIDE));
        driver.good(s, 2, 10).good(s, 6, 20).good(s, 4, 99).bad(s, 3).good(s, 10, 0);
        assertThat(driver.rowBriefs()).containsExactly("s [4,5) 1: 99.0 late", "s [0,10) 2: 15.0");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    /**
     * A session ends a gap behind its last sample, and a count window with it: there the last value holds no longer.
     */
    @Test
    void shouldEndTimeWeightsWithTheLastSampleOfASession() {
        int s = sensorUnder(held(new SessionWindow(20, 0), 0, LatePolicy.DROP));
        driver.good(s, 0, 10).good(s, 8, 20).good(s, 10, 99).good(s, 50, 7).good(s, 90, 0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,30) 3: 12.0", "s [50,70) 1: 7.0");
    }

    /** A state ends with the sample that leaves it: until then the last value held. */
    @Test
    void shouldHoldTheLastValueToTheEndOfAState() {
        int s = sensorUnder(held(new StateWindow(1, 99), 0, LatePolicy.DROP));
        driver.good(s, 0, 10).good(s, 8, 20).good(s, 10, 0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10) 2: 12.0");
    }

    @Test
    void shouldTellPercentilesAndDistinctValues() {
        int s = sensorUnder(stream("w", "#", 1_000, Aggregate.P50, Aggregate.P90, Aggregate.P999, Aggregate.DISTINCT));
        for (int i = 0; i < 100; i++) {
            driver.good(s, i, 1 + i / 2);
        }
        driver.good(s, 1_000, 0);
        List<Double> values = driver.rows().get(0).values();
        assertThat(values.get(0)).isCloseTo(25, within(25.0 / 128));
        assertThat(values.get(1)).isCloseTo(45, within(45.0 / 128));
        assertThat(values.get(2)).as("never beyond the greatest").isEqualTo(50);
        assertThat(values.get(3)).isEqualTo(50);
    }

    @Test
    void shouldKeepOpenWindowsOverAPlanThatOnlyPresentsThemOtherwise() {
        StreamNode stream = stream("w", "#", 10, Aggregate.COUNT);
        int s = sensorUnder(stream);
        driver.good(s, 1, 1);
        StreamNode silent = new StreamNode(
                "w",
                stream.selector(),
                "",
                TEN,
                false,
                stream.aggregates(),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of());
        driver.plan(plan(IDLE_AFTER, List.of(silent), List.of()));
        driver.good(s, 2, 1).good(s, 10, 1);
        assertThat(driver.rows()).isEmpty();
        driver.plan(plan(IDLE_AFTER, List.of(stream), List.of()));
        driver.good(s, 20, 1);
        assertThat(driver.rowBriefs()).containsExactly("s [10,20) 1: 1.0");
    }

    /** A derived sensor is its name: an alarm on it continues when the stream behind it changes. */
    @Test
    void shouldKeepAnAlarmWhenTheStreamBehindItChanges() {
        AlarmRule hot = limit("hot", "w/#", 0, 0, 0, level(Level.HI, 80, 5));
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.MAX)), List.of(hot)));
        int s = driver.sensor("s");
        driver.good(s, 1, 90).good(s, 10, 0);
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 20, Aggregate.MAX)), List.of(hot)));
        driver.good(s, 21, 3).good(s, 40, 0);
        assertThat(driver.briefs()).containsExactly("RAISED HI@9 of 9#1", "CLEARED HI@39 of 9#1");
    }

    @Test
    void shouldClearAnAlarmWhoseDerivedSensorIsNoMore() {
        AlarmRule hot = limit("hot", "w/#", 0, 0, 0, level(Level.HI, 80, 5));
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.MAX)), List.of(hot)));
        int s = driver.sensor("s");
        driver.good(s, 1, 90).good(s, 10, 0);
        driver.plan(plan(IDLE_AFTER, List.of(), List.of(hot)));
        assertThat(driver.briefs()).containsExactly("RAISED HI@9 of 9#1", "CLEARED HI@9 of 9#1");
        assertThat(driver.events().get(1).reason()).isEqualTo(AlarmEventReason.RULE_CHANGED);
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.MAX)), List.of(hot)));
        driver.good(s, 31, 91).good(s, 40, 0);
        assertThat(driver.briefs()).hasSize(3).last().isEqualTo("RAISED HI@39 of 39#1");
        assertThat(driver.shard().derivedCount()).isEqualTo(1);
    }

    /** A stream that takes an old name again begins with nothing. */
    @Test
    void shouldNotInheritTheWindowsOfAnOldStream() {
        int s = sensorUnder(stream("w", "#", 100, Aggregate.COUNT));
        driver.good(s, 1, 1);
        driver.plan(plan(IDLE_AFTER, List.of(), List.of()));
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 100, Aggregate.COUNT)), List.of()));
        driver.good(s, 2, 1).good(s, 100, 1);
        assertThat(driver.rowBriefs()).containsExactly("s [0,100) 1: 1.0");
        assertThat(driver.shard().names().streamVersion(driver.rows().get(0).streamId()))
                .isEqualTo(2);
    }
}
