package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.join;
import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinCondition.Interval;
import io.tocsin.engine.plan.join.JoinCondition.SameWindow;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.stream.JoinOperator;
import io.tocsin.engine.testkit.ShardDriver;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joins in the shard: partners, samples without one, time, derived sensors, plans. */
class JoinSemanticsTest {
    private static final long IDLE_AFTER = 100;

    private final ShardDriver driver = new ShardDriver();
    private int left;
    private int right;

    private void sensorsUnder(JoinType type, JoinCondition condition) {
        driver.plan(plan(IDLE_AFTER, List.of(join("j", "+/in", "+/out", type, condition)), List.of()));
        left = driver.sensor("m/in");
        right = driver.sensor("m/out");
    }

    @Test
    void shouldGiveAPairWhenTheTimesAreWithinTheBounds() {
        sensorsUnder(JoinType.INNER, new Interval(-1, 2));
        driver.good(left, 10, 1).good(right, 9, 2).good(right, 12, 3).good(right, 13, 4);
        assertThat(driver.rowBriefs())
                .as("9 was late: the right side had not been heard, so the left one's time held")
                .containsExactly("m [10,13) 2: 1.0 3.0 10.0 12.0");
    }

    /** Case S11 of semantic-cases.json: inclusive bounds -1 to 1. */
    @Test
    void shouldGiveThePairsOfFlinkWhenBoundsAreInclusive() {
        sensorsUnder(JoinType.INNER, new Interval(-1, 1));
        for (int t = 1; t <= 4; t++) {
            driver.good(left, t, t).good(right, t, t);
        }
        assertThat(driver.rows().stream()
                        .map(row -> row.values().get(0) + "," + row.values().get(1)))
                .containsExactlyInAnyOrder(
                        "1.0,1.0", "1.0,2.0", "2.0,1.0", "2.0,2.0", "2.0,3.0", "3.0,2.0", "3.0,3.0", "3.0,4.0",
                        "4.0,3.0", "4.0,4.0");
    }

    /** "An anti join tells what was not followed": with the time at which it is certain. */
    @Test
    void shouldTellTheLeftSampleWithoutAPartnerWhenNoneCanComeAnyMore() {
        sensorsUnder(JoinType.ANTI, new Interval(0, 5));
        driver.good(left, 10, 1)
                .good(right, 12, 1)
                .good(left, 20, 2)
                .good(right, 26, 1)
                .good(left, 25, 3);
        assertThat(driver.rows()).isEmpty();
        driver.good(left, 26, 4);
        assertThat(driver.rowBriefs()).containsExactly("m [20,26) 1: 2.0 NaN 20.0 NaN");
    }

    @Test
    void shouldGoOnByTheClockWhenASideFallsSilent() {
        sensorsUnder(JoinType.LEFT, new Interval(0, 5));
        driver.good(right, 10, 1).good(left, 10, 1).good(left, 20, 2);
        driver.tick(109);
        assertThat(driver.rowBriefs()).containsExactly("m [10,11) 2: 1.0 1.0 10.0 10.0");
        driver.good(left, 115, 3).tick(116);
        assertThat(driver.rowBriefs())
                .as("the right side is silent since 10")
                .containsExactly("m [10,11) 2: 1.0 1.0 10.0 10.0", "m [20,26) 1: 2.0 NaN 20.0 NaN");
    }

    @Test
    void shouldNotWaitForASideThatWasNeverHeard() {
        sensorsUnder(JoinType.LEFT, new Interval(0, 5));
        driver.good(left, 10, 1).good(left, 16, 2);
        assertThat(driver.rowBriefs()).containsExactly("m [10,16) 1: 1.0 NaN 10.0 NaN");
    }

    @Test
    void shouldJoinEachWithEachWhenTheWindowCloses() {
        sensorsUnder(JoinType.FULL, new SameWindow(new AlignedWindow(10, 10, 0)));
        driver.good(left, 1, 1)
                .good(right, 3, 2)
                .good(left, 5, 3)
                .good(right, 12, 4)
                .good(left, 21, 5);
        assertThat(driver.rowBriefs()).containsExactly("m [0,10) 2: 1.0 2.0 1.0 3.0", "m [0,10) 2: 3.0 2.0 5.0 3.0");
        driver.good(right, 30, 6);
        assertThat(driver.rowBriefs().subList(2, 3)).containsExactly("m [10,20) 1: NaN 4.0 NaN 12.0");
    }

