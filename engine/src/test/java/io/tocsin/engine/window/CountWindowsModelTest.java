package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Count windows against an oracle over random streams. */
class CountWindowsModelTest {
    private static final int RUNS = 40;

    @Test
    void shouldGiveTheRowsOfTheOracle() {
        Seeds.forEach(RUNS, CountWindowsModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        int size = 1 + random.nextInt(24);
        CountWindow window = new CountWindow(size, random.nextInt(3) == 0 ? size : 1 + random.nextInt(size));
        WindowModel.Kind kind = new WindowModel.Kind() {
            @Override
            public KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler) {
                return new CountWindows(window, aggregates, timeIn, handler);
            }

            @Override
            public NaiveKind naive() {
                return new NaiveCounts(window);
            }

            @Override
            public double value(Random random) {
                return random.nextInt(8) == 0 ? random.nextGaussian() * 1e6 : random.nextInt(1_000) / 64.0;
            }

            @Override
            public boolean holdsToEnd() {
                return false;
            }
        };
        WindowModel.run(random, kind, random.nextInt(1_000) - 500, 1, random.nextInt(40));
    }

    @Test
    void shouldGiveWhatThereIsBeforeAWindowIsFull() {
        SeenWindows seen = new SeenWindows();
        CountWindows windows =
                new CountWindows(new CountWindow(6, 2), List.of(Aggregate.COUNT), List.of(), seen.handler());
        int slot = windows.openSlot();
        for (int i = 1; i <= 9; i++) {
            windows.onSample(slot, i * 10L, i, 0);
        }
        windows.onWatermark(slot, Long.MAX_VALUE);
        windows.finish(slot);
        assertThat(seen.rows()).containsExactly("10-21 n=2", "10-41 n=4", "10-61 n=6", "30-81 n=6");
    }

    @Test
    void shouldGoFromTheLeastToBehindTheGreatestTimeWhenSamplesComeOutOfOrder() {
        SeenWindows seen = new SeenWindows();
        CountWindows windows =
                new CountWindows(new CountWindow(3, 3), List.of(Aggregate.COUNT), List.of(), seen.handler());
        int slot = windows.openSlot();
        for (long timeNs : new long[] {50, -7, 3, Long.MIN_VALUE, Long.MAX_VALUE, 0}) {
            windows.onSample(slot, timeNs, 1, 0);
        }
        assertThat(seen.rows()).containsExactly("-7-51 n=3", Long.MIN_VALUE + "-" + Long.MAX_VALUE + " n=3");
    }

    @Test
    void shouldRefuseAWindowThatNoMemoryHolds() {
        CountWindow window = new CountWindow(Integer.MAX_VALUE, 1);
        assertThatThrownBy(() -> new CountWindows(window, List.of(Aggregate.COUNT), List.of(), (s, a, b, p, u) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("panes=" + Integer.MAX_VALUE);
    }

    /** All samples in a list. */
    private static final class NaiveCounts extends NaiveKind {
        private final CountWindow window;
        private final List<NaiveWindows.Sample> samples = new ArrayList<>();

        NaiveCounts(CountWindow window) {
            this.window = window;
        }

        @Override
        void onSample(NaiveWindows.Sample sample, long watermarkBeforeNs, long watermarkNs) {
            samples.add(sample);
            if (samples.size() % window.slide() == 0) {
                rows.add(rowUpTo(samples.size()));
            }
        }

        /** The window that closes, or will, after so many samples. */
        private Row rowUpTo(int count) {
            List<NaiveWindows.Sample> held =
                    List.copyOf(samples.subList(Math.max(0, count - window.size()), Math.min(count, samples.size())));
            long leastNs =
                    held.stream().mapToLong(NaiveWindows.Sample::timeNs).min().orElseThrow();
            long greatestNs =
                    held.stream().mapToLong(NaiveWindows.Sample::timeNs).max().orElseThrow();
            return new Row(leastNs, greatestNs + 1, false, held);
        }

        @Override
        void onWatermark(long watermarkNs) {
            // Arrival alone counts.
        }

        @Override
        void finish() {
            // A window that is not full is never emitted.
        }

        @Override
        List<Row> kept(long watermarkNs) {
            List<Row> kept = new ArrayList<>();
            int count = (samples.size() / window.slide() + 1) * window.slide();
            for (; count - window.size() < samples.size(); count += window.slide()) {
                kept.add(rowUpTo(count));
            }
            return kept;
        }

        @Override
        long nextEndNs() {
            return KeyedWindows.NO_END;
        }
    }
}
