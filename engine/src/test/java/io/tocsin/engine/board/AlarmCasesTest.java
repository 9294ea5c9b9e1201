package io.tocsin.engine.board;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.testkit.Restart;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Cases of other projects' tests and of standards, restated as data: the shape of their readings and results, and
 * nothing else of them. Each names its source. Times are milliseconds; an expected line has the kind, the time, the
 * level, the state, and whether the event rings; each case is also restarted from a snapshot at every record.
 */
class AlarmCasesTest {
    private static final long MS = 1_000_000;
    private static final long IDLE_AFTER = 500 * MS;

    private final ShardDriver driver = new ShardDriver();
    private int sensor;
    private long lastMs;

    /** Phoebus alarm server 9bdac3221, AlarmLogicUnitTest.testLatchedAnnunciatedAlarmAckOK. */
    @Test
    void al01ShouldNotRingOnTheWayDownAfterAnAcknowledgement() {
        begin(LifeCycle.REQUIRED, hi(10), hihi(20));
        read(0, 15).read(1000, 15).read(2000, 25).read(3000, 26).act(4000, ActionKind.ACKNOWLEDGE);
        read(5000, 15).read(6000, 5);
        expect(
                "RAISED 0 HI UA rings",
                "LEVEL_CHANGED 2000 HIHI UA rings",
                "ACKNOWLEDGED 4000 HIHI AA",
                "LEVEL_CHANGED 5000 HI AA",
                "CLEARED 6000 HI N rings");
    }

    /** Phoebus, testLatchedAnnunciatedAlarmOKAck. */
    @Test
    void al02ShouldAcknowledgeAfterTheReturn() {
        begin(LifeCycle.REQUIRED, hi(10), hihi(20));
        read(0, 15).read(1000, 25).read(2000, 15).read(3000, 5).act(4000, ActionKind.ACKNOWLEDGE);
        expect(
                "RAISED 0 HI UA rings",
                "LEVEL_CHANGED 1000 HIHI UA rings",
                "LEVEL_CHANGED 2000 HI UA",
                "CLEARED 3000 HI RU rings",
                "ACKNOWLEDGED 4000 HI N");
        assertThat(driver.events().get(3).board()).contains("rung=" + Level.HIHI.ordinal());
    }

    /** Phoebus, testLatchedAnnunciatedAckToLowerSeverity. */
    @Test
    void al04ShouldCoverTheLevelOfTheAcknowledgement() {
        begin(LifeCycle.REQUIRED, hi(10), hihi(20));
        read(0, 25)
                .read(1000, 15)
                .act(2000, ActionKind.ACKNOWLEDGE)
                .read(3000, 25)
                .read(4000, 15);
        act(5000, ActionKind.ACKNOWLEDGE).read(6000, 5);
        expect(
                "RAISED 0 HIHI UA rings",
                "LEVEL_CHANGED 1000 HI UA",
                "ACKNOWLEDGED 2000 HI AA",
                "LEVEL_CHANGED 3000 HIHI UA rings",
                "LEVEL_CHANGED 4000 HI UA",
                "ACKNOWLEDGED 5000 HI AA",
                "CLEARED 6000 HI N rings");
    }

    /** Phoebus, testUnlatchedAnnunciatedMajMinMajAckMinOK, first half. */
    @Test
    void al05ShouldRingOnEveryRiseWithoutAcknowledgement() {
        begin(LifeCycle.UNACKNOWLEDGED, hi(10), hihi(20));
        read(0, 25).read(1000, 15).read(2000, 25).read(3000, 5);
        expect(
                "RAISED 0 HIHI AA rings",
                "LEVEL_CHANGED 1000 HI AA",
                "LEVEL_CHANGED 2000 HIHI AA rings",
                "CLEARED 3000 HIHI N rings");
    }