    @Test
    void shouldGiveAPairOnceAWindowWhenWindowsOverlap() {
        sensorsUnder(JoinType.INNER, new SameWindow(new AlignedWindow(10, 5, 0)));
        driver.good(left, 6, 1).good(right, 7, 2).good(left, 30, 1).good(right, 30, 2);
        assertThat(driver.rowBriefs()).containsExactly("m [0,10) 2: 1.0 2.0 6.0 7.0", "m [5,15) 2: 1.0 2.0 6.0 7.0");
    }

    @Test
    void shouldJoinInTheWindowsOfACalendarAndInThoseThatBeginTogether() {
        long hourNs = 3_600_000_000_000L;
        sensorsUnder(
                JoinType.INNER,
                new SameWindow(new CalendarWindow(
                        ZoneId.of("UTC"), List.of(LocalTime.of(6, 0), LocalTime.of(14, 0), LocalTime.of(22, 0)))));
        driver.good(left, 7 * hourNs, 1).good(right, 13 * hourNs, 2).good(left, 15 * hourNs, 3);
        driver.good(right, 15 * hourNs, 4);
        assertThat(driver.rows()).singleElement().satisfies(row -> {
            assertThat(row.startNs()).isEqualTo(6 * hourNs);
            assertThat(row.endNs()).isEqualTo(14 * hourNs);
        });

        ShardDriver cumulative = new ShardDriver();
        cumulative.plan(plan(
                IDLE_AFTER,
                List.of(join("j", "+/in", "+/out", JoinType.INNER, new SameWindow(new CumulativeWindow(30, 10, 0)))),
                List.of()));
        int in = cumulative.sensor("m/in");
        int out = cumulative.sensor("m/out");
        cumulative.good(in, 12, 1).good(out, 13, 2).good(in, 40, 1).good(out, 40, 1);
        assertThat(cumulative.rowBriefs())
                .containsExactly("m [0,20) 2: 1.0 2.0 12.0 13.0", "m [0,30) 2: 1.0 2.0 12.0 13.0");
    }

    @Test
    void shouldFeedAlarmsAndStreamsWithTheValues() {
        JoinNode bare = join("j", "+/in", "+/out", JoinType.INNER, new Interval(0, 5));
        JoinNode join = new JoinNode(
                "j",
                bare.left(),
                bare.right(),
                bare.type(),
                bare.condition(),
                false,
                List.of(JoinValue.DIFFERENCE, JoinValue.RATIO),
                0,
                List.of());
        driver.plan(plan(
                IDLE_AFTER,
                List.of(join, stream("w", "j/+/ratio", 10, Aggregate.COUNT)),
                List.of(limit("apart", "j/+/difference", 0, 0, 0, level(Level.HI, 5, 0)))));
        left = driver.sensor("m/in");
        right = driver.sensor("m/out");
        driver.good(left, 1, 10).good(right, 3, 4).good(left, 12, 1).good(right, 12, 0);
        assertThat(driver.briefs()).containsExactly("RAISED HI@3 of 3#1", "CLEARED HI@12 of 3#1");
        assertThat(driver.rowBriefs()).as("a ratio to zero is none").isEmpty();
        driver.sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("j/m/ratio [0,10) 1: 1.0");
    }

