package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cumulative windows against an oracle over random streams. */
class CumulativeWindowsModelTest {
    private static final int RUNS = 30;

    @Test
    void shouldGiveTheRowsOfTheOracle() {
        Seeds.forEach(RUNS, CumulativeWindowsModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        int stepNs = 1 + random.nextInt(30);
        int sizeNs = stepNs * (1 + random.nextInt(8));
        CumulativeWindow window = new CumulativeWindow(sizeNs, stepNs, random.nextInt(sizeNs));
        long latenessNs = random.nextInt(3) == 0 ? 0 : random.nextInt(200);
        WindowModel.Kind kind = new WindowModel.Kind() {
            @Override
            public KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler) {
                return new CumulativeWindows(window, aggregates, timeIn, latenessNs, handler);
            }

            @Override
            public NaiveKind naive() {
                return new NaiveCumulative(window, latenessNs);
            }

            @Override
            public double value(Random random) {
                return random.nextInt(8) == 0 ? random.nextGaussian() * 1e6 : random.nextInt(1_000) / 64.0;
            }
        };
        long outOfOrdernessNs = random.nextInt(3) == 0 ? 0 : random.nextInt(60);
        WindowModel.run(random, kind, random.nextInt(1_000) - 500, 1, outOfOrdernessNs);
    }

    @Test
    void shouldGiveEveryStepFromTheFirstSampleOn() {
        SeenWindows seen = new SeenWindows();
        CumulativeWindows windows = cumulative(40, seen);
        int slot = windows.openSlot();
        windows.onSample(slot, 12, 1, 12);
        windows.onSample(slot, 35, 1, 35);
        windows.onSample(slot, 41, 1, 41);
        assertThat(seen.rows()).containsExactly("0-20 n=1", "0-30 n=1", "0-40 n=2");
    }

    @Test
    void shouldUpdateTheClosedWindowsThatHoldALateSample() {
        SeenWindows seen = new SeenWindows();
        CumulativeWindows windows = new CumulativeWindows(
                new CumulativeWindow(40, 10, 0), List.of(Aggregate.COUNT), List.of(), 15, seen.handler());
        int slot = windows.openSlot();
        windows.onSample(slot, 15, 1, 15);
        windows.onSample(slot, 36, 1, 36);
        seen.rows().clear();
        // At 36 the windows to 10 and to 20 are beyond their lateness, the one to 30 is not, the one to 40 is open.
        windows.onSample(slot, 3, 1, 36);
        windows.onWatermark(slot, 55);
        windows.onSample(slot, 39, 1, 55);
        assertThat(windows.lateCount()).isEqualTo(1);
        assertThat(seen.rows()).containsExactly("0-30 n=2 update", "0-40 n=3");
    }

    @Test
    void shouldGiveForTheFirstTimeWhatClosedWithoutASample() {
        SeenWindows seen = new SeenWindows();
        CumulativeWindows windows = new CumulativeWindows(
                new CumulativeWindow(40, 10, 0), List.of(Aggregate.COUNT), List.of(), 100, seen.handler());
        int slot = windows.openSlot();
        windows.onSample(slot, 25, 1, 25);
        windows.onWatermark(slot, 35);
        windows.onSample(slot, 11, 1, 35);
        assertThat(seen.rows()).containsExactly("0-30 n=1", "0-20 n=1", "0-30 n=2 update");
    }

    @Test
    void shouldStandTheEndsOfTime() {
        SeenWindows seen = new SeenWindows();
        CumulativeWindows windows = new CumulativeWindows(
                new CumulativeWindow(40, 10, 39), List.of(Aggregate.COUNT), List.of(), Long.MAX_VALUE, seen.handler());
        int slot = windows.openSlot();
        for (int i = 0; i < 100; i++) {
            windows.onSample(slot, Long.MIN_VALUE + i, 1, Long.MIN_VALUE);
            windows.onSample(slot, Long.MAX_VALUE - i, 1, Long.MIN_VALUE);
        }
        windows.giveKept(
                slot,
                (keptSlot, startNs, endNs, pane, isUpdate) ->
                        assertThat(isUpdate).isFalse());
        windows.finish(slot);
        assertThat(seen.rows()).hasSizeBetween(16, 24);
        assertThat(windows.droppedCount()).isBetween(2L, 80L);
    }

    private static CumulativeWindows cumulative(long sizeNs, SeenWindows seen) {
        return new CumulativeWindows(
                new CumulativeWindow(sizeNs, 10, 0), List.of(Aggregate.COUNT), List.of(), 0, seen.handler());
    }

    private static final class NaiveCumulative extends NaiveByEnd {
        private final CumulativeWindow window;

        NaiveCumulative(CumulativeWindow window, long latenessNs) {
            super(latenessNs);
            this.window = window;
        }

        @Override
        List<Naive> windowsOf(long timeNs) {
            long startNs =
                    Math.floorDiv(timeNs - window.offsetNs(), window.sizeNs()) * window.sizeNs() + window.offsetNs();
            List<Naive> windows = new ArrayList<>();
            for (long endNs = startNs + window.stepNs(); endNs <= startNs + window.sizeNs(); endNs += window.stepNs()) {
                if (timeNs < endNs) {
                    windows.add(new Naive(startNs, endNs));
                }
            }
            return windows;
        }
    }
}
