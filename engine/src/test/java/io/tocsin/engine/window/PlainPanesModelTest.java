package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plain panes equal, bit by bit, panes of one more part, which take the general path. */
class PlainPanesModelTest {
    private static final List<Aggregate> PLAIN =
            List.of(Aggregate.COUNT, Aggregate.SUM, Aggregate.AVG, Aggregate.MIN, Aggregate.MAX);
    private static final double[] ODD = {
        0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE
    };

    @Test
    void shouldGiveTheBitsOfTheGeneralPanes() {
        Seeds.forEach(200, seed -> {
            Random random = Seeds.random(seed);
            long slide = 1L + random.nextInt(20);
            AlignedWindow window = new AlignedWindow(slide * (1 + random.nextInt(24)), slide, 0);
            int oddOf = random.nextBoolean() ? 20 : 1_000_000;
            List<Aggregate> more = new ArrayList<>(PLAIN);
            more.add(Aggregate.LAST);
            assertThat(rows(window, PLAIN, Seeds.random(seed), oddOf))
                    .isNotEmpty()
                    .isEqualTo(rows(window, more, Seeds.random(seed), oddOf));
        });
    }

    private static List<String> rows(AlignedWindow window, List<Aggregate> aggregates, Random random, int oddOf) {
        List<String> rows = new ArrayList<>();
        AlignedWindows[] windows = new AlignedWindows[1];
        windows[0] =
                new AlignedWindows(window, aggregates, List.of(), 30, 50, (slot, startNs, endNs, pane, isUpdate) -> {
                    Panes panes = windows[0].panes();
                    long[] bits = PLAIN.stream()
                            .mapToLong(aggregate -> Double.doubleToLongBits(panes.result(pane, aggregate, endNs)))
                            .toArray();
                    rows.add(startNs + " " + isUpdate + " " + Arrays.toString(bits));
                });
        assertThat(windows[0].panes().arePlain()).isEqualTo(aggregates.equals(PLAIN));
        int slot = windows[0].openSlot();
        long newest = 0;
        for (int i = 0; i < 300; i++) {
            newest += random.nextInt(5);
            double value = random.nextInt(oddOf) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 1e9;
            windows[0].onSample(slot, newest - random.nextInt(60), value, newest - 30);
        }
        windows[0].finish(slot);
        return rows;
    }
}