    /** A side without sensors does not keep what lies behind the join open when everything else has ended. */
    @Test
    void shouldEndWithItsSourcesWhenASideHasNoSensors() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(
                        join("j", "+/in", "+/out", JoinType.LEFT, new Interval(0, 5)),
                        stream("w", "j/+/left", 100, Aggregate.SUM)),
                List.of()));
        int in = driver.sensor("m/in");
        driver.good(in, 1, 10).sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("m [1,7) 1: 10.0 NaN 1.0 NaN", "j/m/left [0,100) 1: 10.0");
    }

    /** A group of what a stream makes ends with it. */
    @Test
    void shouldEndAGroupOfDerivedSensorsWithTheirSource() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(
                        stream("a", "s/+", 10, Aggregate.SUM),
                        stream("b", "a/s/+/sum", "{2}", new AlignedWindow(100, 100, 0), Aggregate.SUM)),
                List.of()));
        int one = driver.sensor("s/1");
        int two = driver.sensor("s/2");
        driver.good(one, 1, 10).good(two, 2, 5).sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("s/1 [0,10) 1: 10.0", "s/2 [0,10) 1: 5.0", "s [0,100) 2: 15.0");
    }

    @Test
    void shouldKeepItsSamplesOverAChangeOfPlanThatLeavesItAlone() {
        JoinNode join = join("j", "+/in", "+/out", JoinType.INNER, new Interval(0, 5));
        driver.plan(plan(IDLE_AFTER, List.of(join), List.of()));
        left = driver.sensor("m/in");
        right = driver.sensor("m/out");
        driver.good(left, 1, 10);
        driver.plan(plan(IDLE_AFTER, List.of(stream("w", "#", 10, Aggregate.SUM), join), List.of()));
        driver.good(right, 2, 4);
        assertThat(driver.rowBriefs()).containsExactly("m [1,3) 2: 10.0 4.0 1.0 2.0");
        JoinNode changed = join("j", "+/in", "+/out", JoinType.INNER, new Interval(0, 6));
        driver.plan(plan(IDLE_AFTER, List.of(changed), List.of()));
        driver.good(right, 3, 4);
        assertThat(driver.rows()).as("the new one begins afresh").hasSize(1);
    }

    @Test
    void shouldRefuseASampleAndCountItWhenTooManyAreHeld() {
        sensorsUnder(JoinType.INNER, new Interval(0, 1_000_000));
        driver.good(right, 0, 0);
        for (int i = 0; i <= JoinOperator.MAX_HELD_PER_SIDE; i++) {
            driver.good(left, i, i);
        }
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
        driver.good(right, 1, 7);
        assertThat(driver.rows()).as("0 and 1 are held").hasSize(2 + 1);
    }

    /** A set-point that the broker kept is one; what is gone is no more. */
    @Test
    void shouldLookUpTheNewestOfTheRight() {
        sensorsUnder(JoinType.LEFT, new JoinCondition.Latest());
        driver.good(left, 10, 1).reading(right, 5, 11, 50, Quality.GOOD, ReadingFlags.RETAINED);
        driver.good(left, 20, 2)
                .good(right, 3, 99)
                .good(right, 15, 60)
                .good(left, 12, 3)
                .bad(right, 21);
        driver.good(left, 30, 4);
        assertThat(driver.rowBriefs())
                .containsExactly(
                        "m [10,11) 1: 1.0 NaN 10.0 NaN",
                        "m [20,21) 2: 2.0 50.0 20.0 5.0",
                        "m [12,13) 2: 3.0 60.0 12.0 15.0",
                        "m [30,31) 1: 4.0 NaN 30.0 NaN");
        assertThat(driver.shard().view().skippedCount())
                .as("one of the right was older")
                .isEqualTo(1);
    }

    /** A table never ends, and what looks something up in it does. */
    @Test
    void shouldEndWithTheLeftSideWhenItLooksUp() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(
                        join("j", "+/in", "+/out", JoinType.INNER, new JoinCondition.Latest()),
                        stream("w", "j/+/left", 100, Aggregate.SUM)),
                List.of()));
        int in = driver.sensor("m/in", 0, 0);
        int limit = driver.sensor("m/out", 1, 0);
        driver.good(limit, 0, 50).good(in, 1, 10).sourceEnd(0);
        assertThat(driver.rowBriefs()).containsExactly("m [1,2) 2: 10.0 50.0 1.0 0.0", "j/m/left [0,100) 1: 10.0");
    }

    @Test
    void shouldRefuseWindowsThatTheSamplesMake() {
        assertThatThrownBy(() -> new SameWindow(new CountWindow(3, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count");
    }
}
