package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rolling windows against an oracle over random streams. */
class RollingWindowsModelTest {
    private static final int RUNS = Boolean.getBoolean("tocsin.heavy") ? 8_000 : 80;
    private static final int MANY = 1_000;

    @Test
    void shouldGiveTheRowsOfTheOracle() {
        Seeds.forEach(RUNS, RollingWindowsModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        RollingWindow window = new RollingWindow(1 + random.nextInt(random.nextBoolean() ? 20 : 400));
        int maxPerKey = random.nextInt(3) == 0 ? 1 + random.nextInt(12) : MANY;
        WindowModel.Kind kind = new WindowModel.Kind() {
            @Override
            public KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler) {
                return new RollingWindows(window, aggregates, timeIn, maxPerKey, handler);
            }

            @Override
            public NaiveKind naive() {
                return new NaiveRolling(window, maxPerKey);
            }

            @Override
            public double value(Random random) {
                return random.nextInt(6) == 0 ? random.nextGaussian() * 1e6 : random.nextInt(1_000) / 64.0 - 2;
            }

            @Override
            public boolean holdsToEnd() {
                return false;
            }

            @Override
            public boolean takes(Aggregate aggregate) {
                return !new Panes(List.of(aggregate), List.of(), false).isLarge();
            }
        };
        WindowModel.run(random, kind, random.nextInt(1_000) - 500, 1, random.nextInt(40));
    }

    @Test
    void shouldHoldTheSamplesOfTheTimeBeforeEachSample() {
        SeenWindows seen = new SeenWindows();
        RollingWindows windows = on(10, MANY, seen);
        int slot = windows.openSlot();
        windows.onSample(slot, 20, 1, 20);
        windows.onSample(slot, 25, 1, 25);
        windows.onSample(slot, 22, 1, 25);
        // The first is ten back, and so is in no window any more.
        windows.onSample(slot, 30, 1, 30);
        windows.onWatermark(slot, Long.MAX_VALUE - 1);
        windows.onSample(slot, 100, 1, 100);
        windows.finish(slot);
        assertThat(seen.rows()).containsExactly("11-21 n=1", "16-26 n=2", "21-31 n=2", "91-101 n=1");
        assertThat(windows.lateCount()).isEqualTo(1);
        assertThat(windows.nextEndNs(slot)).isEqualTo(KeyedWindows.NO_END);
    }

    @Test
    void shouldTellWindowsOfOneInstantApart() {
        List<String> seen = new ArrayList<>();
        RollingWindows[] made = new RollingWindows[1];
        made[0] = new RollingWindows(
                new RollingWindow(10),
                List.of(Aggregate.COUNT),
                List.of(),
                2,
                (slot, startNs, endNs, pane, isUpdate) ->
                        seen.add(endNs + " n=" + Panes.count(pane) + " #" + made[0].givenBefore(slot)));
        int slot = made[0].openSlot();
        made[0].onSample(slot, 5, 1, 5);
        made[0].onSample(slot, 5, 1, 5);
        made[0].onSample(slot, 5, 1, 5);
        made[0].onSample(slot, 6, 1, 6);
        assertThat(seen).containsExactly("6 n=1 #0", "6 n=2 #1", "6 n=2 #2", "7 n=2 #0");
        assertThat(made[0].droppedCount()).isEqualTo(2);
    }

    @Test
    void shouldStandTheEndsOfTime() {
        SeenWindows seen = new SeenWindows();
        RollingWindows windows = on(Long.MAX_VALUE, MANY, seen);
        int slot = windows.openSlot();
        windows.onSample(slot, Long.MIN_VALUE, 1, Long.MIN_VALUE);
        windows.onSample(slot, Long.MIN_VALUE + 5, 1, Long.MIN_VALUE + 5);
        windows.onSample(slot, 0, 1, 0);
        windows.onSample(slot, Long.MAX_VALUE, 1, Long.MAX_VALUE);
        assertThat(seen.rows())
                .containsExactly(
                        Long.MIN_VALUE + "-" + (Long.MIN_VALUE + 1) + " n=1",
                        Long.MIN_VALUE + "-" + (Long.MIN_VALUE + 6) + " n=2",
                        (2 - Long.MAX_VALUE - 1) + "-1 n=2",
                        "1-" + Long.MAX_VALUE + " n=1");
    }

    /** A sum recovers the digits lost to a large value once that value has left. */
    @Test
    void shouldNotDriftWhenLargeValuesCome() {
        List<Double> sums = new ArrayList<>();
        RollingWindows[] made = new RollingWindows[1];
        made[0] = new RollingWindows(
                new RollingWindow(100),
                List.of(Aggregate.SUM),
                List.of(),
                MANY,
                (slot, startNs, endNs, pane, isUpdate) ->
                        sums.add(made[0].panes().result(pane, Aggregate.SUM, endNs)));
        int slot = made[0].openSlot();
        for (int timeNs = 0; timeNs < 10_000; timeNs++) {
            made[0].onSample(slot, timeNs, timeNs % 150 == 0 && timeNs < 9_800 ? 1e300 : 0.125, timeNs);
        }
        assertThat(sums.get(sums.size() - 1)).isEqualTo(12.5);
    }

    @Test
    void shouldRefuseAggregatesThatAreTooLargeForEverySample() {
        for (Aggregate large : List.of(Aggregate.P50, Aggregate.DISTINCT)) {
            assertThatThrownBy(() -> new RollingWindows(
                            new RollingWindow(1), List.of(large), List.of(), 1, (s, a, b, p, u) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("percentiles or distinct");
        }
    }

    private static RollingWindows on(long sizeNs, int maxPerKey, SeenWindows seen) {
        return new RollingWindows(
                new RollingWindow(sizeNs), List.of(Aggregate.COUNT), List.of(), maxPerKey, seen.handler());
    }

    /** The samples there are, looked through at every one. */
    private static final class NaiveRolling extends NaiveKind {
        private final RollingWindow window;
        private final int maxPerKey;
        private final List<NaiveWindows.Sample> samples = new ArrayList<>();
        private long lastNs = Long.MIN_VALUE;

        NaiveRolling(RollingWindow window, int maxPerKey) {
            this.window = window;
            this.maxPerKey = maxPerKey;
        }

        @Override
        void onSample(NaiveWindows.Sample sample, long watermarkBeforeNs, long watermarkNs) {
            if (sample.timeNs() < lastNs) {
                lateCount++;
                return;
            }
            lastNs = sample.timeNs();
            samples.removeIf(earlier -> earlier.timeNs() <= lastNs - window.sizeNs());
            samples.add(sample);
            if (samples.size() > maxPerKey) {
                samples.remove(0);
                droppedCount++;
            }
            Naive given = new Naive(lastNs - window.sizeNs() + 1, lastNs + 1);
            given.samples.addAll(samples);
            give(given);
        }

        @Override
        void onWatermark(long watermarkNs) {
            // Only samples give windows.
        }

        @Override
        void finish() {
            // As time does.
        }

        @Override
        List<Row> kept(long watermarkNs) {
            return List.of();
        }

        @Override
        long nextEndNs() {
            return KeyedWindows.NO_END;
        }
    }
}
