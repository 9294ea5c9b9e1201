package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.rate;
import static io.tocsin.engine.testkit.Rules.stuck;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.operator.ReorderingOperator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** "reorder: 2s holds readings until the watermark has passed them, and gives exactly the result of sorted input." */
class ReorderModelTest {
    private static final long BOUND = 8;
    private static final LimitLevel[] LEVELS = {level(Level.HIHI, 8, 1), level(Level.HI, 6, 2), level(Level.LO, 3, 1)};

    /** A reading and the time of its arrival. */
    private record Arrival(RecordList.Reading reading, long arrivalNs) {}

    @Test
    void shouldGiveTheResultOfSortedInputWhenInputIsShuffledWithinTheBound() {
        Seeds.forEach(300, ReorderModelTest::check);
    }

    private static void check(long seed) {
        Random random = Seeds.random(seed);
        long onDelayNs = random.nextInt(5);
        long offDelayNs = random.nextInt(5);
        long timeoutNs = 1L + random.nextInt(6);
        List<Arrival> arrivals = new ArrayList<>();
        long timeNs = 1_000;
        for (int i = 0; i < 80; i++) {
            timeNs += random.nextInt(4);
            Quality quality = random.nextInt(10) == 0 ? Quality.BAD : Quality.GOOD;
            arrivals.add(new Arrival(
                    new RecordList.Reading(random.nextInt(2), timeNs, 0, random.nextInt(11), quality.code(), 0),
                    timeNs + random.nextInt((int) BOUND + 1)));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::arrivalNs));
        List<RecordList.Reading> shuffled =
                new ArrayList<>(arrivals.stream().map(Arrival::reading).toList());
        List<RecordList.Reading> sorted = new ArrayList<>(shuffled);
        sorted.sort(Comparator.comparingLong(RecordList.Reading::eventTimeNs));
        int late = addLateReadings(shuffled, random);

        ShardDriver reordering = run(shuffled, BOUND, onDelayNs, offDelayNs, timeoutNs);
        ShardDriver plain = run(sorted, AlarmRule.ON_ARRIVAL, onDelayNs, offDelayNs, timeoutNs);

        assertThat(perRuleAndSensor(reordering)).isEqualTo(perRuleAndSensor(plain));
        assertThat(plain.shard().view().skippedCount()).isZero();
        assertThat(reordering.shard().view().skippedCount())
                .as("all rules skip each")
                .isEqualTo(4L * late);
    }

    /** Puts readings behind the watermark of their sensor here and there. */
    private static int addLateReadings(List<RecordList.Reading> readings, Random random) {
        int late = 0;
        long[] maxNs = {Long.MIN_VALUE, Long.MIN_VALUE};
        for (int i = 0; i < readings.size(); i++) {
            RecordList.Reading reading = readings.get(i);
            int sensorId = reading.sensorId();
            maxNs[sensorId] = Math.max(maxNs[sensorId], reading.eventTimeNs());
            if (random.nextInt(10) == 0) {
                long lateNs = maxNs[sensorId] - BOUND - 1 - random.nextInt(3);
                readings.add(++i, new RecordList.Reading(sensorId, lateNs, 0, 10, Quality.GOOD.code(), 0));
                late++;
            }
        }
        return late;
    }

    private static ShardDriver run(
            List<RecordList.Reading> readings, long reorderNs, long onDelayNs, long offDelayNs, long timeoutNs) {
        ShardDriver driver = new ShardDriver();
        driver.plan(plan(
                1_000_000,
                limit("limit", "#", onDelayNs, offDelayNs, reorderNs, LEVELS),
                missing("missing", "#", timeoutNs, false, reorderNs),
                stuck("stuck", "#", 4, onDelayNs, 3, 2 * timeoutNs, 1, reorderNs),
                rate("rate", "#", 2, 3, 1, 2 * timeoutNs, RateDirection.ANY, reorderNs)));
        driver.sensor("a");
        driver.sensor("b");
        readings.forEach(driver::feed);
        return driver.sourceEnd(0);
    }

    private static List<SeenEvent> perRuleAndSensor(ShardDriver driver) {
        return driver.events().stream()
                .map(SeenEvent::withoutCause)
                .sorted(Comparator.comparingInt(SeenEvent::ruleId).thenComparingInt(SeenEvent::sensorId))
                .toList();
    }

    /** Case S20 of the collection of semantic cases: tolerance 5, released 20, 28, 30, 32 (5), 32 (6); 10 is late. */
    @Test
    void shouldReleaseAsEkuiperDoes() {
        ShardDriver driver = new ShardDriver();
        driver.plan(plan(1_000, limit("every", "#", 0, 0, 5, level(Level.HI, 5.5, 0), level(Level.LO, 5.2, 0))));
        int a = driver.sensor("a");
        driver.good(a, 20, 6)
                .good(a, 10, 6)
                .good(a, 30, 6)
                .good(a, 32, 5)
                .good(a, 32, 6)
                .good(a, 28, 6);
        assertThat(driver.briefs()).as("released 20").containsExactly("RAISED HI@20 of 20#1");
        driver.good(a, 40, 6);
        assertThat(driver.briefs())
                .containsExactly("RAISED HI@20 of 20#1", "LEVEL_CHANGED LO@32 of 20#1", "LEVEL_CHANGED HI@32 of 20#1");
        assertThat(driver.shard().view().skippedCount()).as("10 is late").isEqualTo(1);
    }

    @Test
    void shouldTakeReadingWhenItIsExactlyAtTheWatermark() {
        ShardDriver driver = new ShardDriver();
        driver.plan(plan(10, limit("hi", "#", 0, 0, 5, level(Level.HI, 5, 0))));
        int a = driver.sensor("a");
        driver.good(a, 20, 1).good(a, 15, 9).good(a, 14, 9);
        assertThat(driver.shard().view().skippedCount()).isEqualTo(1);
        driver.good(a, 21, 1);
        assertThat(driver.briefs()).containsExactly("RAISED HI@15 of 15#1");
    }

    @Test
    void shouldReleaseHeldReadingsWhenSensorIsIdle() {
        ShardDriver driver = new ShardDriver();
        driver.plan(plan(10, limit("hi", "#", 3, 0, 5, level(Level.HI, 5, 0))));
        int a = driver.sensor("a");
        driver.good(a, 100, 9);
        assertThat(driver.shard().nextTickDueNs(100)).isEqualTo(110);
        driver.tick(110);
        assertThat(driver.briefs()).as("on-delay over at 103, watermark 105").containsExactly("RAISED HI@103 of 103#1");
    }

    /** The bound of memory that {@link ReorderingOperator} promises. */
    @Test
    void shouldHoldNoMoreThanItsBoundWhenReadingsComeInOrder() {
        ShardDriver driver = new ShardDriver();
        driver.plan(plan(1_000, limit("hi", "#", 0, 0, 1_000_000_000, level(Level.HI, 5, 0))));
        int a = driver.sensor("a");
        JournalFold shard = driver.shard();
        int count = ReorderingOperator.MAX_HELD_PER_KEY;
        for (int i = 0; i < count; i++) {
            shard.onReading(2 + i, a, 100 + i, 100 + i, 9, 0, 0);
        }
        assertThat(driver.events()).isEmpty();
        long bytes = shard.stateBytes();
        for (int i = count; i < 2 * count; i++) {
            shard.onReading(2 + i, a, 100 + i, 100 + i, 9, 0, 0);
        }
        assertThat(shard.stateBytes() - bytes).isLessThan(64 * 1024);
        assertThat(driver.briefs()).containsExactly("RAISED HI@100 of 100#1");
    }
}