    /** Phoebus, testDelayedThenDisabled. */
    @Test
    void al12ShouldRingWhenASuppressionHasSettled() {
        begin(LifeCycle.REQUIRED, 2000, hi(10), hihi(20));
        read(0, 25).act(500, ActionKind.SUPPRESS);
        driver.tick(2100 * MS);
        act(5000, ActionKind.UNSUPPRESS).runTo(9000);
        expect(
                "SUPPRESSED 500 N",
                "RAISED 2000 HIHI UA",
                "UNSUPPRESSED 5000 HIHI UA",
                "ANNUNCIATED 7000 HIHI UA rings");
    }

    /** Phoebus, testDisabledLatchedAnnunciatedAlarmAckOK, second half. */
    @Test
    void al13ShouldRingAtTheEndOfASuppressionWithoutAReading() {
        begin(LifeCycle.REQUIRED, hi(10), hihi(20));
        read(0, 15)
                .read(1000, 25)
                .act(2000, ActionKind.SUPPRESS)
                .act(3000, ActionKind.UNSUPPRESS)
                .runTo(4000);
        expect(
                "RAISED 0 HI UA rings",
                "LEVEL_CHANGED 1000 HIHI UA rings",
                "SUPPRESSED 2000 HIHI UA",
                "UNSUPPRESSED 3000 HIHI UA",
                "ANNUNCIATED 3000 HIHI UA rings");
    }

    /** Eclipse Milo 8f403eb04, ConditionShelvingTest.shelvingStatusCodesInterceptorAndCrossShelvingTransitions. */
    @Test
    void al21ShouldShelveInOneWayAtATime() {
        begin(LifeCycle.REQUIRED.withMaxShelve(3_600_000 * MS), hi(10));
        read(0, 5)
                .shelve(1, 3_600_001)
                .shelve(2, 0)
                .act(3, ActionKind.UNSHELVE)
                .shelve(4, 30_000)
                .shelve(5, 30_000);
        act(6, ActionKind.SHELVE_ONCE).act(7, ActionKind.SHELVE_ONCE).shelve(8, 30_000);
        act(9, ActionKind.UNSHELVE).runTo(60_000);
        expect(
                "REFUSED 1 N DURATION_OUT_OF_RANGE",
                "REFUSED 2 N DURATION_OUT_OF_RANGE",
                "REFUSED 3 N NOT_SHELVED",
                "SHELVED 4 N TIMED until 30004",
                "REFUSED 5 N TIMED until 30004 ALREADY_SHELVED",
                "SHELVED 6 N ONE_SHOT until 3600006",
                "REFUSED 7 N ONE_SHOT until 3600006 ALREADY_SHELVED",
                "SHELVED 8 N TIMED until 30008",
                "UNSHELVED 9 N");
        assertThat(driver.events().get(8).board()).contains("OPERATOR");
    }

    /** Eclipse Milo, ConditionShelvingTest.oneShotShelveReleasesOnInactiveButTimedShelveDoesNot. */
    @Test
    void al22ShouldEndAOneShotAtTheReturn() {
        begin(LifeCycle.UNACKNOWLEDGED, hi(10));
        read(0, 15)
                .act(1000, ActionKind.SHELVE_ONCE)
                .read(2000, 5)
                .read(3000, 15)
                .shelve(4000, 30_000);
        read(5000, 5).act(6000, ActionKind.UNSHELVE).runTo(7000);
        expect(
                "RAISED 0 HI AA rings",
                "SHELVED 1000 HI AA ONE_SHOT until 28801000",
                "CLEARED 2000 HI N rings ONE_SHOT until 28801000",
                "UNSHELVED 2000 N",
                "RAISED 3000 HI AA rings",
                "SHELVED 4000 HI AA TIMED until 34000",
                "CLEARED 5000 HI N rings TIMED until 34000",
                "UNSHELVED 6000 N");
        assertThat(driver.events().get(3).board()).contains("RETURN_TO_NORMAL");
    }

