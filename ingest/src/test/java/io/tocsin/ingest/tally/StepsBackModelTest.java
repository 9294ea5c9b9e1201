package io.tocsin.ingest.tally;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Steps back of random readings beside a map that remembers every sensor's newest time. */
class StepsBackModelTest {
    private static final long MS_NS = 1_000_000;

    @Test
    void shouldTellCountAndLargestStepOfAnyReadings() {
        long seed = Long.getLong("tocsin.seed", Boolean.getBoolean("tocsin.heavy") ? System.nanoTime() : 1);
        SplittableRandom random = new SplittableRandom(seed);
        StepsBack steps = new StepsBack();
        Map<Integer, Long> newest = new HashMap<>();
        long count = 0;
        long largestMs = 0;
        int largestSensor = -1;
        for (int i = 0; i < 200_000; i++) {
            int sensor = random.nextInt(300);
            long time = TimeUnit.DAYS.toNanos(random.nextInt(20_000)) + random.nextLong(TimeUnit.HOURS.toNanos(1));
            steps.note(sensor, time);
            long step = newest.getOrDefault(sensor, Long.MIN_VALUE) - time;
            if (newest.containsKey(sensor) && step > 0) {
                count++;
                long stepMs = Math.min(TimeUnit.DAYS.toMillis(1) * 397, (step + MS_NS - 1) / MS_NS);
                if (stepMs > largestMs || (stepMs == largestMs && sensor > largestSensor)) {
                    largestMs = stepMs;
                    largestSensor = sensor;
                }
            }
            newest.merge(sensor, time, Math::max);
            if (i % 1_000 == 999) {
                assertThat(steps.count()).as("seed %d", seed).isEqualTo(count);
                StepsBack.Largest largest = steps.takeLargest();
                if (largest.isAtLeast()) {
                    assertThat(largestMs).isGreaterThanOrEqualTo(TimeUnit.DAYS.toMillis(397));
                } else {
                    assertThat(largest).isEqualTo(new StepsBack.Largest(largestSensor, largestMs * MS_NS));
                }
                assertThat(steps.takeLargest()).as("is taken once").isNull();
                largestMs = 0;
                largestSensor = -1;
            }
        }
    }

    @Test
    void shouldRoundUpAndOverflowToTheLongestStep() {
        StepsBack steps = new StepsBack();
        steps.note(3, 10 * MS_NS);
        steps.note(3, 10 * MS_NS - 1);
        assertThat(steps.takeLargest()).isEqualTo(new StepsBack.Largest(3, MS_NS));

        steps.note(5, Long.MAX_VALUE - 1);
        steps.note(5, -2);
        assertThat(steps.takeLargest().isAtLeast()).isTrue();
        assertThat(steps.count()).isEqualTo(2);
    }

    @Test
    void shouldAllocateNothingForSensorsThatAreKnown() {
        StepsBack steps = new StepsBack();
        steps.note(1_000, 5);
        for (int i = 0; i < 20_000; i++) {
            steps.note(i % 1_000, 20_000L - i);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 200_000; i++) {
            steps.note(i % 1_000, -i * MS_NS);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4_096);
        assertThat(steps.count()).isGreaterThan(100_000);
    }
}
