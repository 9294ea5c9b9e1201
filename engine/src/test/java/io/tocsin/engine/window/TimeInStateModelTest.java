package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Aligned windows of few and of many panes that tell of states; the other kinds do in their own model tests. */
class TimeInStateModelTest {
    private static final int RUNS = Boolean.getBoolean("tocsin.heavy") ? 2_000 : 20;

    @Test
    void shouldGiveTheSecondsOfTheOracle() {
        Seeds.forEach(RUNS, TimeInStateModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        long slideNs = 1L + random.nextInt(10);
        long sizeNs = slideNs * (1 + random.nextInt(60));
        AlignedWindow window = new AlignedWindow(sizeNs, slideNs, random.nextInt((int) slideNs));
        int outOfOrdernessNs = random.nextInt(30);
        WindowModel.Kind kind = new WindowModel.Kind() {
            @Override
            public KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler) {
                return new AlignedWindows(window, aggregates, timeIn, outOfOrdernessNs, 0, handler);
            }

            @Override
            public NaiveKind naive() {
                return new NaiveAligned(window);
            }

            @Override
            public double value(Random random) {
                return random.nextInt(14) - 2;
            }
        };
        WindowModel.run(random, kind, random.nextInt(1_000) - 500, 1, outOfOrdernessNs);
    }

    @Test
    void shouldCountTheTimeThatAValueHolds() {
        List<TimeInState> states = List.of(TimeInState.at("on", 1), TimeInState.above("hot", 1));
        List<String> seen = new ArrayList<>();
        KeyedWindows[] made = new KeyedWindows[1];
        made[0] = new AlignedWindows(
                new AlignedWindow(10_000_000_000L, 10_000_000_000L, 0),
                List.of(),
                states,
                0,
                0,
                (slot, startNs, endNs, pane, isUpdate) ->
                        seen.add(made[0].panes().secondsIn(pane, 0, endNs) + " "
                                + made[0].panes().secondsIn(pane, 1, endNs)));
        int slot = made[0].openSlot();
        // Nothing is known before the first sample; of one instant the last holds; the last one holds to the end.
        made[0].onSample(slot, 2_000_000_000L, 1, 2_000_000_000L);
        made[0].onSample(slot, 5_000_000_000L, 1, 5_000_000_000L);
        made[0].onSample(slot, 5_000_000_000L, 7, 5_000_000_000L);
        made[0].onSample(slot, 7_500_000_000L, 1, 7_500_000_000L);
        made[0].onWatermark(slot, 10_000_000_000L);
        // The window before ended with 1, which says nothing of this one.
        made[0].onSample(slot, 19_000_000_000L, 0, 19_000_000_000L);
        made[0].finish(slot);
        assertThat(seen).containsExactly("5.5 2.5", "0.0 0.0");
    }

    /** Written from the definition. */
    private static final class NaiveAligned extends NaiveByEnd {
        private final AlignedWindow window;

        NaiveAligned(AlignedWindow window) {
            super(0);
            this.window = window;
        }

        @Override
        List<Naive> windowsOf(long timeNs) {
            List<Naive> windows = new ArrayList<>();
            for (long startNs = timeNs - window.sizeNs() + 1; startNs <= timeNs; startNs++) {
                if (Math.floorMod(startNs - window.offsetNs(), window.slideNs()) == 0) {
                    windows.add(new Naive(startNs, startNs + window.sizeNs()));
                }
            }
            return windows;
        }
    }
}
