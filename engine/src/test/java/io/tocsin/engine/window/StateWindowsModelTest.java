package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.testkit.Seeds;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** State windows against an oracle over random streams. */
class StateWindowsModelTest {
    private static final int RUNS = 50;

    @Test
    void shouldGiveTheRowsOfTheOracle() {
        Seeds.forEach(RUNS, StateWindowsModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        double least = random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : random.nextInt(10);
        StateWindow window = new StateWindow(
                least, random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : Math.max(least, 0) + random.nextInt(15));
        WindowModel.Kind kind = new WindowModel.Kind() {
            @Override
            public KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler) {
                return new StateWindows(window, aggregates, timeIn, handler);
            }

            @Override
            public NaiveKind naive() {
                return new NaiveState(window);
            }

            @Override
            public double value(Random random) {
                return random.nextInt(20) - 2;
            }
        };
        WindowModel.run(random, kind, random.nextInt(1_000) - 500, 1, 0);
    }

    @Test
    void shouldEndAtTheFirstSampleOutsideTheRange() {
        SeenWindows seen = new SeenWindows();
        StateWindows windows = on(seen);
        int slot = windows.openSlot();
        windows.onSample(slot, 10, 0, 10);
        windows.onSample(slot, 20, 1, 20);
        windows.onSample(slot, 30, 1, 30);
        windows.onSample(slot, 25, 0, 30);
        windows.onWatermark(slot, Long.MAX_VALUE - 1);
        assertThat(windows.nextEndNs(slot)).isEqualTo(KeyedWindows.NO_END);
        windows.onSample(slot, 40, Double.NaN, 40);
        windows.onSample(slot, 50, 0, 50);
        windows.onSample(slot, 60, 1, 60);
        windows.onSample(slot, 70, 1, 70);
        windows.finish(slot);
        windows.finish(slot);
        assertThat(seen.rows()).containsExactly("20-40 n=2", "60-71 n=2");
        assertThat(windows.lateCount()).isEqualTo(1);
    }

    @Test
    void shouldLastANanosecondWhenItClosesAtItsStart() {
        SeenWindows seen = new SeenWindows();
        StateWindows windows = on(seen);
        int slot = windows.openSlot();
        windows.onSample(slot, 20, 1, 20);
        windows.onSample(slot, 20, 0, 20);
        windows.onSample(slot, 20, 1, 20);
        windows.onSample(slot, 21, 0, 21);
        assertThat(seen.rows()).containsExactly("20-21 n=1", "20-21 n=1");
    }

    @Test
    void shouldStandTheEndsOfTime() {
        SeenWindows seen = new SeenWindows();
        StateWindows windows = on(seen);
        int slot = windows.openSlot();
        windows.onSample(slot, Long.MIN_VALUE, 1, Long.MIN_VALUE);
        windows.onSample(slot, Long.MAX_VALUE, 1, Long.MAX_VALUE);
        windows.finish(slot);
        assertThat(seen.rows()).containsExactly(Long.MIN_VALUE + "-" + Long.MAX_VALUE + " n=2");
    }

    private static StateWindows on(SeenWindows seen) {
        return new StateWindows(new StateWindow(1, 1), List.of(Aggregate.COUNT), List.of(), seen.handler());
    }

    /** One window at a time. */
    private static final class NaiveState extends NaiveKind {
        private final StateWindow window;
        private Naive open;
        private long lastNs = Long.MIN_VALUE;

        NaiveState(StateWindow window) {
            this.window = window;
        }

        @Override
        void onSample(NaiveWindows.Sample sample, long watermarkBeforeNs, long watermarkNs) {
            if (sample.timeNs() < lastNs) {
                lateCount++;
                return;
            }
            lastNs = sample.timeNs();
            boolean isIn = window.least() <= sample.value() && sample.value() <= window.greatest();
            if (isIn && open == null) {
                open = new Naive(lastNs, lastNs + 1);
            }
            if (isIn) {
                open.samples.add(sample);
                open.endNs = lastNs + 1;
            } else if (open != null) {
                open.endNs = lastNs > open.startNs ? lastNs : lastNs + 1;
                give(open);
                open = null;
            }
        }

        @Override
        void onWatermark(long watermarkNs) {
            // The last value holds.
        }

        @Override
        void finish() {
            if (open != null) {
                give(open);
            }
        }

        @Override
        List<Row> kept(long watermarkNs) {
            return open == null ? List.of() : List.of(open.row());
        }

        @Override
        long nextEndNs() {
            return KeyedWindows.NO_END;
        }
    }
}
