package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Outages of live sources: no silence while a source is down, and the whole timeout once it is back. */
class OutageSemanticsTest {
    private static final long TIMEOUT = 100;
    private static final long IDLE_AFTER = 10;

    private final ShardDriver driver = new ShardDriver();

    private static AlarmRule silent(String filter) {
        return missing("silent", filter, TIMEOUT, false, AlarmRule.ON_ARRIVAL);
    }

    private List<String> named() {
        return driver.events().stream()
                .map(event ->
                        driver.shard().names().alarmSensor(event.ruleId(), event.sensorId()) + " " + event.brief())
                .toList();
    }

    @Test
    void shouldNotRaiseWhileTheSourceIsDownButAfterItsReturn() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_000, 1).down(1, 1_050).tick(1_101).tick(5_000).up(1, 6_000);
        assertThat(driver.shard().nextTickDueNs(0)).isEqualTo(6_101);
        driver.tick(6_100);
        assertThat(driver.events()).isEmpty();
        driver.tick(6_101);
        assertThat(named()).containsExactly("a RAISED@6100 of 6100#1");
        driver.good(a, 6_200, 1);
        assertThat(named()).contains("a CLEARED@6200 of 6100#1");
    }

    @Test
    void shouldNotRaiseWhenTheSensorSpeaksAfterTheReturn() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_000, 1).down(1, 1_050).up(1, 6_000).good(a, 6_090, 1).tick(6_190);
        assertThat(driver.events()).isEmpty();
        driver.tick(6_191);
        assertThat(named()).containsExactly("a RAISED@6190 of 6190#1");
    }

    /** Its clock is an hour slow. */
    @Test
    void shouldBeginTheTimeoutAnewByTheSensorsOwnClock() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.reading(a, 400, 4_000, 1, Quality.GOOD, ReadingFlags.NONE);
        driver.down(1, 4_010).up(1, 6_000).tick(6_101);
        assertThat(named()).containsExactly("a RAISED@2500 of 2500#1");
    }

    @Test
    void shouldLeaveAnAlarmRaisedThatStandsAlready() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_000, 1).tick(1_101).down(1, 1_200).up(1, 2_000).tick(3_000);
        assertThat(named()).containsExactly("a RAISED@1100 of 1100#1");
        driver.good(a, 3_100, 1);
        assertThat(named()).contains("a CLEARED@3100 of 1100#1");
    }

    @Test
    void shouldWatchTheSensorsOfOtherSources() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 0, 0);
        int b = driver.sensor("b", 1, 0);
        driver.good(a, 1_000, 1).good(b, 1_000, 1).down(1, 1_050).tick(1_101);
        assertThat(named()).containsExactly("a RAISED@1100 of 1100#1");
    }

    /** A broker keeps the first thousand messages and drops the others; then what is live comes. */
    @Test
    void shouldTakeNoGapInTheBacklogForASilence() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_000, 1).down(1, 1_050).up(1, 6_000);
        driver.reading(a, 1_060, 6_001, 1, Quality.GOOD, ReadingFlags.NONE);
        driver.reading(a, 3_000, 6_002, 1, Quality.GOOD, ReadingFlags.NONE);
        driver.reading(a, 6_003, 6_003, 1, Quality.GOOD, ReadingFlags.NONE);
        driver.tick(6_103);
        assertThat(driver.events()).isEmpty();
        driver.tick(6_104);
        assertThat(named()).containsExactly("a RAISED@6103 of 6103#1");
    }

    /** A sensor that died during the outage is not watched by the clock of its last message for as long again. */
    @Test
    void shouldRaiseSoonForASensorWhoseBacklogEnds() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_000, 1).down(1, 1_050).up(1, 600_000);
        driver.reading(a, 1_060, 600_001, 1, Quality.GOOD, ReadingFlags.NONE);
        driver.tick(600_101);
        assertThat(driver.events()).isEmpty();
        driver.tick(600_102);
        assertThat(named()).containsExactly("a RAISED@1160 of 1160#1");
    }

    @Test
    void shouldNotCallAGroupSilentWhileASourceOfItIsDown() {
        driver.plan(plan(IDLE_AFTER, missing("all", "#", TIMEOUT, true, 0)));
        int a = driver.sensor("a", 0, 0);
        int b = driver.sensor("b", 1, 0);
        driver.good(a, 1_000, 1).good(b, 1_000, 1).down(1, 1_050).tick(2_000).up(1, 2_010);
        driver.tick(2_110);
        assertThat(driver.events()).isEmpty();
        driver.tick(2_111);
        assertThat(driver.briefs()).containsExactly("RAISED@2110 of 2110#1");
    }

    @Test
    void shouldWaitForTheLastSourceOfAGroup() {
        driver.plan(plan(IDLE_AFTER, missing("all", "#", TIMEOUT, true, 0)));
        int a = driver.sensor("a", 0, 0);
        int b = driver.sensor("b", 1, 0);
        driver.good(a, 1_000, 1).good(b, 1_000, 1).down(1, 1_050).down(0, 1_060).up(1, 2_000);
        driver.tick(3_000).up(0, 4_000).tick(4_100);
        assertThat(driver.events()).isEmpty();
        driver.tick(4_101);
        assertThat(driver.briefs()).containsExactly("RAISED@4100 of 4100#1");
    }

    @Test
    void shouldCloseWindowsDuringTheOutageButCallNoResultSilent() {
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.COUNT)), List.of(silent("w/#"))));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_001, 1).good(a, 1_012, 1).down(1, 1_013).tick(1_050).tick(5_000);
        assertThat(driver.rows()).hasSize(2);
        assertThat(driver.events()).isEmpty();
        driver.up(1, 6_000).tick(6_300);
        assertThat(named()).hasSize(1);
    }

    @Test
    void shouldLetOtherDelaysElapseDuringTheOutage() {
        driver.plan(plan(IDLE_AFTER, limit("hi", "#", 50, 0, 0, level(Level.HI, 5, 0)), silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_000, 9).down(1, 1_010).tick(2_000);
        assertThat(driver.briefs()).containsExactly("RAISED HI@1050 of 1050#1");
    }

    @Test
    void shouldHoldForTheTimeOfASourceToo() {
        driver.plan(plan(IDLE_AFTER, TimeScope.SOURCE, List.of(), List.of(silent("#"))));
        int a = driver.sensor("a", 1, 0);
        int b = driver.sensor("b", 1, 0);
        driver.good(a, 1_000, 1).good(b, 1_040, 1).down(1, 1_050).tick(3_000).up(1, 6_000);
        driver.good(b, 6_100, 1);
        assertThat(driver.events()).isEmpty();
        driver.good(b, 6_102, 1);
        assertThat(named()).containsExactly("a RAISED@6100 of 6100#1");
    }

    @Test
    void shouldHoldASensorThatIsDefinedAndARuleThatBeginsDuringTheOutage() {
        driver.plan(plan(IDLE_AFTER, limit("hi", "#", 0, 0, 0, level(Level.HI, 5, 0))));
        int a = driver.sensor("a", 1, 0);
        driver.down(1, 900).plan(plan(IDLE_AFTER, silent("#")));
        int b = driver.sensor("b", 1, 0);
        driver.good(a, 1_000, 1).good(b, 1_000, 1).tick(2_000);
        assertThat(driver.events()).isEmpty();
        driver.up(1, 3_000).tick(3_101);
        assertThat(named()).containsExactly("a RAISED@3100 of 3100#1", "b RAISED@3100 of 3100#1");
    }

    @Test
    void shouldEndTheOutageOfASourceThatThePlanNoLongerHas() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.good(a, 1_000, 1).down(1, 1_010).tick(2_000);
        List<SourceNode> rest = List.of(new SourceNode("s0", "file", "", true, 16));
        driver.plan(
                new Plan("gateway", rest, IDLE_AFTER, TimeScope.SENSOR, List.of(), List.of(silent("#")), List.of()));
        assertThat(driver.shard().isSourceDown(1)).isFalse();
        driver.tick(2_101);
        assertThat(named()).containsExactly("a RAISED@2100 of 2100#1");
    }

    @Test
    void shouldWaitAnewForExpectedSensorsAfterAnyOutage() {
        driver.plan(plan(
                1_000_000,
                missing("silent", "#", 80, false, AlarmRule.ON_ARRIVAL).expecting(List.of("x"))));
        driver.down(1, 900);
        assertThat(driver.shard().nextTickDueNs(0)).isEqualTo(Long.MAX_VALUE);
        driver.up(1, 1_000);
        ticks(1_000, 1_070);
        driver.down(1, 1_071).up(1, 1_072);
        ticks(1_080, 1_150);
        assertThat(driver.events()).isEmpty();
        driver.tick(1_160);
        assertThat(named()).containsExactly("x RAISED@1160 of 1160#1");
    }

    private void ticks(long fromNs, long toNs) {
        for (long atNs = fromNs; atNs <= toNs; atNs += 10) {
            driver.tick(atNs);
        }
    }

    @Test
    void shouldIgnoreWhatIsKnown() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        int a = driver.sensor("a", 1, 0);
        driver.up(1, 500)
                .good(a, 1_000, 1)
                .down(1, 1_010)
                .down(1, 1_020)
                .up(1, 2_000)
                .up(1, 2_050);
        driver.tick(2_101);
        assertThat(named()).containsExactly("a RAISED@2100 of 2100#1");
    }

    @Test
    void shouldRefuseTheStateOfASourceThatNoPlanHas() {
        driver.plan(plan(IDLE_AFTER, silent("#")));
        assertThatThrownBy(() -> driver.down(2, 10)).isInstanceOf(JournalException.class);
    }
}
