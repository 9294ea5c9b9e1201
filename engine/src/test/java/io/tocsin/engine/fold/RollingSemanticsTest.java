package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rolling windows and times in states in the shard. Tests of the windows themselves are beside the windows. */
class RollingSemanticsTest {
    private static final long IDLE_AFTER = 100;
    private static final int RUNS = 200;

    private final ShardDriver driver = new ShardDriver();

    private static StreamNode rolling(long sizeNs, long outOfOrderness, LatePolicy late, EmitMode emit) {
        return new StreamNode(
                "w",
                new SensorSelector("#"),
                "",
                new RollingWindow(sizeNs),
                false,
                List.of(Aggregate.SUM, Aggregate.MAX),
                outOfOrderness,
                0,
                late,
                emit,
                List.of("k"));
    }

    private static StreamNode states(Window window, long outOfOrderness) {
        return new StreamNode(
                "w",
                new SensorSelector("#"),
                "",
                window,
                false,
                List.of(),
                List.of(TimeInState.at("on", 1), TimeInState.above("high", 1)),
                outOfOrderness,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
    }

    private int sensorUnder(StreamNode... streams) {
        driver.plan(plan(IDLE_AFTER, List.of(streams), List.of()));
        return driver.sensor("s");
    }

    @Test
    void shouldGiveARowAtEveryReading() {
        int s = sensorUnder(rolling(10, 0, LatePolicy.DROP, EmitMode.APPEND));
        driver.good(s, 20, 1).good(s, 25, 4).good(s, 30, 2);
        assertThat(driver.rowBriefs())
                .containsExactly("s [11,21) 1: 1.0 1.0", "s [16,26) 2: 5.0 4.0", "s [21,31) 2: 6.0 4.0");
    }

    @Test
    void shouldGiveNoRowForWhatIsNoSample() {
        int s = sensorUnder(rolling(10, 0, LatePolicy.SIDE, EmitMode.APPEND));
        driver.good(s, 20, 1).bad(s, 22);
        driver.reading(s, 23, 10, 9, Quality.GOOD, ReadingFlags.RETAINED);
        // They are signs of time all the same: what is older than they are is late.
        driver.good(s, 21, 5).good(s, 24, 2);
        assertThat(driver.rowBriefs())
                .containsExactly("s [11,21) 1: 1.0 1.0", "s [21,22) 1: 5.0 late", "s [15,25) 2: 3.0 2.0");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    @Test
    void shouldPutReadingsInOrder() {
        int s = sensorUnder(rolling(10, 5, LatePolicy.SIDE, EmitMode.APPEND));
        driver.good(s, 20, 1).good(s, 24, 4).good(s, 22, 2);
        assertThat(driver.rows()).isEmpty();
        driver.good(s, 29, 8).good(s, 23, 99);
        assertThat(driver.rowBriefs())
                .containsExactly(
                        "s [11,21) 1: 1.0 1.0",
                        "s [13,23) 2: 3.0 2.0",
                        "s [15,25) 3: 7.0 4.0",
                        "s [23,24) 1: 99.0 late");
    }

    @Test
    void shouldNumberTheRowsOfOneInstant() {
        int s = sensorUnder(rolling(10, 0, LatePolicy.DROP, EmitMode.APPEND));
        driver.good(s, 20, 1).good(s, 20, 2);
        assertThat(driver.rowBriefs()).containsExactly("s [11,21) 1: 1.0 1.0", "s [11,21) 2: 3.0 2.0");
    }

    @Test
    void shouldFeedAlarmsWithEveryReading() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(rolling(10, 0, LatePolicy.DROP, EmitMode.APPEND)),
                List.of(limit("hi", "w/+/sum", 0, 0, 0, level(Level.HI, 5, 0)))));
        int s = driver.sensor("s");
        driver.good(s, 20, 3).good(s, 24, 3).good(s, 33, 1);
        assertThat(driver.events()).hasSize(2);
        assertThat(driver.events().get(0).timeNs()).isEqualTo(24);
        assertThat(driver.events().get(1).timeNs()).isEqualTo(33);
    }

    /** Shuffled within the bound, the rows are those of the sorted input. */
    @Test
    void shouldGiveTheRowsOfSortedInput() {
        Seeds.forEach(RUNS, RollingSemanticsTest::checkShuffled);
    }

    private static void checkShuffled(long seed) {
        Random random = Seeds.random(seed);
        int bound = random.nextInt(30);
        long size = 1L + random.nextInt(60);
        List<long[]> readings = new ArrayList<>();
        long time = 1_000;
        for (int i = 0; i < 100; i++) {
            time += 1 + random.nextInt(random.nextInt(10) == 0 ? 80 : 6);
            readings.add(new long[] {time, random.nextInt(100), time + (bound == 0 ? 0 : random.nextInt(bound + 1))});
        }
        ShardDriver driver = new ShardDriver();
        driver.plan(plan(1_000_000, List.of(rolling(size, bound, LatePolicy.SIDE, EmitMode.APPEND)), List.of()));
        int s = driver.sensor("s");
        readings.stream()
                .sorted(Comparator.comparingLong((long[] reading) -> reading[2]))
                .forEach(reading -> driver.good(s, reading[0], (double) reading[1]));
        driver.sourceEnd(0);

        List<String> expected = new ArrayList<>();
        for (long[] last : readings) {
            List<long[]> window = readings.stream()
                    .filter(reading -> reading[0] > last[0] - size && reading[0] <= last[0])
                    .toList();
            double sum = window.stream().mapToDouble(reading -> reading[1]).sum();
            double max =
                    window.stream().mapToDouble(reading -> reading[1]).max().orElseThrow();
            expected.add(
                    "[" + (last[0] - size + 1) + "," + (last[0] + 1) + ") " + window.size() + ": " + sum + " " + max);
        }
        assertThat(driver.rows().stream().map(SeenRow::brief))
                .as("bound=%d, size=%d", bound, size)
                .containsExactlyElementsOf(expected);
        assertThat(ShardDriver.replay(driver.records()).shard().digest())
                .isEqualTo(driver.shard().digest());
    }

    @Test
    void shouldRefuseToChangeRows() {
        assertThatThrownBy(() -> rolling(10, 0, LatePolicy.DROP, EmitMode.COMPLETE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never changes");
    }

    @Test
    void shouldNotBeJoined() {
        assertThatThrownBy(() -> new JoinCondition.SameWindow(new RollingWindow(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rolling");
    }

    @Test
    void shouldTellForHowLongTheValueWasInAState() {
        int s = sensorUnder(states(new AlignedWindow(10_000_000_000L, 10_000_000_000L, 0), 0));
        driver.good(s, 2_000_000_000L, 1).bad(s, 3_000_000_000L).good(s, 4_000_000_000L, 5);
        // Late, and so it changes nothing.
        driver.good(s, 3_500_000_000L, 5).good(s, 6_500_000_000L, 1).good(s, 10_000_000_000L, 0);
        driver.good(s, 20_000_000_000L, 0);
        assertThat(driver.rowBriefs())
                .containsExactly("s [0,10000000000) 3: 5.5 2.5", "s [10000000000,20000000000) 1: 0.0 0.0");
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
    }

    @Test
    void shouldPutReadingsInOrderForStates() {
        int s = sensorUnder(states(new AlignedWindow(10_000_000_000L, 10_000_000_000L, 0), 5_000_000_000L));
        driver.good(s, 2_000_000_000L, 1).good(s, 6_000_000_000L, 7).good(s, 4_000_000_000L, 0);
        driver.good(s, 15_000_000_000L, 0);
        assertThat(driver.rowBriefs()).containsExactly("s [0,10000000000) 3: 2.0 4.0");
    }

    @Test
    void shouldFeedAlarmsWithTheTimeInAState() {
        driver.plan(plan(
                IDLE_AFTER,
                List.of(states(new RollingWindow(10_000_000_000L), 0)),
                List.of(limit("hi", "w/+/time_in_on", 0, 0, 0, level(Level.HI, 5, 0)))));
        int s = driver.sensor("s");
        driver.good(s, 1_000_000_000L, 1).good(s, 5_000_000_000L, 1).good(s, 6_500_000_000L, 0);
        assertThat(driver.events()).hasSize(1);
        assertThat(driver.events().get(0).timeNs()).isEqualTo(6_500_000_000L);
    }
}