    /** Eclipse Milo, ConditionShelvingTest.eventsKeepFlowingWhileShelvedWithSuppressedOrShelvedTrue. */
    @Test
    void al24ShouldAcknowledgeAShelvedAlarm() {
        begin(LifeCycle.REQUIRED, hi(10));
        read(0, 15)
                .act(1000, ActionKind.SHELVE_ONCE)
                .act(2000, ActionKind.ACKNOWLEDGE)
                .read(3000, 5)
                .runTo(4000);
        expect(
                "RAISED 0 HI UA rings",
                "SHELVED 1000 HI UA ONE_SHOT until 28801000",
                "ACKNOWLEDGED 2000 HI AA ONE_SHOT until 28801000",
                "CLEARED 3000 HI N rings ONE_SHOT until 28801000",
                "UNSHELVED 3000 N");
    }

    /** Eclipse Milo, ConditionMethodsTest: acknowledgements of the wrong episode. */
    @Test
    void al29ShouldAcknowledgeTheEpisodeThatIsNamedOnly() {
        begin(LifeCycle.REQUIRED, hi(10));
        read(0, 15)
                .acknowledge(1000, 0)
                .acknowledge(2000, 0)
                .read(3000, 5)
                .read(4000, 15)
                .acknowledge(5000, 0);
        acknowledge(6000, 4001).acknowledge(7000, 4000);
        expect(
                "RAISED 0 HI UA rings",
                "ACKNOWLEDGED 1000 HI AA",
                "REFUSED 2000 AA ALREADY_ACKNOWLEDGED",
                "CLEARED 3000 HI N rings",
                "RAISED 4000 HI UA rings",
                "REFUSED 5000 UA SUPERSEDED",
                "REFUSED 6000 UA UNKNOWN_ID",
                "ACKNOWLEDGED 7000 HI AA");
    }

    /** node-opcua 8f13f6a9e, utest_limit_alarm: a changed limit is judged at once with the value that holds. */
    @Test
    void al30ShouldJudgeTheHeldValueByAnEditedLimit() {
        begin(LifeCycle.REQUIRED, lo(-1), lolo(-10), hi(10), hihi(100));
        read(0, 0).read(1000, 6);
        driver.tick(2000 * MS);
        edit(lo(-1), lolo(-10), hi(5), hihi(10));
        driver.tick(3000 * MS);
        edit(lo(-1), lolo(-10), hi(1), hihi(2));
        driver.tick(5000 * MS);
        expect("RAISED 2000 HI UA rings", "LEVEL_CHANGED 3000 HIHI UA rings");
        assertThat(driver.events().get(0).board()).contains("revision=1");
        assertThat(driver.events().get(1).board()).contains("revision=2");
        assertThat(driver.shard().names().version(driver.events().get(1).ruleId()))
                .isEqualTo(1);
    }

    /** A sensor that has never spoken keeps its alarm when it speaks. */
    @Test
    void shouldKeepTheAlarmOfAnExpectedSensorThatSpeaks() {
        driver.plan(plan(IDLE_AFTER, missing("gone", "s", 800 * MS, false, 0).expecting(List.of("s")))
                .withLifeCycle(LifeCycle.REQUIRED));
        for (long ms = 0; ms <= 1500; ms += 100) {
            driver.tick(ms * MS);
        }
        driver.action(OperatorAction.on(ActionKind.COMMENT, "gone", "s", "me").because("where is it?"), 1600 * MS);
        sensor = driver.sensor("s");
        driver.tick(1700 * MS);
        read(1800, 5).act(1900, OperatorAction.on(ActionKind.ACKNOWLEDGE, "gone", "s", "me"));
        assertThat(driver.events().stream()
                        .map(event -> event.kind() + " " + event.board().replaceAll(" .*", "")))
                .containsExactly("RAISED UA", "COMMENTED UA", "CLEARED RU", "ACKNOWLEDGED N");
        for (int cut = 1; cut < driver.records().entries().size(); cut++) {
            Restart.check(driver, cut);
        }
    }

