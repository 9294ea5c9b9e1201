package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The edges of semantics.md, each test with the sentence it proves. */
class AlarmSemanticsTest {
    private static final LimitLevel HI_80 = level(Level.HI, 80, 5);
    private static final LimitLevel HIHI_90 = level(Level.HIHI, 90, 5);
    private static final LimitLevel LO_20 = level(Level.LO, 20, 5);
    private static final long IDLE_AFTER = 10;

    private final ShardDriver driver = new ShardDriver();

    private int sensorUnder(AlarmRule... rules) {
        driver.plan(plan(IDLE_AFTER, rules));
        return driver.sensor("s");
    }

    private static AlarmRule hi(long onDelayNs, long offDelayNs) {
        return limit("hi", "#", onDelayNs, offDelayNs, 0, HI_80);
    }

    /** "HI: in alarm when v > L, clear when v <= L - D". */
    @Test
    void shouldNeitherRaiseAtTheLimitNorClearAboveTheClearPoint() {
        int s = sensorUnder(hi(0, 0));
        driver.good(s, 1, 80).good(s, 2, 80.5).good(s, 3, 80).good(s, 4, 75.5).good(s, 5, 75);
        assertThat(driver.briefs()).containsExactly("RAISED HI@2 of 2#1", "CLEARED HI@5 of 2#1");
        assertThat(driver.events().get(1).value()).isEqualTo(75);
        assertThat(driver.events().get(1).limit()).isEqualTo(80);
    }

    /** "LO mirrored: v < L, v >= L + D". */
    @Test
    void shouldMirrorLowLevels() {
        int s = sensorUnder(limit("lo", "#", 0, 0, 0, LO_20));
        driver.good(s, 1, 20).good(s, 2, 19.5).good(s, 3, 24.5).good(s, 4, 25);
        assertThat(driver.briefs()).containsExactly("RAISED LO@2 of 2#1", "CLEARED LO@4 of 2#1");
    }

