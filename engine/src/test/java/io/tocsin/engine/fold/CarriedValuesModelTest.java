package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.testkit.Restart;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import io.tocsin.engine.window.TimeWindows;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values that are carried from window to window: each row against the whole history of its sensor. */
class CarriedValuesModelTest {
    private static final int RUNS = 200;
    private static final int HEAVY_RUNS = 20_000;
    private static final int READINGS = 60;
    private static final long SECOND = 1_000_000_000L;
    private static final List<TimeInState> STATES = List.of(TimeInState.at("on", 1), TimeInState.above("high", 1));

    /** A sample, or a BAD reading, whose value is NaN. */
    private record Reading(long timeNs, double value) {}

    private final ShardDriver driver = new ShardDriver();

    private static StreamNode carrying(Window window, String groupBy, long outOfOrderness, long carryForNs) {
        return new StreamNode(
                        "w",
                        new SensorSelector("#"),
                        groupBy,
                        window,
                        false,
                        List.of(Aggregate.TIME_WEIGHTED_AVG, Aggregate.MAX),
                        STATES,
                        outOfOrderness,
                        0,
                        LatePolicy.DROP,
                        EmitMode.APPEND,
                        List.of("k"))
                .withCarryFor(carryForNs);
    }

    private int sensorUnder(long sizeS, long carryForS) {
        long sizeNs = sizeS * SECOND;
        driver.plan(plan(
                1_000 * SECOND,
                List.of(carrying(new AlignedWindow(sizeNs, sizeNs, 0), "", 0, carryForS * SECOND)),
                List.of()));
        return driver.sensor("s");
    }

    private List<String> rows() {
        return driver.rows().stream()
                .map(row -> row.startNs() / SECOND + " " + row.count() + ": "
                        + row.values().subList(2, 4) + " " + row.values().get(0))
                .toList();
    }

    @Test
    void shouldGiveARowToAWindowWithoutASample() {
        int s = sensorUnder(10, 1_000);
        driver.good(s, 4 * SECOND, 1).good(s, 33 * SECOND, 5).sourceEnd(0);
        assertThat(rows())
                .containsExactly(
                        "0 1: [6.0, 0.0] 1.0",
                        "10 0: [10.0, 0.0] 1.0",
                        "20 0: [10.0, 0.0] 1.0",
                        "30 1: [3.0, 7.0] 3.8");
    }

    /** "At most", and after that nothing is known until the next sample. */
    @Test
    void shouldCarryForATimeOnly() {
        int s = sensorUnder(10, 12);
        driver.good(s, 4 * SECOND, 1).good(s, 43 * SECOND, 5).sourceEnd(0);
        assertThat(rows()).containsExactly("0 1: [6.0, 0.0] 1.0", "10 0: [6.0, 0.0] 1.0", "40 1: [0.0, 7.0] 5.0");
    }

    @Test
    void shouldEndAValueByABadReading() {
        int s = sensorUnder(10, 1_000);
        driver.good(s, 4 * SECOND, 1)
                .bad(s, 6 * SECOND)
                .good(s, 8 * SECOND, 1)
                .bad(s, 17 * SECOND)
                .good(s, 43 * SECOND, 5)
                .sourceEnd(0);
        assertThat(rows()).containsExactly("0 2: [4.0, 0.0] 1.0", "10 0: [7.0, 0.0] 1.0", "40 1: [0.0, 7.0] 5.0");
    }

    @Test
    void shouldEndAValueAtTheEndOfItsSource() {
        int s = sensorUnder(10, 1_000);
        driver.good(s, 4 * SECOND, 1).sourceEnd(0);
        driver.good(s, 43 * SECOND, 5).sourceEnd(0);
        assertThat(rows()).containsExactly("0 1: [6.0, 0.0] 1.0", "40 1: [0.0, 7.0] 5.0");
    }

    /** A sensor by exception: only the clock tells of its windows. */
    @Test
    void shouldCloseWindowsByTheRunningClock() {
        driver.plan(plan(
                SECOND,
                List.of(carrying(new AlignedWindow(10 * SECOND, 10 * SECOND, 0), "", 0, 25 * SECOND)),
                List.of()));
        int s = driver.sensor("s");
        driver.good(s, 4 * SECOND, 1);
        for (long at = 5; at < 60; at++) {
            driver.tick(at * SECOND);
        }
        assertThat(rows()).containsExactly("0 1: [6.0, 0.0] 1.0", "10 0: [10.0, 0.0] 1.0", "20 0: [9.0, 0.0] 1.0");
    }

    @Test
    void shouldCarryTheValueOfAGroupThroughABadReadingOfOneMember() {
        driver.plan(plan(
                1_000 * SECOND,
                List.of(carrying(new AlignedWindow(10 * SECOND, 10 * SECOND, 0), "{1}", 0, 1_000 * SECOND)),
                List.of()));
        int a = driver.sensor("g/a");
        int b = driver.sensor("g/b");
        driver.good(a, SECOND, 1).good(b, 2 * SECOND, 1).bad(a, 5 * SECOND).good(b, 22 * SECOND, 0);
        driver.sourceEnd(0);
        assertThat(rows()).startsWith("0 2: [9.0, 0.0] 1.0", "10 0: [10.0, 0.0] 1.0");
    }