    /** Kapacitor 7702d12d, TestStream_AlertStateChangesOnlyExpired. */
    @Test
    void al42ShouldRemindWhileTheAlarmIsActive() {
        begin(LifeCycle.UNACKNOWLEDGED.withRemind(2000 * MS), level(Level.LO, 97, 0));
        double[] values = {97.1, 92.6, 95.6, 93.1, 92.6, 95.8, 92.7, 96.0, 93.4, 95.3, 98.4, 97.1};
        for (int i = 0; i < values.length; i++) {
            read(i * 1000L, values[i]);
        }
        runTo(20_000);
        expect(
                "RAISED 1000 LO AA rings",
                "REMINDED 3000 LO AA rings",
                "REMINDED 5000 LO AA rings",
                "REMINDED 7000 LO AA rings",
                "REMINDED 9000 LO AA rings",
                "CLEARED 10000 LO N rings");
    }

    private void begin(LifeCycle lifeCycle, LimitLevel... levels) {
        begin(lifeCycle, 0, levels);
    }

    private void begin(LifeCycle lifeCycle, long onDelayMs, LimitLevel... levels) {
        LimitRule rule = limit("hot", "#", onDelayMs * MS, 0, 0, levels);
        driver.plan(plan(IDLE_AFTER, rule).withLifeCycle(lifeCycle));
        sensor = driver.sensor("s");
    }

    private void edit(LimitLevel... levels) {
        driver.plan(plan(IDLE_AFTER, limit("hot", "#", 0, 0, 0, levels)).withLifeCycle(LifeCycle.REQUIRED));
    }

    private static LimitLevel lo(double limit) {
        return level(Level.LO, limit, 0);
    }

    private static LimitLevel lolo(double limit) {
        return level(Level.LOLO, limit, 0);
    }

    private static LimitLevel hi(double limit) {
        return level(Level.HI, limit, 0);
    }

    private static LimitLevel hihi(double limit) {
        return level(Level.HIHI, limit, 0);
    }

    private AlarmCasesTest read(long ms, double value) {
        driver.good(sensor, ms * MS, value);
        lastMs = ms;
        return this;
    }

    private AlarmCasesTest act(long ms, ActionKind kind) {
        return act(ms, OperatorAction.on(kind, "hot", "s", "me"));
    }

    private AlarmCasesTest act(long ms, OperatorAction action) {
        driver.action(action, ms * MS);
        lastMs = ms;
        return this;
    }

    private AlarmCasesTest shelve(long ms, long forMs) {
        return act(ms, OperatorAction.on(ActionKind.SHELVE, "hot", "s", "me").lasting(forMs * MS));
    }

    private AlarmCasesTest acknowledge(long ms, long raisedMs) {
        return act(
                ms, OperatorAction.on(ActionKind.ACKNOWLEDGE, "hot", "s", "me").of("hot/1/s/" + raisedMs * MS, ""));
    }

    private AlarmCasesTest runTo(long untilMs) {
        for (long ms = lastMs + 500; ms <= untilMs; ms += 500) {
            driver.tick(ms * MS);
        }
        return this;
    }

    private void expect(String... expected) {
        assertThat(driver.events().stream().map(AlarmCasesTest::brief)).containsExactly(expected);
        for (int cut = 2; cut < driver.records().entries().size(); cut++) {
            Restart.check(driver, cut);
        }
    }

    private static String brief(SeenEvent event) {
        String[] words = event.board().split(" ", -1);
        List<String> parts = new ArrayList<>(List.of(event.kind().name(), Long.toString(event.timeNs() / MS)));
        if (event.levelCode() != AlarmEventFlyweight.NO_LEVEL) {
            parts.add(Level.values()[event.levelCode()].name());
        }
        for (int i = 0; i < words.length && !words[i].startsWith("acked="); i++) {
            if (!words[i].equals("suppressed")) {
                parts.add(words[i].matches("\\d+") ? Long.toString(Long.parseLong(words[i]) / MS) : words[i]);
            }
        }
        for (Refusal refusal : Refusal.values()) {
            if (event.board().contains(" " + refusal.name() + " ")) {
                parts.add(refusal.name());
            }
        }
        return String.join(" ", parts);
    }
}
