package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.scope.FoldNotices;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * "When for time.resetAfter of receive time and at least three readings all of a sensor's readings are older than the
 * sensor's time while their event time advances like the receive time (± 10 %), the sensor's clock begins anew."
 */
class ClockRestartSemanticsTest {
    private static final long RESET_AFTER = 60;
    private static final int LIVE = 1;
    private static final int FILE = 0;

    private final ShardDriver driver = new ShardDriver();

    private static LimitRule hot(long onDelayNs, long reorderNs) {
        return limit("hot", "#", onDelayNs, 0, reorderNs, level(Level.HI, 80, 5));
    }

    private static StreamNode stream(String name, String filter, String groupBy, Window window) {
        return new StreamNode(
                name,
                new SensorSelector(filter),
                groupBy,
                window,
                false,
                List.of(Aggregate.COUNT),
                List.of(),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
    }

    private void plan(AlarmRule... rules) {
        plan(List.of(), rules);
    }

    private void plan(List<StreamNode> streams, AlarmRule... rules) {
        driver.plan(Rules.plan(1_000_000, streams, List.of(rules)).withResetAfter(RESET_AFTER));
    }

    private int sensor(String name) {
        return driver.sensor(name, LIVE, 0);
    }

    private void reading(int sensor, long eventNs, long receiveNs, double value) {
        driver.reading(sensor, eventNs, receiveNs, value, Quality.GOOD, ReadingFlags.NONE);
    }

    /** The case uptime-as-time: 1839, 1869, then it boots: 3, 33, and a minute later 63. */
    @Test
    void shouldHearADeviceAgainThatCountsFromItsStart() {
        plan(hot(0, 0));
        int tilt = sensor("tilt/o");
        reading(tilt, 1_839, 10_000, 74);
        reading(tilt, 1_869, 10_030, 74);
        reading(tilt, 3, 10_060, 91);
        reading(tilt, 33, 10_090, 92);
        assertThat(driver.events()).as("it may still be a delay").isEmpty();
        assertThat(driver.shard().view().skippedCount()).isEqualTo(2);
        reading(tilt, 63, 10_120, 93);
        assertThat(driver.briefs()).containsExactly("RAISED HI@63 of 63#1");
        assertThat(driver.shard().view().clockResetCount()).isEqualTo(1);
        reading(tilt, 93, 10_150, 20);
        assertThat(driver.briefs()).endsWith("CLEARED HI@93 of 63#1");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(2);
    }

    @Test
    void shouldNeedThreeReadingsHoweverLongItTakes() {
        plan(hot(0, 0));
        int s = sensor("s");
        reading(s, 5_000, 10_000, 74);
        reading(s, 100, 10_100, 91);
        reading(s, 200, 10_200, 91);
        assertThat(driver.shard().view().clockResetCount()).isZero();
        reading(s, 300, 10_300, 91);
        assertThat(driver.shard().view().clockResetCount()).isEqualTo(1);
    }

    /** A tenth is allowed: a clock of whole seconds is not exact. */
    @Test
    void shouldAllowATenth() {
        for (long last : List.of(153L, 154L, 166L, 167L)) {
            ShardDriver one = new ShardDriver();
            one.plan(Rules.plan(1_000_000, List.of(hot(0, 0))).withResetAfter(RESET_AFTER));
            int s = one.sensor("s", LIVE, 0);
            one.good(s, 5_000, 74);
            one.reading(s, 100, 10_000, 1, Quality.GOOD, 0);
            one.reading(s, 130, 10_030, 1, Quality.GOOD, 0);
            one.reading(s, last, 10_060, 1, Quality.GOOD, 0);
            assertThat(one.shard().view().clockResetCount())
                    .as("last=%d", last)
                    .isEqualTo(last == 154 || last == 166 ? 1 : 0);
        }
    }

    /** A device that was offline sends its stored readings faster than it took them. */
    @Test
    void shouldNotTakeOldReadingsForAClock() {
        plan(hot(0, 0));
        int s = sensor("s");
        reading(s, 10_000, 10_000, 74);
        for (int i = 0; i < 200; i++) {
            reading(s, 5_000 + 20 * i, 10_001 + i, 91);
        }
        assertThat(driver.shard().view().clockResetCount()).isZero();
        assertThat(driver.events()).isEmpty();
    }

    /** It continues as fast as the clock only behind them. */
    @Test
    void shouldBeginTheMinuteBehindOldReadings() {
        plan(hot(0, 0));
        int s = sensor("s");
        reading(s, 10_000, 10_000, 74);
        for (int i = 0; i < 30; i++) {
            reading(s, 5_000 + 60 * i, 10_001 + i, 91);
        }
        for (int i = 0; i < 60; i += 20) {
            reading(s, 100 + i, 10_100 + i, 91);
        }
        assertThat(driver.shard().view().clockResetCount()).isZero();
        reading(s, 160, 10_160, 91);
        assertThat(driver.shard().view().clockResetCount()).isEqualTo(1);
    }

    /** One reading in between that is not older: two devices share a topic, or packets overtake each other. */
    @Test
    void shouldGoOnWhenOneReadingIsNotOlder() {
        plan(hot(0, 0));
        int s = sensor("s");
        reading(s, 10_000, 10_000, 74);
        for (int i = 0; i < 500; i += 10) {
            reading(s, 3_000 + i, 10_001 + i, 91);
            if (i % 50 == 0) {
                reading(s, i % 100 == 0 ? 10_000 + i : 9_900 + i + 50, 10_002 + i, 74);
            }
        }
        assertThat(driver.shard().view().clockResetCount()).isZero();
    }

    @Test
    void shouldGoOnWhenTheSourceEndsOrTheReadingIsRetained() {
        plan(hot(0, 0));
        int row = driver.sensor("row", FILE, 0);
        int kept = sensor("kept");
        for (int s : List.of(row, kept)) {
            reading(s, 10_000, 10_000, 74);
        }
        for (int i = 0; i < 500; i += 10) {
            reading(row, 3_000 + i, 10_001 + i, 91);
            driver.reading(kept, 3_000 + i, 10_001 + i, 91, Quality.GOOD, ReadingFlags.RETAINED);
        }
        assertThat(driver.shard().view().clockResetCount()).isZero();
    }

    @Test
    void shouldGoOnForEverInAPlanOfBefore() {
        driver.plan(Rules.plan(1_000_000, List.of(hot(0, 0)))
                .withResetAfter(RESET_AFTER)
                .withEdition(Edition.FIRST));
        int s = sensor("s");
        reading(s, 10_000, 10_000, 74);
        for (int i = 0; i < 500; i += 10) {
            reading(s, 3_000 + i, 10_001 + i, 91);
        }
        assertThat(driver.shard().view().clockResetCount()).isZero();
        assertThat(driver.events()).isEmpty();
    }

    /** BAD readings move time, and tell it. */
    @Test
    void shouldTakeBadReadingsForSignsOfTheClock() {
        plan(hot(0, 0));
        int s = sensor("s");
        reading(s, 5_000, 10_000, 74);
        driver.reading(s, 100, 10_010, Double.NaN, Quality.BAD, 0);
        driver.reading(s, 140, 10_050, Double.NaN, Quality.BAD, 0);
        driver.reading(s, 170, 10_080, Double.NaN, Quality.BAD, 0);
        assertThat(driver.shard().view().clockResetCount()).isEqualTo(1);
    }

    private void restart(int sensor, double value) {
        reading(sensor, 100, 20_000, value);
        reading(sensor, 140, 20_040, value);
        reading(sensor, 160, 20_060, value);
    }

    /** "alarms go on (delays restart)" */
    @Test
    void shouldBeginDelaysAgain() {
        plan(hot(50, 0));
        int s = sensor("s");
        reading(s, 9_990, 10_000, 90);
        restart(s, 90);
        reading(s, 200, 20_100, 90);
        assertThat(driver.events()).as("40 of 50").isEmpty();
        reading(s, 211, 20_111, 90);
        assertThat(driver.briefs()).containsExactly("RAISED HI@210 of 210#1");
    }

    /** An episode has one id. Its times may come again, so later ones are numbered on. */
    @Test
    void shouldGoOnWithAnAlarmAndNumberTheNextOnes() {
        plan(hot(0, 0));
        int s = sensor("s");
        reading(s, 200, 10_000, 90);
        reading(s, 210, 10_010, 10);
        reading(s, 9_000, 18_800, 90);
        restart(s, 90);
        reading(s, 170, 20_070, 10);
        reading(s, 200, 20_100, 90);
        reading(s, 200, 20_100, 10);
        reading(s, 200, 20_100, 90);
        assertThat(driver.briefs())
                .containsExactly(
                        "RAISED HI@200 of 200#1",
                        "CLEARED HI@210 of 200#1",
                        "RAISED HI@9000 of 9000#1",
                        "CLEARED HI@170 of 9000#1",
                        "RAISED HI@200 of 200#2",
                        "CLEARED HI@200 of 200#2",
                        "RAISED HI@200 of 200#3");
    }

    @Test
    void shouldNotMissASensorThatSpeaks() {
        plan(missing("gone", "#", 100, false, 0));
        int s = sensor("s");
        reading(s, 9_990, 10_000, 1);
        reading(s, 100, 10_010, 1);
        reading(s, 140, 10_050, 1);
        reading(s, 170, 10_080, 1);
        driver.tick(10_170);
        assertThat(driver.events()).isEmpty();
        reading(s, 271, 10_181, 1);
        assertThat(driver.briefs()).containsExactly("RAISED@270 of 270#1", "CLEARED@271 of 270#1");
    }

    /** Readings held for sorting belong to the clock before, and are emitted first. */
    @Test
    void shouldLetGoWhatIsHeld() {
        plan(hot(0, 100), state("on", "#", new StateSet(List.of(), List.of(90.0)), StateSet.NONE, 100));
        int s = sensor("s");
        reading(s, 9_900, 10_000, 10);
        reading(s, 9_950, 10_050, 90);
        assertThat(driver.events()).isEmpty();
        restart(s, 10);
        assertThat(driver.briefs()).containsExactly("RAISED HI@9950 of 9950#1", "RAISED@9950 of 9950#1");
        reading(s, 261, 20_161, 10);
        assertThat(driver.briefs()).endsWith("CLEARED HI@160 of 9950#1", "CLEARED@160 of 9950#1");
    }

    /** "its open windows fire", and an alarm behind a stream hears what comes of the new clock. */
    @Test
    void shouldCloseWindowsAndGoOnBehindThem() {
        plan(
                List.of(
                        stream("w", "p/+", "", new AlignedWindow(100, 100, 0)),
                        stream("r", "p/+", "", new RollingWindow(1_000))),
                limit("many", "w/+/+/count", 0, 0, 0, level(Level.HI, 1.5, 0)),
                limit("rolled", "r/+/+/count", 0, 0, 0, level(Level.HI, 2.5, 0)));
        int s = sensor("p/s");
        reading(s, 9_910, 10_000, 1);
        reading(s, 9_920, 10_010, 1);
        restart(s, 1);
        reading(s, 170, 20_070, 1);
        reading(s, 180, 20_080, 1);
        reading(s, 200, 20_100, 1);
        assertThat(driver.rowBriefs())
                .containsExactly(
                        "p/s [8911,9911) 1: 1.0",
                        "p/s [8921,9921) 2: 2.0",
                        "p/s [9900,10000) 2: 2.0",
                        "p/s [-839,161) 1: 1.0",
                        "p/s [-829,171) 2: 2.0",
                        "p/s [-819,181) 3: 3.0",
                        "p/s [100,200) 3: 3.0",
                        "p/s [-799,201) 4: 4.0");
        assertThat(driver.briefs()).containsExactly("RAISED HI@9999 of 9999#1", "RAISED HI@180 of 180#1");
    }

    /** Rows of one window of one key and two clocks are two rows. */
    @Test
    void shouldTellRowsOfOneEndByTheClock() {
        plan(List.of(stream("w", "#", "", new AlignedWindow(100, 100, 0))));
        int s = sensor("s");
        List<Integer> clocks = new ArrayList<>();
        reading(s, 110, 10_000, 1);
        reading(s, 200, 10_090, 1);
        reading(s, 5_000, 14_890, 1);
        restart(s, 1);
        reading(s, 201, 20_101, 1);
        JournalFold again = new JournalFold(new ResultHandler() {
            @Override
            public void onAlarm(AlarmEventFlyweight event) {
                throw new AssertionError("no alarm is in the plan");
            }

            @Override
            public void onRow(StreamRowFlyweight row) {
                if (row.endNs() == 200) {
                    clocks.add(row.clock());
                }
            }
        });
        driver.records().replay(again);
        assertThat(clocks).containsExactly(0, 1);
    }

    /** "group and source clocks do not move" */
    @Test
    void shouldLeaveTheTimeOfAGroup() {
        plan(List.of(stream("g", "p/+", "{1}", new AlignedWindow(100, 100, 0))), missing("all", "p/#", 5_000, true, 0));
        int s = sensor("p/s");
        int other = sensor("p/t");
        reading(s, 9_910, 10_000, 1);
        reading(other, 9_915, 10_005, 1);
        restart(s, 1);
        assertThat(driver.shard().view().clockResetCount()).isEqualTo(1);
        assertThat(driver.shard().view().skippedCount())
                .as("late for the group, all three")
                .isEqualTo(3);
        reading(other, 19_990, 20_080, 1);
        assertThat(driver.rowBriefs()).containsExactly("p [9900,10000) 2: 2.0");
        assertThat(driver.briefs()).as("silent from 10005 to 20000").hasSize(2);
    }

    /** "its dedupe memory clears" */
    @Test
    void shouldForgetWhatWasDeliveredBefore() {
        plan(hot(0, 0));
        int s = driver.sensor("s", LIVE, 16);
        reading(s, 170, 9_000, 90);
        reading(s, 9_000, 18_000, 10);
        restart(s, 10);
        reading(s, 170, 20_070, 90);
        assertThat(driver.shard().view().duplicateCount()).isZero();
        assertThat(driver.briefs()).endsWith("RAISED HI@170 of 170#2");
    }

    /** With the time of the source a sensor's own beginning moves nobody; its alarms on arrival hear it again. */
    @Test
    void shouldHearASensorAgainWhenTimeIsThatOfTheSource() {
        driver.plan(Rules.plan(
                        1_000_000,
                        TimeScope.SOURCE,
                        List.of(stream("w", "#", "", new AlignedWindow(100, 100, 0))),
                        List.of(hot(50, 0)))
                .withResetAfter(RESET_AFTER));
        int s = sensor("s");
        int other = sensor("t");
        reading(s, 9_990, 10_000, 10);
        reading(other, 19_900, 19_990, 10);
        restart(s, 90);
        assertThat(driver.shard().view().clockResetCount()).isEqualTo(1);
        assertThat(driver.rowBriefs()).containsExactly("s [9900,10000) 1: 1.0");
        assertThat(driver.briefs())
                .as("delays run by the time of the source")
                .containsExactly("RAISED HI@210 of 210#1");
        reading(other, 19_949, 20_090, 10);
        assertThat(driver.events()).hasSize(1);
        assertThat(driver.shard().view().skippedCount())
                .as("two by the alarm, three late for the window")
                .isEqualTo(5);
    }

    @Test
    void shouldTellOnceOfAClockThatHasGoneBackAndOfOneThatBeginsAnew() {
        List<String> told = new ArrayList<>();
        driver.shard().notices(new FoldNotices() {
            @Override
            public void onClockRestart(int sensorId, long fromNs, long toNs) {
                told.add("restart " + sensorId + " " + fromNs + " " + toNs);
            }

            @Override
            public void onBehind(int sensorId, long newestNs, long eventNs) {
                told.add("behind " + sensorId + " " + newestNs + " " + eventNs);
            }
        });
        long second = 1_000_000_000L;
        driver.plan(Rules.plan(30 * second, List.of(hot(0, 0))).withResetAfter(60 * second));
        int s = sensor("s");
        reading(s, 1_869 * second, 10_000 * second, 74);
        reading(s, 3 * second, 10_030 * second, 91);
        assertThat(told).as("one reading may have been late").isEmpty();
        reading(s, 33 * second, 10_060 * second, 91);
        assertThat(told).containsExactly("behind 0 1869000000000 33000000000");
        reading(s, 63 * second, 10_090 * second, 91);
        reading(s, 60 * second, 10_091 * second, 91);
        reading(s, 61 * second, 10_092 * second, 91);
        assertThat(told)
                .as("little disorder is no matter for people")
                .containsExactly("behind 0 1869000000000 33000000000", "restart 0 1869000000000 63000000000");
    }

    /** A rule that takes readings as they come skips none. */
    @Test
    void shouldNotTellWhenNothingIsSkipped() {
        List<Integer> told = new ArrayList<>();
        driver.shard().notices(new FoldNotices() {
            @Override
            public void onClockRestart(int sensorId, long fromNs, long toNs) {
                throw new AssertionError("not yet");
            }

            @Override
            public void onBehind(int sensorId, long newestNs, long eventNs) {
                told.add(sensorId);
            }
        });
        long second = 1_000_000_000L;
        Plan plan = Rules.plan(
                        30 * second,
                        List.of(
                                limit("a", "a", 0, 0, AlarmRule.IN_ARRIVAL_ORDER, level(Level.HI, 80, 5)),
                                limit("b", "b", 0, 0, 3_600 * second, level(Level.HI, 80, 5)),
                                limit("c", "c", 0, 0, 60 * second, level(Level.HI, 80, 5))))
                .withResetAfter(60 * second);
        driver.plan(plan);
        for (String name : List.of("a", "b", "c")) {
            int s = sensor(name);
            reading(s, 1_869 * second, 10_000 * second, 74);
            reading(s, 3 * second, 10_010 * second, 91);
            reading(s, 13 * second, 10_020 * second, 91);
        }
        assertThat(told).as("c holds a minute and is half an hour behind").containsExactly(2);
    }
}