    @Test
    void shouldGiveTheRowsOfTheOracle() {
        Seeds.forEach(RUNS, HEAVY_RUNS, CarriedValuesModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        Window window = window(random);
        long carryForNs = (1 + random.nextInt(200)) * SECOND;
        int outOfOrderness = random.nextInt(2) * random.nextInt(20);
        ShardDriver whole = new ShardDriver();
        whole.plan(plan(
                1_000_000 * SECOND, List.of(carrying(window, "", outOfOrderness * SECOND, carryForNs)), List.of()));
        int s = whole.sensor("s");
        List<Reading> readings = new ArrayList<>();
        long timeS = 100_000L + random.nextInt(1_000);
        for (int i = 0; i < READINGS; i++) {
            boolean isBad = random.nextInt(6) == 0;
            readings.add(new Reading(timeS * SECOND, isBad ? Double.NaN : random.nextInt(4)));
            timeS += 1 + random.nextInt(10) + (random.nextInt(6) == 0 ? random.nextInt(300) : 0);
        }
        List<Reading> arriving = new ArrayList<>(readings);
        for (int i = 1; i < arriving.size(); i++) {
            Reading before = arriving.get(i - 1);
            if (arriving.get(i).timeNs() - before.timeNs() <= outOfOrderness * SECOND / 2 && random.nextBoolean()) {
                arriving.set(i - 1, arriving.get(i));
                arriving.set(i++, before);
            }
        }
        for (Reading reading : arriving) {
            if (Double.isNaN(reading.value())) {
                whole.bad(s, reading.timeNs());
            } else {
                whole.good(s, reading.timeNs(), reading.value());
            }
        }
        whole.sourceEnd(0);
        check(whole.rows(), readings, window, carryForNs);
        Restart.check(whole, 1 + random.nextInt(whole.records().size() - 1));
        List<Object> results = new ArrayList<>();
        ShardGroupModelTest.run(whole.records(), new JournalFold(ShardDriver.into(results)), 2, random);
        ShardGroupModelTest.assertSame(whole.results(), results, 2);
    }

    private static Window window(Random random) {
        long slideNs = (1 + random.nextInt(40)) * SECOND;
        return switch (random.nextInt(4)) {
            case 0 -> new AlignedWindow(slideNs * (1 + random.nextInt(25)), slideNs, 0);
            case 1 -> new CumulativeWindow(slideNs * 5, slideNs, 0);
            case 2 ->
                new CalendarWindow(
                        ZoneId.of("UTC"), List.of(LocalTime.of(3, 46), LocalTime.of(3, 50), LocalTime.of(4, 1)));
            default -> new AlignedWindow(slideNs, slideNs, random.nextInt((int) (slideNs / SECOND)) * SECOND);
        };
    }

    /** Every window with a sample, or into which a value was carried, up to the window of the last reading. */
    private static void check(List<SeenRow> rows, List<Reading> readings, Window window, long carryForNs) {
        TimeWindows bounds = TimeWindows.of(window);
        long lastNs = readings.get(readings.size() - 1).timeNs();
        long endNs = bounds.firstEndNs(readings.get(0).timeNs(), readings.get(0).timeNs());
        int next = 0;
        for (; bounds.startNs(endNs) <= lastNs; endNs = bounds.firstEndNs(endNs, endNs)) {
            Expected expected = expected(readings, bounds.startNs(endNs), endNs, carryForNs);
            if (expected.count() == 0 && expected.knownNs() == 0) {
                continue;
            }
            assertThat(rows).hasSizeGreaterThan(next);
            SeenRow row = rows.get(next++);
            assertThat(row.endNs()).as("%s", row).isEqualTo(endNs);
            assertThat(row.startNs()).as("%s", row).isEqualTo(bounds.startNs(endNs));
            assertThat(row.count()).as("%s", row).isEqualTo(expected.count());
            assertThat(row.values().subList(2, 4))
                    .as("%s", row)
                    .containsExactly(expected.onNs() / 1e9, expected.highNs() / 1e9);
            if (expected.knownNs() > 0) {
                assertThat(row.values().get(0)).as("%s", row).isCloseTo(expected.mean(), within(1e-9));
            }
        }
        assertThat(rows).hasSize(next);
    }

    private record Expected(long count, long knownNs, long onNs, long highNs, double mean) {}

    private static Expected expected(List<Reading> readings, long startNs, long endNs, long carryForNs) {
        long count = 0;
        long knownNs = 0;
        long onNs = 0;
        long highNs = 0;
        BigDecimal area = BigDecimal.ZERO;
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            if (Double.isNaN(reading.value())) {
                continue;
            }
            count += reading.timeNs() >= startNs && reading.timeNs() < endNs ? 1 : 0;
            long untilNs = i + 1 < readings.size() ? readings.get(i + 1).timeNs() : Long.MAX_VALUE;
            untilNs = Math.min(untilNs, reading.timeNs() + carryForNs);
            long heldNs = Math.min(untilNs, endNs) - Math.max(reading.timeNs(), startNs);
            if (heldNs > 0) {
                knownNs += heldNs;
                onNs += reading.value() == 1 ? heldNs : 0;
                highNs += reading.value() > 1 ? heldNs : 0;
                area = area.add(BigDecimal.valueOf(heldNs).multiply(BigDecimal.valueOf(reading.value())));
            }
        }
        double mean = knownNs == 0
                ? Double.NaN
                : area.divide(BigDecimal.valueOf(knownNs), MathContext.DECIMAL128)
                        .doubleValue();
        return new Expected(count, knownNs, onNs, highNs, mean);
    }
}
