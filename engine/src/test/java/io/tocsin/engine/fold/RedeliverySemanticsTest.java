package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.remembering;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.ShardDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * "A reading that its source delivers again is dropped when it is among the last readings that the source's memory
 * holds".
 */
class RedeliverySemanticsTest {
    private static final int REDELIVERABLE = ReadingFlags.REDELIVERABLE;

    private final ShardDriver driver = new ShardDriver();

    @Test
    void shouldDropAReadingOfTheMemoryOfItsSource() {
        driver.plan(counting(3, 0));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        deliver(a, 1, 5).deliver(b, 1, 5).deliver(a, 2, 5);
        assertThat(driver.shard().view().duplicateCount()).isZero();
        deliver(a, 1, 5).deliver(b, 1, 5).deliver(a, 2, 5);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(3);
        // a dropped reading takes no place
        deliver(a, 1, 5);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(4);
        // the fourth different reading takes that of the oldest
        deliver(b, 3, 5).deliver(a, 1, 5);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(4);
        assertThat(driver.shard().view().processedCount()).isEqualTo(5);
    }

    @Test
    void shouldTakeAReadingWithAnotherTimeValueOrQuality() {
        driver.plan(counting(8, 0));
        int a = driver.sensor("a");
        deliver(a, 1, 5).deliver(a, 2, 5).deliver(a, 1, 6);
        driver.reading(a, 1, 9, 5, Quality.UNCERTAIN, REDELIVERABLE);
        assertThat(driver.shard().view().duplicateCount()).isZero();
        driver.reading(a, 1, 9, 5, Quality.UNCERTAIN, REDELIVERABLE);
        driver.reading(a, 1, 9, Double.NaN, Quality.BAD, REDELIVERABLE);
        driver.reading(a, 1, 9, Double.NaN, Quality.BAD, REDELIVERABLE);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(2);
    }

    @Test
    void shouldTakeEveryReadingThatCannotComeAgain() {
        driver.plan(counting(8, 0));
        int a = driver.sensor("a", 0, 16);
        int other = driver.sensor("b", 1, 0);
        for (int i = 0; i < 3; i++) {
            driver.good(a, 1, 5);
            driver.reading(other, 1, 1, 5, Quality.GOOD, REDELIVERABLE);
        }
        assertThat(driver.shard().view().duplicateCount())
                .as("no flag; a source without a memory")
                .isZero();
    }

