package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.ShardDriver;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "Each reading moves the time of all sensors of its source." */
class SourceScopeSemanticsTest {
    private static final AlignedWindow TEN = new AlignedWindow(10, 10, 0);
    private static final long IDLE_AFTER = 100;

    private final ShardDriver driver = new ShardDriver();

    private static Plan plan(List<? extends DerivedNode> streams, AlarmRule... alarms) {
        return Rules.plan(IDLE_AFTER, TimeScope.SOURCE, streams, List.of(alarms));
    }

    private static StreamNode windows(String name, String filter, String groupBy, long outOfOrderness) {
        return new StreamNode(
                name,
                new SensorSelector(filter),
                groupBy,
                TEN,
                false,
                List.of(Aggregate.SUM),
                outOfOrderness,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
    }

    @Test
    void shouldCloseTheWindowOfASilentSensorByItsNeighboursReading() {
        driver.plan(plan(List.of(stream("w", "#", 10, Aggregate.SUM))));
        int a = driver.sensor("a", 0, 0);
        int b = driver.sensor("b", 0, 0);
        int other = driver.sensor("c", 1, 0);
        driver.good(a, 1, 2).good(other, 500, 1).good(b, 9, 4);
        assertThat(driver.rows()).as("another source moves nothing").isEmpty();
        driver.bad(b, 10);
        assertThat(driver.rowBriefs()).containsExactlyInAnyOrder("a [0,10) 1: 2.0", "b [0,10) 1: 4.0");
        driver.good(a, 9, 9);
        assertThat(driver.shard().view().skippedCount())
                .as("late by the time of the source")
                .isEqualTo(1);
    }

    @Test
    void shouldLetDelaysAndTimeoutsOfSilentSensorsElapseInTheOrderOfTime() {
        driver.plan(
                plan(List.of(), limit("hi", "#", 5, 0, 0, level(Level.HI, 5, 0)), missing("gone", "b", 8, false, 0)));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        int c = driver.sensor("c");
        driver.good(b, 10, 1).good(a, 14, 9).good(c, 18, 1);
        assertThat(driver.events()).isEmpty();
        driver.good(c, 19, 1);
        assertThat(driver.briefs()).as("samples at 18 itself would count first").hasSize(1);
        driver.good(c, 40, 1);
        assertThat(driver.events()).hasSize(2);
        assertThat(driver.events().get(0).timeNs()).isEqualTo(18);
        assertThat(driver.events().get(1).timeNs()).isEqualTo(19);
    }

    @Test
    void shouldTakeAReadingIntoTheSessionThatItReaches() {
        driver.plan(plan(List.of(stream("w", "#", "", new SessionWindow(10, 0), Aggregate.COUNT))));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        driver.good(a, 0, 1).good(b, 0, 1).good(a, 10, 1);
        assertThat(driver.rowBriefs()).as("b's is over, a's goes on").containsExactly("b [0,10) 1: 1.0");
    }

    /** "A reading at t counts, and then fires what is due at t - 1 ns", unless time was there before it. */
    @Test
    void shouldTakeAReadingIntoTheSessionOfItsGroupUnlessTimeWasThere() {
        SessionWindow sessions = new SessionWindow(10, 0);
        driver.plan(plan(List.of(
                sessionsOfGroup("final", sessions, 0, EmitMode.APPEND),
                sessionsOfGroup("changes", sessions, 5, EmitMode.UPDATE))));
        int a = driver.sensor("p/a");
        int b = driver.sensor("p/b");
        int neighbour = driver.sensor("q/c");
        driver.good(a, 0, 1).good(b, 10, 1);
        assertThat(driver.rows())
                .as("b's reading moves time, and counts before")
                .isEmpty();
        driver.bad(neighbour, 20);
        assertThat(driver.rowBriefs()).as("at their end").containsExactly("p [0,20) 2: 2.0", "p [0,20) 2: 2.0");
        driver.good(a, 20, 1).bad(neighbour, 30);
        assertThat(driver.rowBriefs().subList(2, 4)).containsExactly("p [20,30) 1: 1.0", "p [0,30) 3: 3.0 again");
        assertThat(driver.shard().view().skippedCount()).isZero();
    }

    private static StreamNode sessionsOfGroup(String name, SessionWindow sessions, long latenessNs, EmitMode emit) {
        return new StreamNode(
                name,
                new SensorSelector("p/+"),
                "{1}",
                sessions,
                false,
                List.of(Aggregate.COUNT),
                0,
                latenessNs,
                LatePolicy.DROP,
                emit,
                List.of("k"));
    }

    /** A stream's results reach a group behind it before time has passed them, however far the source's time jumps. */
    @Test
    void shouldLoseNothingBehindAStreamWhenTimeJumps() {
        driver.plan(plan(List.of(windows("w", "+/+", "", 5), windows("all", "w/#", "{1}", 0))));
        int a = driver.sensor("p/a");
        int b = driver.sensor("p/b");
        for (int time = 0; time < 50; time += 5) {
            driver.good(a, time, 1).good(b, time, 1);
        }
        driver.good(a, 1_000, 1);
        assertThat(driver.shard().view().skippedCount()).isZero();
        assertThat(driver.rowBriefs().stream().filter(brief -> brief.startsWith("w ")))
                .containsExactly(
                        "w [0,10) 2: 4.0",
                        "w [10,20) 2: 4.0",
                        "w [20,30) 2: 4.0",
                        "w [30,40) 2: 4.0",
                        "w [40,50) 2: 4.0");
    }

    @Test
    void shouldGoByTheSourceThatIsBehindWhenAGroupIsOfTwo() {
        driver.plan(plan(List.of(windows("w", "p/#", "{1}", 0))));
        int a = driver.sensor("p/a", 0, 0);
        int b = driver.sensor("p/b", 1, 0);
        int neighbourOfB = driver.sensor("q/c", 1, 0);
        driver.good(a, 1, 1).good(neighbourOfB, 2, 1);
        driver.good(b, 3, 1);
        assertThat(driver.rows()).isEmpty();
        driver.good(neighbourOfB, 30, 1);
        assertThat(driver.rows()).as("a's source is behind").isEmpty();
        driver.sourceEnd(0);
        assertThat(driver.rowBriefs()).as("it has ended").containsExactly("p [0,10) 2: 2.0");
    }

    @Test
    void shouldRunOnWithTheClockWhenTheWholeSourceIsSilent() {
        driver.plan(plan(List.of(windows("w", "a", "", 0)), limit("hi", "b", 50, 0, 0, level(Level.HI, 5, 0))));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        driver.reading(a, 1, 1_001, 7, Quality.GOOD, 0);
        driver.reading(b, 2, 1_050, 9, Quality.GOOD, 0);
        assertThat(driver.shard().nextTickDueNs(1_050)).isEqualTo(1_150);
        driver.tick(1_149);
        assertThat(driver.results()).isEmpty();
        driver.tick(1_150);
        assertThat(driver.rowBriefs()).containsExactly("a [0,10) 1: 7.0");
        assertThat(driver.briefs()).containsExactly("RAISED HI@52 of 52#1");
        assertThat(driver.shard().nextTickDueNs(1_150)).isEqualTo(Long.MAX_VALUE);
        driver.reading(a, 101, 1_151, 7, Quality.GOOD, 0);
        assertThat(driver.shard().view().skippedCount()).isZero();
        driver.reading(a, 99, 1_151, 7, Quality.GOOD, 0);
        assertThat(driver.shard().view().skippedCount())
                .as("late by the time of the clock, 102")
                .isEqualTo(1);
    }

    /** "At the end of a bounded source, timers due at or before its last event time fire, none after." */
    @Test
    void shouldFireUpToTheLastEventTimeWhenTheSourceEnds() {
        driver.plan(plan(
                List.of(windows("w", "+", "", 3)),
                limit("hi", "+", 5, 0, 0, level(Level.HI, 5, 0)),
                limit("far", "+", 6, 0, 0, level(Level.HI, 5, 0))));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        driver.good(a, 1, 9).good(b, 6, 1).good(a, 7, 9).good(b, 12, 1).sourceEnd(0);
        assertThat(driver.briefs()).containsExactly("RAISED HI@6 of 6#1", "RAISED HI@7 of 7#1");
        assertThat(driver.rowBriefs())
                .containsExactlyInAnyOrder("a [0,10) 2: 18.0", "b [0,10) 1: 1.0", "b [10,20) 1: 1.0");
    }

    @Test
    void shouldFireNoMoreThanItsBoundForOneRecord() {
        int sensors = 3_000;
        driver.plan(plan(List.of(windows("w", "s/#", "", 0), windows("all", "w/#", "{1}", 0))));
        for (int i = 0; i < sensors; i++) {
            driver.sensor("s/" + i);
        }
        for (int i = 0; i < sensors; i++) {
            driver.good(i, 5, 1);
        }
        driver.good(0, 20, 1);
        assertThat(driver.rows().size()).isLessThanOrEqualTo(SourceTimes.MAX_FIRED + 1);
        assertThat(driver.shard().nextTickDueNs(20)).as("at once").isEqualTo(20);
        driver.good(1, 8, 1);
        assertThat(driver.shard().view().skippedCount())
                .as("time stands where it could not go on")
                .isBetween(0L, 1L);
        driver.tick(21).tick(22);
        assertThat(driver.rowBriefs()).as("the group had them all").contains("w [0,10) 3000: 3000.0");
        assertThat(driver.shard().nextTickDueNs(22)).as("is not due").isGreaterThan(22);
        assertThat(ShardDriver.replay(driver.records()).shard().digest())
                .isEqualTo(driver.shard().digest());
    }

    @Test
    void shouldKeepWhatIsOpenWhenTheScopeChanges() {
        List<StreamNode> streams = List.of(windows("w", "+", "", 0));
        driver.plan(Rules.plan(IDLE_AFTER, streams, List.of()));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        driver.good(a, 1, 1).good(b, 30, 1);
        assertThat(driver.rows()).isEmpty();
        driver.plan(plan(streams)).good(b, 31, 1);
        assertThat(driver.rowBriefs()).containsExactly("a [0,10) 1: 1.0");
        driver.plan(Rules.plan(IDLE_AFTER, streams, List.of())).good(a, 32, 1).good(b, 90, 1);
        assertThat(driver.rowBriefs()).containsExactly("a [0,10) 1: 1.0", "b [30,40) 2: 2.0");
    }

    @Test
    void shouldRefuseReceiveTime() {
        StreamNode stream = windows("w", "+", "", 0);
        StreamNode byReceiveTime = new StreamNode(
                "w",
                stream.selector(),
                "",
                TEN,
                true,
                stream.aggregates(),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of());
        assertThatThrownBy(() -> plan(List.of(byReceiveTime)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("receive time");
    }

    @Test
    void shouldAllocateNothingForAReading() {
        JournalFold shard = new JournalFold(ResultHandler.NOTHING);
        RecordList records = new RecordList();
        int sensors = 50;
        records.plan(plan(
                List.of(windows("w", "s/#", "", 7), windows("all", "w/#", "{1}", 0)),
                limit("hi", "s/#", 5, 5, 3, level(Level.HI, 50, 1)),
                missing("gone", "s/#", 40, false, 0)));
        for (int i = 0; i < sensors; i++) {
            records.sensor(new SensorDefinition(i, i % 2, 0, "s/" + i));
        }
        records.replay(shard);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long threadId = Thread.currentThread().getId();
        long position = records.size();
        position = drive(shard, position, sensors);
        threads.getThreadAllocatedBytes(threadId);
        long events = shard.eventCount();
        long before = threads.getThreadAllocatedBytes(threadId);
        drive(shard, position, sensors);
        long allocated = threads.getThreadAllocatedBytes(threadId) - before;
        assertThat(shard.eventCount() - events).isGreaterThan(10_000);
        assertThat(allocated).isLessThan(4_096);
    }

    private static long drive(JournalFold shard, long from, int sensors) {
        long position = from;
        for (int i = 0; i < 200_000; i++, position++) {
            long lagNs = i % 7 == 0 ? i % 20 : 0;
            if (i % 1_000 == 999) {
                shard.onTick(position, position + IDLE_AFTER);
            } else {
                shard.onReading(
                        position,
                        i * 31 % sensors,
                        position - lagNs,
                        position,
                        i * 37 % 100,
                        Quality.GOOD.code(),
                        ReadingFlags.NONE);
            }
        }
        return position;
    }
}
