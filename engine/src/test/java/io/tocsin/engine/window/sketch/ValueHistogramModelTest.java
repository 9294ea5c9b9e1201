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
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The histogram against a sorted list: its stated error, and that neither order nor merging changes a byte. */
class ValueHistogramModelTest {
    private static final int RUNS = 100;
    /** From here on a bucket is more than one doubling wide, and no error is stated. */
    private static final int LEVEL_WITHOUT_BOUND = 7;

    @Test
    void shouldBeWithinTheStatedErrorHoweverItWasFilled() {
        Seeds.forEach(RUNS, ValueHistogramModelTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        List<Double> values = values(random);
        UnsafeBuffer whole = histogram(values);
        List<Double> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        assertThat(histogram(shuffled)).as("other order").isEqualTo(whole);
        assertThat(merged(shuffled, random)).as("merged").isEqualTo(whole);

        int level = ValueHistogram.level(whole.addressOffset());
        if (level >= LEVEL_WITHOUT_BOUND) {
            return;
        }
        assertThat(level).isEqualTo(leastLevel(values));
        Collections.sort(values);
        for (int rank = 1; rank <= values.size(); rank += 1 + random.nextInt(1 + values.size() / 50)) {
            double exact = values.get(rank - 1);
            double about = ValueHistogram.valueAt(whole.addressOffset(), rank);
            assertThat(about)
                    .as("rank %d of %d, level %d", rank, values.size(), level)
                    .isCloseTo(exact, within(Math.abs(exact) * Math.scalb(1.0, level - 7)));
        }
    }

    @Test
    void shouldStayAtLevelZeroUpToAsManySamplesAsBuckets() {
        Seeds.forEach(1, 1_000, seed -> {
            Random random = Seeds.random(seed);
            List<Double> values = new ArrayList<>();
            while (values.size() < ValueHistogram.MAX_BUCKETS) {
                values.add(Math.scalb(1 + random.nextDouble(), random.nextInt(2_000) - 1_000));
            }
            assertThat(ValueHistogram.level(histogram(values).addressOffset())).isZero();
        });
    }

    /** One reading of 10^300 among thousands of 20 to 30 does not move the median. */
    @Test
    void shouldNotGiveUpDetailForAnOutlier() {
        List<Double> values = new ArrayList<>(List.of(1e300, -1e300, 1e-300, 0.0, -0.0));
        for (int i = 0; i < 10_000; i++) {
            values.add(20 + i / 1_000.0);
        }
        UnsafeBuffer histogram = histogram(values);
        assertThat(ValueHistogram.level(histogram.addressOffset())).isZero();
        assertThat(ValueHistogram.valueAt(histogram.addressOffset(), 1)).isCloseTo(-1e300, within(1e298));
        assertThat(ValueHistogram.valueAt(histogram.addressOffset(), 2)).isZero();
        assertThat(ValueHistogram.valueAt(histogram.addressOffset(), 5_004)).isCloseTo(25, within(25.0 / 128));
    }

    private static List<Double> values(Random random) {
        int kind = random.nextInt(6);
        List<Double> values = new ArrayList<>();
        for (int count = 1 + random.nextInt(random.nextBoolean() ? 100 : 6_000); count > 0; count--) {
            values.add(
                    switch (kind) {
                        case 0 -> 20 + random.nextGaussian();
                        case 1 -> random.nextInt(50) - 25.0;
                        case 2 -> random.nextGaussian() * 1e6;
                        case 3 -> Math.exp(5 * random.nextGaussian());
                        case 4 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(60));
                        default -> anyFinite(random);
                    });
        }
        return values;
    }

    private static double anyFinite(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL ? value : 0;
    }

    private static UnsafeBuffer empty() {
        UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(ValueHistogram.LENGTH));
        memory.setMemory(0, ValueHistogram.LENGTH, (byte) 0x55);
        ValueHistogram.clear(memory.addressOffset());
        return memory;
    }

    private static UnsafeBuffer histogram(List<Double> values) {
        UnsafeBuffer histogram = empty();
        values.forEach(value -> ValueHistogram.add(histogram.addressOffset(), value));
        return histogram;
    }

    private static UnsafeBuffer merged(List<Double> values, Random random) {
        List<UnsafeBuffer> parts = new ArrayList<>();
        for (int from = 0; from < values.size(); ) {
            int to = Math.min(values.size(), from + 1 + random.nextInt(values.size()));
            parts.add(histogram(values.subList(from, to)));
            from = to;
        }
        Collections.shuffle(parts, random);
        UnsafeBuffer merged = random.nextBoolean() ? empty() : parts.remove(0);
        parts.forEach(part -> ValueHistogram.merge(merged.addressOffset(), part.addressOffset()));
        return merged;
    }

    /** The first at which the values are of no more buckets than there may be. */
    private static int leastLevel(List<Double> values) {
        int level = 0;
        while (level < LEVEL_WITHOUT_BOUND && bucketCount(values, level) > ValueHistogram.MAX_BUCKETS) {
            level++;
        }
        return level;
    }

    private static int bucketCount(List<Double> values, int level) {
        Set<String> buckets = new HashSet<>();
        for (double value : values) {
            int exponent = Math.getExponent(value);
            double fraction = Math.scalb(Math.abs(value), -exponent) - 1;
            int part = (int) Math.floor(Math.scalb(fraction, 6 - level));
            buckets.add(value == 0 ? "0" : Math.signum(value) + " " + exponent + " " + part);
        }
        return buckets.size();
    }
}
