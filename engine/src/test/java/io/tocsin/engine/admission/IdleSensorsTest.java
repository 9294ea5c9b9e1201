package io.tocsin.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sensors are found to the second once they have been silent for long enough, and never before. */
class IdleSensorsTest {
    private static final long START_S = 1_700_000_000;

    @Test
    void shouldFindWhatAMapFinds() {
        Seeds.forEach(60, IdleSensorsTest::check);
    }

    private static void check(long seed) {
        Random random = Seeds.random(seed);
        int evictAfterS = 1 + random.nextInt(60);
        IdleSensors idle = new IdleSensors(TimeUnit.SECONDS.toNanos(evictAfterS));
        Map<Integer, Long> heardS = new TreeMap<>();
        long nowS = START_S;
        int nextId = 0;
        for (int step = 0; step < 2_000; step++) {
            nowS += random.nextInt(20) == 0 ? random.nextInt(30) : 0;
            int dice = random.nextInt(10);
            if (dice < 3) {
                nextId += 1 + random.nextInt(random.nextInt(20) == 0 ? 9_000 : 3);
                idle.track(nextId, ns(nowS, random));
                heardS.put(nextId, nowS);
            } else if (dice < 7 && !heardS.isEmpty()) {
                int sensorId = pick(heardS, random);
                idle.heard(sensorId, ns(nowS, random));
                heardS.put(sensorId, nowS);
            } else {
                int max = 1 + random.nextInt(5);
                long latestS = nowS - evictAfterS;
                List<Integer> expected = heardS.entrySet().stream()
                        .filter(entry -> entry.getValue() < latestS)
                        .map(Map.Entry::getKey)
                        .limit(max)
                        .toList();
                assertThat(idle.find(TimeUnit.SECONDS.toNanos(nowS), max)).isEqualTo(expected);
                expected.forEach(idle::forget);
                heardS.keySet().removeAll(expected);
            }
        }
        for (int sensorId = 0; sensorId <= nextId + 5_000; sensorId++) {
            assertThat(idle.tracks(sensorId)).isEqualTo(heardS.containsKey(sensorId));
        }
    }

    @Test
    void shouldFindNobodyWhenItIsOff() {
        IdleSensors off = new IdleSensors(Long.MAX_VALUE);
        off.track(0, 1);
        assertThat(off.isOn()).isFalse();
        assertThat(off.find(Long.MAX_VALUE, 10)).isEmpty();
    }

    private static long ns(long seconds, Random random) {
        return TimeUnit.SECONDS.toNanos(seconds) + random.nextInt(1_000_000_000);
    }

    private static int pick(Map<Integer, Long> heardS, Random random) {
        return heardS.keySet().stream()
                .skip(random.nextInt(heardS.size()))
                .findFirst()
                .orElseThrow();
    }
}