    /**
     * After a crash the broker delivers again, in order, all that was not acknowledged; the next crash may cut that
     * off.
     */
    @Test
    void shouldCountEachReadingOnceWhenAllUnacknowledgedOnesComeAgain() {
        driver.plan(counting(100, 0));
        long seed = Seeds.of(1);
        Random random = Seeds.random(seed);
        int sensors = 7;
        for (int i = 0; i < sensors; i++) {
            driver.sensor("s/" + i);
        }
        List<RecordList.Reading> readings = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            // values differ: no reading is a repeat
            RecordList.Reading reading = new RecordList.Reading(
                    random.nextInt(sensors), i / 3 - random.nextInt(4), i, i, Quality.GOOD.code(), REDELIVERABLE);
            readings.add(reading);
            driver.feed(reading);
            if (random.nextInt(50) == 0) {
                int unacknowledged = Math.min(readings.size(), random.nextInt(101));
                int again = random.nextInt(unacknowledged + 1);
                for (int k = 0; k < again; k++) {
                    driver.feed(readings.get(readings.size() - unacknowledged + k));
                }
            }
        }
        assertThat(driver.shard().view().processedCount())
                .as("-Dtocsin.seed=%d", seed)
                .isEqualTo(5_000);
        assertThat(driver.shard().view().duplicateCount())
                .as("-Dtocsin.seed=%d", seed)
                .isGreaterThan(1_000);
        driver.sourceEnd(0);
        assertThat(driver.rows().stream()
                        .mapToDouble(row -> row.values().get(0))
                        .sum())
                .as("sum of the windows, -Dtocsin.seed=%d", seed)
                .isEqualTo((double) (5_000 - driver.shard().view().skippedCount()));
    }

    @Test
    void shouldKeepTheNewestWhenThePlanAsksForAnotherSize() {
        driver.plan(counting(4, 0));
        int a = driver.sensor("a");
        deliver(a, 1, 0).deliver(a, 2, 0).deliver(a, 3, 0).deliver(a, 4, 0);
        driver.plan(counting(2, 0));
        deliver(a, 3, 0).deliver(a, 4, 0);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(2);
        deliver(a, 2, 0);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(2);
        driver.plan(counting(9, 0));
        deliver(a, 4, 0).deliver(a, 2, 0);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(4);
        driver.plan(counting(0, 0));
        deliver(a, 4, 0);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(4);
    }

    /** An upgrade between a reading and its acknowledgement. */
    @Test
    void shouldTakeOverWhatSensorsRememberUnderTheFirstEdition() {
        driver.plan(counting(3, 0).withEdition(Edition.FIRST));
        int a = driver.sensor("a", 0, 2);
        int b = driver.sensor("b", 0, 2);
        int other = driver.sensor("c", 1, 2);
        driver.good(a, 10, 1).good(a, 12, 1).good(b, 11, 1).good(b, 13, 1).good(other, 14, 1);
        driver.good(a, 12, 1);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(1);
        driver.plan(counting(3, 0));
        deliver(a, 12, 1).deliver(b, 11, 1).deliver(b, 13, 1);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(4);
        // the oldest by event time found no place; the other source has no memory
        deliver(a, 10, 1).deliver(other, 14, 1);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(4);
        assertThat(ShardDriver.replay(driver.records()).shard().digest())
                .isEqualTo(driver.shard().digest());
    }

    /** A replay of an old journal with other rules: new rules, the journal's sources. */
    @Test
    void shouldLetSensorsHaveTheirOwnMemoriesWhenTheSourceIsOfTheFirstEdition() {
        Plan first = counting(0, 0).withEdition(Edition.FIRST);
        driver.plan(new Plan(
                first.gateway(),
                first.sources(),
                first.idleAfterNs(),
                first.scope(),
                first.streams(),
                first.alarms(),
                first.sinks(),
                Edition.SECOND));
        int a = driver.sensor("a", 0, 2);
        driver.good(a, 1, 5).good(a, 1, 5);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(1);
    }

    @Test
    void shouldForgetASensorWhoseClockBeginsAnew() {
        driver.plan(counting(4, 0));
        int a = driver.sensor("a");
        int b = driver.sensor("b");
        int unremembered = driver.sensor("c", 1, 0);
        deliver(a, 1, 0).deliver(b, 1, 0);
        driver.shard().state().redeliveries().forget(a);
        driver.shard().state().redeliveries().forget(unremembered);
        deliver(a, 1, 0).deliver(b, 1, 0);
        assertThat(driver.shard().view().duplicateCount()).isEqualTo(1);
    }

    @Test
    void shouldRememberOverASnapshot() {
        driver.plan(counting(3, 2));
        int a = driver.sensor("a");
        int b = driver.sensor("b", 1, 0);
        deliver(a, 1, 0).deliver(a, 2, 0).deliver(a, 3, 0).deliver(a, 4, 0);
        driver.reading(b, 5, 5, 1, Quality.GOOD, REDELIVERABLE);
        Recovery before = Recovery.into(new JournalFold(event -> {}));
        for (int position = 0; position < driver.records().size(); position++) {
            driver.records().entries().get(position).forward(position, before);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        before.writeTo(new StateOutput(bytes));
        JournalFold after = new JournalFold(event -> {});
        Recovery.into(after).readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(after.digest()).isEqualTo(driver.shard().digest());
        long position = driver.records().size();
        for (long timeNs = 2; timeNs <= 4; timeNs++) {
            after.onReading(position++, a, timeNs, 9, 0, Quality.GOOD.code(), REDELIVERABLE);
        }
        after.onReading(position, b, 5, 9, 1, Quality.GOOD.code(), REDELIVERABLE);
        assertThat(after.view().duplicateCount()).isEqualTo(4);
    }

    private RedeliverySemanticsTest deliver(int sensorId, long timeNs, double value) {
        driver.reading(sensorId, timeNs, timeNs, value, Quality.GOOD, REDELIVERABLE);
        return this;
    }

    private static Plan counting(int ofFirst, int ofSecond) {
        return remembering(
                plan(1_000, List.of(Rules.stream("w", "#", 10, Aggregate.COUNT)), List.of()), ofFirst, ofSecond);
    }
}