    /** "timers due at T fire after the last of them, so a timer at T fires as soon as time is known to be past T". */
    @Test
    void shouldFireTimerOnlyWhenTimeIsPastIt() {
        int s = sensorUnder(hi(5, 0));
        driver.good(s, 10, 81).good(s, 15, 82);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 16, 83);
        assertThat(driver.briefs()).containsExactly("RAISED HI@15 of 15#1");
        assertThat(driver.events().get(0).value()).as("the value held at T").isEqualTo(82);
        assertThat(driver.events().get(0).receivedNs()).isEqualTo(16);
    }

    /** "raised at t0 + A if no sample up to and including that instant broke the run". */
    @Test
    void shouldNotRaiseWhenSampleAtTheInstantBreaksTheRun() {
        int s = sensorUnder(hi(5, 0));
        driver.good(s, 10, 81).good(s, 15, 80).good(s, 30, 80);
        assertThat(driver.events()).isEmpty();
    }

    /** The same sentence: a run that is broken and begun again at one instant begins there. */
    @Test
    void shouldBeginANewRunWhenOneInstantBreaksAndBeginsIt() {
        int s = sensorUnder(hi(5, 0));
        driver.good(s, 10, 81).good(s, 15, 80).good(s, 15, 81).good(s, 20, 81).good(s, 21, 81);
        assertThat(driver.briefs()).containsExactly("RAISED HI@20 of 20#1");
    }

    /** "A = 0 raises at the sample". */
    @Test
    void shouldRaiseAtTheSampleWhenThereIsNoOnDelay() {
        int s = sensorUnder(hi(0, 3));
        driver.good(s, 10, 81);
        assertThat(driver.briefs()).containsExactly("RAISED HI@10 of 10#1");
    }

    /**
     * "The deadband only matters while active: before the raise, any sample out of alarm cancels a pending on-delay".
     */
    @Test
    void shouldCancelOnDelayWithinTheDeadband() {
        int s = sensorUnder(hi(5, 0));
        driver.good(s, 10, 81).good(s, 13, 79).good(s, 14, 81).good(s, 18, 81);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 20, 81);
        assertThat(driver.briefs()).containsExactly("RAISED HI@19 of 19#1");
    }

    /** "while clearing, any sample that does not meet the clear condition cancels the off-delay". */
    @Test
    void shouldCancelOffDelayWhenSampleDoesNotMeetTheClearCondition() {
        int s = sensorUnder(hi(0, 5));
        driver.good(s, 10, 81).good(s, 11, 70).good(s, 16, 76).good(s, 17, 75).good(s, 22, 75);
        assertThat(driver.briefs()).containsExactly("RAISED HI@10 of 10#1");
        driver.good(s, 23, 99);
        assertThat(driver.briefs())
                .containsExactly("RAISED HI@10 of 10#1", "CLEARED HI@22 of 10#1", "RAISED HI@23 of 23#1");
    }

    /** "Several limits on one rule are exclusive by default (the highest one stands)". */
    @Test
    void shouldChangeLevelWithinOneEpisode() {
        int s = sensorUnder(limit("x", "#", 0, 0, 0, HI_80, HIHI_90));
        driver.good(s, 1, 85).good(s, 2, 95).good(s, 3, 86).good(s, 4, 85).good(s, 5, 75);
        assertThat(driver.briefs())
                .containsExactly(
                        "RAISED HI@1 of 1#1",
                        "LEVEL_CHANGED HIHI@2 of 1#1",
                        "LEVEL_CHANGED HI@4 of 1#1",
                        "CLEARED HI@5 of 1#1");
        assertThat(driver.events().get(1).limit()).isEqualTo(90);
    }

    /** The same sentence: one sample may leave HIHI for LO. */
    @Test
    void shouldChangeLevelWhenValueJumpsFromAboveHihiToBelowLo() {
        int s = sensorUnder(limit("x", "#", 0, 0, 0, HI_80, HIHI_90, LO_20));
        driver.good(s, 1, 95).good(s, 2, 10).good(s, 3, 95).good(s, 4, 50);
        assertThat(driver.briefs())
                .containsExactly(
                        "RAISED HIHI@1 of 1#1",
                        "LEVEL_CHANGED LO@2 of 1#1",
                        "LEVEL_CHANGED HIHI@3 of 1#1",
                        "CLEARED HIHI@4 of 1#1");
    }

    /** "a change of level at the time of an earlier event of its episode has {@code -2}, {@code -3} … behind it". */
    @Test
    void shouldNumberChangesOfLevelWhenTheirEpisodeHasEarlierEventsOfThatInstant() {
        changeLevelsAtTwoInstants(sensorUnder(limit("x", "#", 0, 0, AlarmRule.IN_ARRIVAL_ORDER, HI_80, HIHI_90)));
        assertThat(driver.events().stream().map(event -> event.brief() + "+" + event.earlierAtInstant()))
                .containsExactly(
                        "RAISED HI@10 of 10#1+0",
                        "LEVEL_CHANGED HIHI@10 of 10#1+1",
                        "LEVEL_CHANGED HI@10 of 10#1+2",
                        "LEVEL_CHANGED HIHI@11 of 10#1+0",
                        "LEVEL_CHANGED HI@11 of 10#1+1",
                        "CLEARED HI@11 of 10#1+0",
                        "RAISED HI@11 of 11#1+0",
                        "LEVEL_CHANGED HIHI@11 of 11#1+1");
    }

    /** "Plans of the first edition do not number them". */
    @Test
    void shouldNotNumberChangesOfLevelUnderAPlanOfTheFirstEdition() {
        AlarmRule rule = limit("x", "#", 0, 0, AlarmRule.IN_ARRIVAL_ORDER, HI_80, HIHI_90);
        driver.plan(plan(IDLE_AFTER, rule).withEdition(Edition.FIRST));
        changeLevelsAtTwoInstants(driver.sensor("s"));
        assertThat(driver.events()).hasSize(8).allMatch(event -> event.earlierAtInstant() == 0);
    }

    /** The fifth reading and those after it are overtaken by the fourth, so they count at its time. */
    private void changeLevelsAtTwoInstants(int s) {
        driver.good(s, 10, 85).good(s, 10, 95).good(s, 10, 84).good(s, 11, 95);
        driver.good(s, 9, 84).good(s, 8, 70).good(s, 7, 85).good(s, 6, 95);
    }

    /** "with an occurrence number for further raises at the same instant". */
    @Test
    void shouldCountOccurrencesWhenRaisedTwiceAtOneInstant() {
        int s = sensorUnder(hi(0, 0));
        driver.good(s, 1, 81).good(s, 1, 70).good(s, 1, 81).good(s, 2, 70).good(s, 3, 81);
        assertThat(driver.briefs())
                .containsExactly(
                        "RAISED HI@1 of 1#1",
                        "CLEARED HI@1 of 1#1",
                        "RAISED HI@1 of 1#2",
                        "CLEARED HI@2 of 1#2",
                        "RAISED HI@3 of 3#1");
    }

    /** "BAD readings are no samples: they neither raise, clear, interrupt nor feed a value rule". */
    @Test
    void shouldHoldTheRunOverBadReadings() {
        int s = sensorUnder(hi(5, 0));
        driver.good(s, 10, 81).bad(s, 12).bad(s, 15).bad(s, 16);
        assertThat(driver.briefs()).containsExactly("RAISED HI@15 of 15#1");
        assertThat(driver.events().get(0).value()).isEqualTo(81);
        driver.reading(s, 17, 17, 10, Quality.BAD, 0);
        assertThat(driver.events()).hasSize(1);
    }

    /** "a reading older than the last one it saw for that sensor is skipped and counted". */
    @Test
    void shouldSkipAndCountOlderReading() {
        int s = sensorUnder(hi(0, 0));
        driver.good(s, 10, 50).good(s, 9, 81).good(s, 10, 50);
        assertThat(driver.events()).isEmpty();
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
        assertThat(driver.shard().view().processedCount()).isEqualTo(3);
    }

    /** "order: arrival; any rule can ask for it". */
    @Test
    void shouldTakeOlderReadingWhenRuleWantsTheOrderOfArrival() {
        int s = sensorUnder(limit("hi", "#", 0, 0, AlarmRule.IN_ARRIVAL_ORDER, HI_80));
        driver.good(s, 10, 50).good(s, 3, 81).good(s, 4, 50);
        assertThat(driver.briefs()).containsExactly("RAISED HI@3 of 3#1", "CLEARED HI@4 of 3#1");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    @Test
    void shouldTakeOlderReadingAtTheTimeOfTheNewestUnderTheFirstEdition() {
        driver.plan(plan(IDLE_AFTER, limit("hi", "#", 0, 0, AlarmRule.IN_ARRIVAL_ORDER, HI_80))
                .withEdition(Edition.FIRST));
        int s = driver.sensor("s");
        driver.good(s, 10, 50).good(s, 3, 81).good(s, 4, 50);
        assertThat(driver.briefs()).containsExactly("RAISED HI@10 of 10#1", "CLEARED HI@10 of 10#1");
    }

    /** "A delay begins at the reading's own time", and the next reading that is past its end raises. */
    @Test
    void shouldBeginDelayAtTheTimeOfTheOvertakenReading() {
        int s = sensorUnder(limit("hi", "#", 5, 0, AlarmRule.IN_ARRIVAL_ORDER, HI_80));
        driver.good(s, 110, 50).good(s, 98, 81).good(s, 99, 50);
        assertThat(driver.events()).as("the run was broken").isEmpty();
        driver.good(s, 98, 81).good(s, 103, 81);
        assertThat(driver.events()).as("103 is not past 103").isEmpty();
        driver.good(s, 111, 81);
        assertThat(driver.briefs()).containsExactly("RAISED HI@103 of 103#1");
    }

    /** Without traffic the sensor's clock, which is past it already, raises once it runs on. */
    @Test
    void shouldElapseDelayOfAnOvertakenReadingWithoutTraffic() {
        int s = sensorUnder(limit("hi", "#", 5, 0, AlarmRule.IN_ARRIVAL_ORDER, HI_80));
        driver.good(s, 110, 50).reading(s, 98, 112, 81, Quality.GOOD, 0);
        assertThat(driver.shard().nextTickDueNs(112)).isEqualTo(122);
        driver.tick(122);
        assertThat(driver.briefs()).containsExactly("RAISED HI@103 of 103#1");
    }

    /** A sign of life that was overtaken ends a silence, and makes none longer. */
    @Test
    void shouldDateTheClearOfASilenceByItsReading() {
        int s = sensorUnder(missing("gone", "#", 10, false, AlarmRule.IN_ARRIVAL_ORDER));
        driver.good(s, 100, 1).bad(s, 130).good(s, 115, 2);
        assertThat(driver.briefs()).containsExactly("RAISED@110 of 110#1", "CLEARED@115 of 110#1");
        driver.good(s, 90, 3).good(s, 131, 4);
        assertThat(driver.briefs().subList(2, 4))
                .as("115 counts, not 90")
                .containsExactly("RAISED@125 of 125#1", "CLEARED@131 of 125#1");
    }

    /**
     * "its time is taken as max event time + (c - receive time of that reading)": a clock wrong by an hour still works.
     */
    @Test
    void shouldElapseOnDelayWithoutTrafficWhenSensorsClockIsWrong() {
        long hourNs = 3_600_000_000_000L;
        int s = sensorUnder(hi(15, 0));
        driver.reading(s, hourNs + 100, 100, 81, Quality.GOOD, 0);
        assertThat(driver.shard().nextTickDueNs(100)).isEqualTo(116);
        driver.tick(115);
        assertThat(driver.events()).isEmpty();
        driver.tick(116);
        assertThat(driver.briefs()).containsExactly("RAISED HI@" + (hourNs + 115) + " of " + (hourNs + 115) + "#1");
        assertThat(driver.events().get(0).receivedNs()).isEqualTo(116);
    }

    /** "When a tick at clock time c finds a scope silent for idleAfter": not before. */
    @Test
    void shouldNotRunOnBeforeIdleAfter() {
        int s = sensorUnder(hi(2, 0));
        driver.good(s, 100, 81);
        assertThat(driver.shard().nextTickDueNs(100)).isEqualTo(110);
        driver.tick(109);
        assertThat(driver.events()).isEmpty();
        driver.tick(110);
        assertThat(driver.briefs()).containsExactly("RAISED HI@102 of 102#1");
    }

    /** The same: a long timeout on the sensor must not put off the end of a short on-delay. */
    @Test
    void shouldElapseShortDelayWhenLongTimeoutIsPendingToo() {
        int s = sensorUnder(missing("gone", "#", 3_600, false, 0), hi(15, 0));
        driver.good(s, 100, 50).good(s, 120, 81);
        assertThat(driver.shard().nextTickDueNs(120)).isEqualTo(136);
        driver.tick(136);
        assertThat(driver.briefs()).containsExactly("RAISED HI@135 of 135#1");
        assertThat(driver.shard().nextTickDueNs(136)).isEqualTo(3_721);
    }

    /** The same: a clock that jumps ahead brings its timers nearer. */
    @Test
    void shouldElapseEarlierWhenSensorsClockJumpsAhead() {
        int s = sensorUnder(hi(1_000, 0));
        driver.good(s, 100, 81).reading(s, 1_050, 110, 81, Quality.GOOD, 0);
        assertThat(driver.shard().nextTickDueNs(110)).isEqualTo(161);
        driver.tick(161);
        assertThat(driver.briefs()).containsExactly("RAISED HI@1100 of 1100#1");
    }

    /** "One sensor's bad clock never moves another sensor's time when the scope is the sensor." */
    @Test
    void shouldNotMoveOtherSensorsTimeWhenOneClockIsWrong() {
        driver.plan(plan(IDLE_AFTER, hi(5, 0), missing("gone", "#", 20, false, 0)));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        int c = driver.sensor("c");
        driver.good(a, 100, 81).reading(b, 1_000_000, 101, 50, Quality.GOOD, 0).reading(c, 1, 102, 50, Quality.GOOD, 0);
        assertThat(driver.events()).isEmpty();
        driver.good(a, 105, 50);
        driver.reading(b, 1_000_001, 106, 50, Quality.GOOD, 0);
        assertThat(driver.events()).isEmpty();
    }

    /** "At the end of a bounded source, timers due at or before its last event time fire, none after." */
    @Test
    void shouldFireTimersUpToTheEndOfABoundedSource() {
        driver.plan(plan(IDLE_AFTER, hi(5, 0)));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        int live = driver.sensor("live", 1, 0);
        driver.good(a, 10, 81)
                .good(b, 11, 81)
                .good(live, 10, 81)
                .good(a, 15, 81)
                .sourceEnd(0);
        assertThat(driver.briefs()).containsExactly("RAISED HI@15 of 15#1");
        driver.tick(10_000);
        assertThat(driver.events().stream().map(SeenEvent::sensorId)).containsExactly(a, live);
        assertThat(driver.shard().nextTickDueNs(10_000)).isEqualTo(Long.MAX_VALUE);
    }

    /** The same, for a group: the end of a source that has none of its sensors says nothing. */
    @Test
    void shouldNotFireGroupsTimerWhenAnotherSourceEnds() {
        driver.plan(plan(IDLE_AFTER, missing("gone", "a/#", 50, true, 0)));
        int a = driver.sensor("a/1", 0, 0);
        int b = driver.sensor("b/1", 1, 0);
        driver.good(a, 10, 1).sourceEnd(0).good(b, 1_000, 1).sourceEnd(1);
        assertThat(driver.events()).isEmpty();
    }

    /** The same, for a group over two sources: its own last event time counts. */
    @Test
    void shouldFireGroupsTimerAtItsLastEventWhenTheEarlierSourceEndsLast() {
        driver.plan(plan(IDLE_AFTER, missing("gone", "#", 50, true, 0)));
        int a = driver.sensor("a", 0, 0);
        int b = driver.sensor("b", 1, 0);
        driver.good(a, 10, 1).good(b, 10, 1).bad(a, 60).sourceEnd(0);
        assertThat(driver.events()).isEmpty();
        driver.sourceEnd(1);
        assertThat(driver.briefs()).containsExactly("RAISED@60 of 60#1");
    }

    /** After a timer has fired on the running clock nothing of the alarm is reported before it. */
    @Test
    void shouldNotReportBeforeAFiredTimerWhenSampleWasStillOnItsWay() {
        int s = sensorUnder(hi(5, 0));
        driver.good(s, 100, 81).tick(120);
        driver.reading(s, 103, 121, 50, Quality.GOOD, 0);
        assertThat(driver.briefs()).containsExactly("RAISED HI@105 of 105#1", "CLEARED HI@105 of 105#1");
    }

    /** "Raised at p.t + timeout when no good sample came by then (exactly the timeout is not missing)". */
    @Test
    void shouldNotBeMissingAtExactlyTheTimeout() {
        int s = sensorUnder(missing("gone", "#", 20, false, 0));
        driver.good(s, 100, 1).good(s, 120, 2).good(s, 140, 3);
        assertThat(driver.events()).isEmpty();
        driver.good(s, 161, 4);
        assertThat(driver.briefs()).containsExactly("RAISED@160 of 160#1", "CLEARED@161 of 160#1");
        assertThat(driver.events().get(0).value()).isEqualTo(3);
        assertThat(driver.events().get(0).limit()).isNaN();
    }

    /** "Armed by the first good sample." */
    @Test
    void shouldNotArmBeforeTheFirstGoodSample() {
        int s = sensorUnder(missing("gone", "#", 20, false, 0));
        driver.bad(s, 100).tick(1_000);
        assertThat(driver.shard().nextTickDueNs(100)).isEqualTo(Long.MAX_VALUE);
        driver.good(s, 2_000, 1).bad(s, 2_020).bad(s, 2_021);
        assertThat(driver.briefs()).containsExactly("RAISED@2020 of 2020#1");
    }

    /** "A retained MQTT message is the sensor's initial state: it sets the last value and fires no event-type rule." */
    @Test
    void shouldTakeRetainedMessageForNoSignOfLife() {
        int s = sensorUnder(missing("gone", "#", 20, false, 0));
        driver.reading(s, 100, 100, 1, Quality.GOOD, ReadingFlags.RETAINED);
        driver.reading(s, 119, 119, 1, Quality.GOOD, ReadingFlags.RETAINED);
        driver.tick(130);
        driver.reading(s, 131, 131, 1, Quality.GOOD, ReadingFlags.RETAINED);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1");
        driver.good(s, 132, 1);
        assertThat(driver.briefs()).containsExactly("RAISED@120 of 120#1", "CLEARED@132 of 120#1");
    }

    /** "cleared at the next good sample", and armed again by it. */
    @Test
    void shouldArmAgainWhenCleared() {
        int s = sensorUnder(missing("gone", "#", 20, false, 0));
        driver.good(s, 100, 1).tick(121).good(s, 200, 1).tick(300);
        assertThat(driver.briefs())
                .containsExactly("RAISED@120 of 120#1", "CLEARED@200 of 120#1", "RAISED@220 of 220#1");
    }

    /** The members of a group need not agree on the time: one that is alive keeps the group alive. */
    @Test
    void shouldNotMissAGroupWhoseLivingMemberHasAClockThatIsBehind() {
        driver.plan(plan(5, missing("gone", "#", 60, true, 0)));
        int ahead = driver.sensor("ahead");
        int behind = driver.sensor("behind");
        driver.reading(ahead, 10_000, 10_000, 1, Quality.GOOD, 0);
        for (int clock = 10_010; clock <= 10_300; clock += 10) {
            driver.reading(behind, clock - 3_600, clock, 1, Quality.GOOD, 0).tick(clock + 6);
        }
        assertThat(driver.events()).isEmpty();
        driver.tick(10_361);
        assertThat(driver.briefs()).containsExactly("RAISED@10360 of 10360#1");
    }

    /**
     * A BAD reading behind the group's time is no sign of life and does not move the group's clock: the next good one
     * counts at its time.
     */
    @Test
    void shouldLeaveAGroupsClockAloneWhenABadReadingIsBehindIt() {
        for (Edition edition : Edition.values()) {
            ShardDriver fold = new ShardDriver();
            fold.plan(plan(IDLE_AFTER, missing("gone", "#", 20, true, 0)).withEdition(edition));
            int a = fold.sensor("a");
            int b = fold.sensor("b");
            fold.reading(a, 100, 1_000, 1, Quality.GOOD, 0).reading(b, 60, 1_007, Double.NaN, Quality.BAD, 0);
            fold.reading(a, 102, 1_008, 1, Quality.GOOD, 0).reading(a, 130, 1_009, 1, Quality.GOOD, 0);
            assertThat(fold.briefs())
                    .as(edition.name())
                    .containsExactlyElementsOf(
                            edition == Edition.FIRST
                                    ? List.of("RAISED@128 of 128#1", "CLEARED@130 of 128#1")
                                    : List.of("RAISED@122 of 122#1", "CLEARED@130 of 122#1"));
        }
    }

    /**
     * With `reorder` a group sees the result of sorted input; what is behind by more counts at the time of the group's
     * clock.
     */
    @Test
    void shouldPutTheReadingsOfAGroupInOrder() {
        driver.plan(plan(IDLE_AFTER, missing("gone", "#", 20, true, 30)));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        driver.good(a, 100, 1).good(a, 140, 1).reading(b, 115, 141, 1, Quality.GOOD, 0);
        driver.reading(b, 50, 150, 1, Quality.GOOD, 0).good(a, 200, 1).good(a, 230, 1);
        assertThat(driver.briefs())
                .as("115 lies between 100 and 140; 50 counts at 150, as the clock has it")
                .containsExactly(
                        "RAISED@135 of 135#1", "CLEARED@140 of 135#1", "RAISED@170 of 170#1", "CLEARED@200 of 170#1");
    }

    /** "of: each | group": a group is missing when all of it is silent. */
    @Test
    void shouldMissAGroupOnlyWhenAllOfItIsSilent() {
        driver.plan(plan(IDLE_AFTER, missing("gone", "#", 20, true, 0)));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        driver.good(a, 100, 1).good(b, 115, 1).good(b, 130, 1).good(b, 129, 1).tick(140);
        assertThat(driver.events()).isEmpty();
        driver.tick(151);
        assertThat(driver.briefs()).containsExactly("RAISED@150 of 150#1");
        assertThat(driver.events().get(0).sensorId()).isEqualTo(-1);
        driver.good(a, 152, 1);
        assertThat(driver.briefs()).hasSize(2);
    }

    /**
     * Of the first edition: "a re-delivered reading (same sensor, event time and value among the last `dedupe` ones)".
     */
    @Test
    void shouldDropRedeliveredReadingOfASensorUnderTheFirstEdition() {
        driver.plan(plan(IDLE_AFTER, hi(0, 0)).withEdition(Edition.FIRST));
        int s = driver.sensor("s", 0, 2);
        driver.good(s, 1, 81)
                .good(s, 1, 81)
                .good(s, 1, 70)
                .good(s, 1, 81)
                .good(s, 2, 81)
                .good(s, 1, 81);
        assertThat(driver.shard().view().duplicateCount())
                .as("the last one was beyond the window")
                .isEqualTo(2);
        assertThat(driver.shard().view().processedCount()).isEqualTo(4);
    }
}
