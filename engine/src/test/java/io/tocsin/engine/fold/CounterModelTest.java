package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.testkit.Restart;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Counters that are reset and roll over, in windows of every kind: each row against the steps between all samples of
 * its sensor, and a snapshot at a random record.
 */
class CounterModelTest {
    private static final int RUNS = 200;
    private static final int HEAVY_RUNS = 20_000;
    private static final int SAMPLES = 120;
    private static final double TOP = 1_000;

    private record Sample(long timeNs, double value) {}

    private final ShardDriver driver = new ShardDriver();

    private static StreamNode counters(Window window, long outOfOrderness, double rollover) {
        return new StreamNode(
                        "use",
                        new SensorSelector("#"),
                        "",
                        window,
                        false,
                        List.of(Aggregate.COUNT, Aggregate.INCREASE, Aggregate.COUNTER_RATE),
                        outOfOrderness,
                        0,
                        LatePolicy.DROP,
                        EmitMode.APPEND,
                        List.of("k"))
                .withRollover(rollover);
    }

    @Test
    void shouldTakeAFallForAResetWithoutARollover() {
        driver.plan(plan(100, List.of(counters(new AlignedWindow(10, 10, 0), 0, StreamNode.NO_ROLLOVER)), List.of()));
        int meter = driver.sensor("meter");
        driver.good(meter, 1, 100).good(meter, 5, 130).good(meter, 9, 20).good(meter, 12, 50);
        driver.sourceEnd(0);
        assertThat(driver.rowBriefs())
                .containsExactly("meter [0,10) 3: 3.0 50.0 6.25E9", "meter [10,20) 1: 1.0 30.0 1.0E10");
    }

    /** A fall by half of the top or less is no roll-over. */
    @Test
    void shouldTakeALargeFallForARollover() {
        driver.plan(plan(100, List.of(counters(new AlignedWindow(10, 10, 0), 0, TOP)), List.of()));
        int meter = driver.sensor("meter");
        driver.good(meter, 1, 990).good(meter, 2, 5).good(meter, 3, 400).good(meter, 4, 1);
        driver.bad(meter, 5).good(meter, 11, 1_001).good(meter, 14, 1);
        driver.sourceEnd(0);
        assertThat(driver.rowBriefs())
                .containsExactly("meter [0,10) 4: 4.0 411.0 1.37E11", "meter [10,20) 2: 2.0 1001.0 1.001E11");
    }

    @Test
    void shouldSumTheStepsOfEveryWindow() {
        Seeds.forEach(RUNS, HEAVY_RUNS, CounterModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        double rollover = random.nextBoolean() ? TOP : StreamNode.NO_ROLLOVER;
        int outOfOrderness = random.nextInt(3) * random.nextInt(20);
        ShardDriver whole = new ShardDriver();
        whole.plan(plan(100, List.of(counters(window(random), outOfOrderness, rollover)), List.of()));
        List<List<Sample>> ofSensors = new ArrayList<>();
        int sensorCount = 1 + random.nextInt(3);
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            whole.sensor("meter" + sensorId);
            ofSensors.add(new ArrayList<>());
        }
        int firstRecord = whole.records().entries().size();
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            feed(whole, random, sensorId, outOfOrderness, ofSensors.get(sensorId));
        }
        whole.sourceEnd(0);

        assertThat(whole.rows()).isNotEmpty();
        whole.rows().forEach(row -> check(row, ofSensors.get(row.sensorId()), rollover));
        assertThat(whole.shard().view().skippedCount()).isZero();
        Restart.check(whole, firstRecord + random.nextInt(SAMPLES));
    }

    private static Window window(Random random) {
        int slide = 1 + random.nextInt(20);
        return switch (random.nextInt(6)) {
            case 0 -> new SessionWindow(1 + random.nextInt(12), 0);
            case 1 -> new CountWindow(slide + random.nextInt(20), slide);
            case 2 -> new CumulativeWindow(slide * 4L, slide, 0);
            case 3 -> new RollingWindow(1 + random.nextInt(100));
            case 4 -> new StateWindow(random.nextInt(300), 500);
            default -> new AlignedWindow(slide * (1L + random.nextInt(30)), slide, 0);
        };
    }

    /** Samples whose order of arrival differs from that of time by at most the out-of-orderness. */
    private static void feed(
            ShardDriver driver, Random random, int sensorId, int outOfOrderness, List<Sample> samples) {
        long timeNs = 1;
        double value = random.nextInt((int) TOP);
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(new Sample(timeNs, value));
            timeNs += 1 + random.nextInt(10) + (random.nextInt(20) == 0 ? random.nextInt(200) : 0);
            value = random.nextInt(25) == 0 ? random.nextInt(10) : (value + random.nextInt(120)) % TOP;
        }
        List<Sample> arriving = new ArrayList<>(samples);
        for (int i = 1; i < arriving.size(); i++) {
            Sample before = arriving.get(i - 1);
            if (random.nextBoolean() && arriving.get(i).timeNs() - before.timeNs() <= outOfOrderness / 2) {
                arriving.set(i - 1, arriving.get(i));
                arriving.set(i++, before);
            }
        }
        arriving.forEach(sample -> driver.good(sensorId, sample.timeNs(), sample.value()));
    }

    private static void check(SeenRow row, List<Sample> samples, double rollover) {
        BigDecimal increase = BigDecimal.ZERO;
        long count = 0;
        long sinceNs = Long.MIN_VALUE;
        long lastNs = 0;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (sample.timeNs() >= row.startNs() && sample.timeNs() < row.endNs()) {
                Sample before = samples.get(Math.max(i - 1, 0));
                sinceNs = count == 0 ? before.timeNs() : sinceNs;
                lastNs = sample.timeNs();
                increase = increase.add(BigDecimal.valueOf(step(before.value(), sample.value(), rollover)));
                count++;
            }
        }
        assertThat(row.count()).as("%s", row).isEqualTo(count);
        assertThat(row.values().get(1)).as("%s", row).isCloseTo(increase.doubleValue(), within(1e-9));
        double rate = increase.doubleValue() / ((lastNs - sinceNs) / 1e9);
        if (lastNs == sinceNs) {
            assertThat(row.values().get(2)).as("%s", row).isNaN();
        } else {
            assertThat(row.values().get(2)).as("%s", row).isCloseTo(rate, within(1e-9 * Math.abs(rate)));
        }
    }

    private static double step(double before, double value, double rollover) {
        if (value >= before) {
            return value - before;
        }
        return rollover > 0 && before - value > rollover / 2 ? value + rollover - before : value;
    }
}
