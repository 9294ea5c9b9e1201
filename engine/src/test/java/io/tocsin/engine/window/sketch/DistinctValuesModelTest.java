package io.tocsin.engine.window.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.engine.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The number of distinct values against a set: exact or near, and neither order nor merging changes a byte. */
class DistinctValuesModelTest {
    private static final int RUNS = 100;
    private static final double STANDARD_ERROR = 0.023;

    private final DistinctValues distinct = new DistinctValues();

    @Test
    void shouldCountLikeASetHoweverItWasFilled() {
        Seeds.forEach(RUNS, this::run);
    }

    private void run(long seed) {
        Random random = Seeds.random(seed);
        List<Double> values = values(random);
        UnsafeBuffer whole = filled(values);
        List<Double> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        assertThat(filled(shuffled)).as("other order").isEqualTo(whole);
        assertThat(merged(shuffled, random)).as("merged").isEqualTo(whole);

        HashSet<Double> set = new HashSet<>();
        values.forEach(value -> set.add(value + 0.0));
        double count = distinct.count(whole.addressOffset());
        if (set.size() <= DistinctValues.MAX_EXACT) {
            assertThat(count).isEqualTo(set.size());
        } else {
            assertThat(count).isCloseTo(set.size(), within(5 * STANDARD_ERROR * set.size()));
            assertThat(count).isEqualTo(Math.rint(count));
        }
    }

    /** The error that is stated: as a standard deviation over many sets, and without a bias. */
    @Test
    void shouldHaveTheStatedError() {
        // Always this seed: the bounds are statistical, and a few seeds may exceed them.
        Random random = new Random(1);
        for (int size : new int[] {300, 1_000, 3_000, 10_000, 30_000}) {
            int sets = 100;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < sets; i++) {
                UnsafeBuffer memory = empty();
                double first = random.nextInt(1_000_000) / 8.0;
                for (int j = 0; j < size; j++) {
                    distinct.add(memory.addressOffset(), first + j / 64.0);
                }
                double error = distinct.count(memory.addressOffset()) / size - 1;
                sum += error;
                squares += error * error;
            }
            assertThat(sum / sets).as("bias, size=%d", size).isCloseTo(0, within(STANDARD_ERROR / 3));
            assertThat(Math.sqrt(squares / sets)).as("deviation, size=%d", size).isLessThan(1.25 * STANDARD_ERROR);
        }
    }

    @Test
    void shouldTakeBothZerosForOne() {
        assertThat(distinct.count(filled(List.of(0.0, -0.0, 1.0)).addressOffset()))
                .isEqualTo(2);
    }

    private static List<Double> values(Random random) {
        int range = new int[] {1, 20, 256, 257, 300, 5_000, 1_000_000}[random.nextInt(7)];
        List<Double> values = new ArrayList<>();
        for (int count = 1 + random.nextInt(random.nextBoolean() ? 300 : 8_000); count > 0; count--) {
            values.add((random.nextInt(range) - range / 2) / 8.0);
        }
        return values;
    }

    private UnsafeBuffer empty() {
        UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(DistinctValues.LENGTH));
        memory.setMemory(0, DistinctValues.LENGTH, (byte) 0x55);
        distinct.clear(memory.addressOffset());
        return memory;
    }

    private UnsafeBuffer filled(List<Double> values) {
        UnsafeBuffer memory = empty();
        values.forEach(value -> distinct.add(memory.addressOffset(), value));
        return memory;
    }

    private UnsafeBuffer merged(List<Double> values, Random random) {
        List<UnsafeBuffer> parts = new ArrayList<>();
        for (int from = 0; from < values.size(); ) {
            int to = Math.min(values.size(), from + 1 + random.nextInt(values.size()));
            parts.add(filled(values.subList(from, to)));
            from = to;
        }
        Collections.shuffle(parts, random);
        UnsafeBuffer merged = random.nextBoolean() ? empty() : parts.remove(0);
        parts.forEach(part -> distinct.merge(merged.addressOffset(), part.addressOffset()));
        return merged;
    }
}
