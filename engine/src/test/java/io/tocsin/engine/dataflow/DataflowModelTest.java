package io.tocsin.engine.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.harness.OperatorHarness;
import io.tocsin.engine.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** map, filter, flatMap, union and reduce against the streams of the JDK. */
class DataflowModelTest {
    private static final int RUNS = 100;
    private static final int READINGS = 200;
    private static final int SENSORS = 6;

    @Test
    void shouldDoAsStreamsOfTheJdkDo() {
        Seeds.forEach(RUNS, DataflowModelTest::check);
    }

    private static void check(long seed) {
        DataflowBuilder builder = new DataflowBuilder();
        ReadingStream mapped = builder.from("a/+", "b/+").map("mapped", 1, value -> value * 2 + 1);
        ReadingStream filtered = mapped.filter("filtered", 1, value -> value % 3 != 0);
        ReadingStream flat = builder.from("a/+").flatMap("flat", 1, (reading, out) -> {
            for (int i = 0; i < reading.value() % 4; i++) {
                out.collect(reading.value() + i);
            }
        });
        // filtered/mapped/a/1 and flat/a/1 have the sensor's number at different levels.
        filtered.keyBy("{4}").reduce("sum", 1, Double::sum);
        flat.union(builder.from("b/+")).keyBy("all {1}").reduce("most", 1, Math::max);
        OperatorHarness harness = OperatorHarness.of(builder.build(), Duration.ofDays(1));

        Random random = Seeds.random(seed);
        Map<String, List<Double>> inputs = new TreeMap<>();
        List<Double> expectedMost = new ArrayList<>();
        double most = Double.NEGATIVE_INFINITY;
        double mostOfB = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < READINGS; i++) {
            String sensor = (random.nextBoolean() ? "a/" : "b/") + random.nextInt(SENSORS);
            double value = random.nextInt(50);
            inputs.computeIfAbsent(sensor, name -> new ArrayList<>()).add(value);
            if (sensor.startsWith("a")) {
                for (double each : flat(value).toArray()) {
                    most = Math.max(most, each);
                    expectedMost.add(most);
                }
            } else {
                mostOfB = Math.max(mostOfB, value);
                expectedMost.add(mostOfB);
            }
            harness.reading(sensor, i, value);
            if (random.nextInt(40) == 0) {
                harness.snapshotAndRestore();
            }
        }
        inputs.forEach((sensor, values) -> {
            double[] all = values.stream().mapToDouble(value -> value * 2 + 1).toArray();
            assertThat(harness.values("mapped/" + sensor)).isEqualTo(list(DoubleStream.of(all)));
            assertThat(harness.values("filtered/mapped/" + sensor))
                    .isEqualTo(list(DoubleStream.of(all).filter(value -> value % 3 != 0)));
            if (sensor.startsWith("a")) {
                assertThat(harness.values("flat/" + sensor))
                        .isEqualTo(
                                list(values.stream().mapToDouble(value -> value).flatMap(DataflowModelTest::flat)));
            }
        });
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            double sum = sumOf(inputs, "a/" + sensor) + sumOf(inputs, "b/" + sensor);
            List<Double> sums = harness.values("sum/" + sensor);
            assertThat(sums.isEmpty() ? 0 : sums.get(sums.size() - 1)).isEqualTo(sum);
        }
        assertThat(harness.values("most/#")).isEqualTo(expectedMost);
    }

    private static DoubleStream flat(double value) {
        return DoubleStream.iterate(value, each -> each + 1).limit((long) value % 4);
    }

    private static double sumOf(Map<String, List<Double>> inputs, String sensor) {
        return inputs.getOrDefault(sensor, List.of()).stream()
                .mapToDouble(value -> value * 2 + 1)
                .filter(value -> value % 3 != 0)
                .sum();
    }

    private static List<Double> list(DoubleStream values) {
        return values.boxed().toList();
    }
}
