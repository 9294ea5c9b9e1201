package io.tocsin.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a bounded queue of pairs a sensor. */
class DedupeStoreModelTest {
    private record Pair(long timeNs, double value) {}

    @Test
    void shouldRememberTheLastPairsOfEachSensor() {
        Seeds.forEach(200, seed -> {
            Random random = Seeds.random(seed);
            DedupeStore store = new DedupeStore();
            int sensors = 1 + random.nextInt(5);
            int[] places = new int[sensors];
            int[] windows = new int[sensors];
            List<Deque<Pair>> oracle = new ArrayList<>();
            for (int i = 0; i < sensors; i++) {
                windows[i] = 1 + random.nextInt(300);
                places[i] = store.open(windows[i]);
                oracle.add(new ArrayDeque<>());
            }
            for (int i = 0; i < 1_000; i++) {
                int sensor = random.nextInt(sensors);
                Pair pair = new Pair(random.nextInt(40), random.nextInt(10) == 0 ? Double.NaN : random.nextInt(5));
                Deque<Pair> remembered = oracle.get(sensor);
                boolean known = remembered.contains(pair);
                assertThat(store.contains(places[sensor], pair.timeNs(), pair.value()))
                        .isEqualTo(known);
                if (!known) {
                    store.add(places[sensor], windows[sensor], pair.timeNs(), pair.value());
                    remembered.addLast(pair);
                    if (remembered.size() > windows[sensor]) {
                        remembered.removeFirst();
                    }
                }
            }
        });
    }

    @Test
    void shouldNotTakeAnEmptyPlaceForThePairOfZeros() {
        DedupeStore store = new DedupeStore();
        int place = store.open(3);
        assertThat(store.contains(place, 0, 0)).isFalse();
    }
}
