package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tumbling and sliding windows against {@link NaiveWindows} over random streams of several keys: the rows, the windows
 * kept, the next end and the counters. Beside the windows under test go ones that are now and then written and read
 * back, and are told of the time at other moments: theirs must be the same rows and the same digest.
 */
class AlignedWindowsModelTest {
    private static final int RUNS = 25;
    private static final List<Aggregate> ALL = List.of(Aggregate.values());
    /** Aggregates whose panes fit into a cache line of current panes; with all aggregates panes are plain. */
    private static final List<Aggregate> SMALL =
            List.of(Aggregate.COUNT, Aggregate.SUM, Aggregate.AVG, Aggregate.MIN, Aggregate.MAX, Aggregate.RANGE);
    /** More than a chunk of keys with this much is a burden to a test. */
    private static final int LARGE_KEY_LENGTH = 256 << 10;
    /** Of averages by time, over values of some millions at most. */
    private static final double HELD_ERROR = 1e-6;

    private static final long[] ORIGINS = {0, 1_000, -1_000_000, 1_763_000_000_000_000_000L, -2_000_000_000_000_000_000L
    };

    /** How equal results must be. */
    private enum Equality {
        /** Sums and averages to the last place but one, deviations nearly. */
        ROUNDED,
        /** All but deviations, averages by time and percentiles bit for bit. */
        EXACT,
        /** All bit for bit. */
        SAME
    }

    /** One set of windows and the rows it has given for each key since they were last looked at. */
    private static final class Side {
        private final List<List<NaiveWindows.Row>> rows = new ArrayList<>();
        private final AlignedWindow window;
        private final long outOfOrderness;
        private final long lateness;
        private final List<Aggregate> aggregates;
        private AlignedWindows windows;

        Side(AlignedWindow window, List<Aggregate> aggregates, long outOfOrderness, long lateness, int keyCount) {
            this.window = window;
            this.aggregates = aggregates;
            this.outOfOrderness = outOfOrderness;
            this.lateness = lateness;
            this.windows = create();
            for (int key = 0; key < keyCount; key++) {
                assertThat(windows.openSlot()).isEqualTo(key);
                rows.add(new ArrayList<>());
            }
        }

        private AlignedWindows create() {
            return new AlignedWindows(
                    window,
                    aggregates,
                    List.of(),
                    outOfOrderness,
                    lateness,
                    (slot, startNs, endNs, pane, isUpdate) -> rows.get(slot).add(row(startNs, endNs, pane, isUpdate)));
        }

        void restart() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StateOutput out = new StateOutput(bytes);
            windows.writeTo(out);
            out.flush();
            windows = create();
            windows.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        }

        List<NaiveWindows.Row> kept(int key) {
            List<NaiveWindows.Row> kept = new ArrayList<>();
            windows.giveKept(key, (slot, startNs, endNs, pane, isUpdate) -> {
                assertThat(slot).isEqualTo(key);
                kept.add(row(startNs, endNs, pane, isUpdate));
            });
            return kept;
        }

        private NaiveWindows.Row row(long startNs, long endNs, long pane, boolean isUpdate) {
            Map<Aggregate, Double> values = new EnumMap<>(Aggregate.class);
            aggregates.forEach(
                    aggregate -> values.put(aggregate, windows.panes().result(pane, aggregate, endNs)));
            return new NaiveWindows.Row(startNs, endNs, isUpdate, values);
        }
    }

    @Test
    void shouldGiveTheRowsOfTheNaiveWindowsWhenTumbling() {
        Seeds.forEach(RUNS, seed -> {
            Random random = Seeds.random(seed);
            int size = 1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 40);
            run(random, new AlignedWindow(size, size, random.nextInt(size)));
        });
    }

    @Test
    void shouldGiveTheRowsOfTheNaiveWindowsWhenSliding() {
        Seeds.forEach(RUNS, seed -> {
            Random random = Seeds.random(seed);
            long slide = 1L + random.nextInt(20);
            int slidesOfSize = random.nextInt(4) == 0 ? 17 + random.nextInt(40) : 1 + random.nextInt(6);
            long size = slide * slidesOfSize + (random.nextInt(3) == 0 ? random.nextInt((int) slide) : 0);
            run(random, new AlignedWindow(size, slide, random.nextInt((int) slide)));
        });
    }

    private static void run(Random random, AlignedWindow window) {
        long outOfOrderness = random.nextInt(3) == 0 ? 0 : random.nextInt(1 + random.nextInt(200));
        long lateness = random.nextInt(3) == 0 ? 0 : random.nextInt(1 + random.nextInt(300));
        boolean isExact = random.nextBoolean();
        Equality equality = isExact ? Equality.EXACT : Equality.ROUNDED;
        int keyCount = random.nextInt(4) == 0 ? 31 + random.nextInt(5) : 1 + random.nextInt(3);
        long farJump = random.nextBoolean() ? 300 : 1_000_000_000_000L;
        int gap = random.nextInt(4) == 0 ? 1 + random.nextInt(80) : 1 + random.nextInt(6);

        boolean isInOrder = random.nextInt(3) == 0;
        List<Aggregate> aggregates =
                aggregates(random, isInOrder, (2 * window.sizeNs() + outOfOrderness + lateness) / window.paneNs() + 3);
        Side plain = new Side(window, aggregates, outOfOrderness, lateness, keyCount);
        Side restarted = new Side(window, aggregates, outOfOrderness, lateness, keyCount);
        List<NaiveWindows> naives = new ArrayList<>();
        long[] max = new long[keyCount];
        long[] at = new long[keyCount];
        for (int key = 0; key < keyCount; key++) {
            naives.add(new NaiveWindows(window, aggregates, lateness));
            max[key] = Long.MIN_VALUE / 2;
            at[key] = ORIGINS[random.nextInt(ORIGINS.length)] + random.nextInt(1_000);
        }
        int steps = 150 + (keyCount > 3 ? 300 : 0);
        for (int i = 0; i < steps; i++) {
            int key = random.nextInt(keyCount);
            NaiveWindows naive = naives.get(key);
            at[key] += random.nextInt(60) == 0 ? (long) (farJump * random.nextDouble()) : random.nextInt(gap);
            long late = random.nextInt(4) == 0 ? random.nextInt(1 + random.nextInt(400)) : 0;
            long time = isInOrder ? Math.max(at[key], max[key]) : at[key] - late;
            double value = value(random, isExact);
            long before = max[key] - outOfOrderness;
            max[key] = Math.max(max[key], time);
            long watermark = max[key] - outOfOrderness;
            naive.onSample(time, value, before, watermark);
            plain.windows.onSample(key, time, value, watermark);
            restarted.windows.onSample(key, time, value, watermark);
            if (random.nextInt(12) == 0) {
                // Time advances without a sample, as an idle sensor's does.
                max[key] += random.nextInt(100);
                watermark = max[key] - outOfOrderness;
                naive.onWatermark(watermark);
                plain.windows.onWatermark(key, watermark);
                if (watermark >= restarted.windows.nextEndNs(key)) {
                    restarted.windows.onWatermark(key, watermark);
                }
            }
            compare(plain, restarted, naive, key, equality);
            if (random.nextInt(10) == 0) {
                same(plain.kept(key), naive.kept(watermark), equality);
            }
            if (random.nextInt(50) == 0) {
                restarted.restart();
                assertThat(digest(restarted.windows)).isEqualTo(digest(plain.windows));
            }
        }
        for (int key = 0; key < keyCount; key++) {
            naives.get(key).onWatermark(Long.MAX_VALUE - 1);
            plain.windows.finish(key);
            restarted.windows.finish(key);
            compare(plain, restarted, naives.get(key), key, equality);
            assertThat(plain.kept(key)).isEmpty();
        }
        assertThat(digest(restarted.windows)).isEqualTo(digest(plain.windows));
        long late = naives.stream().mapToLong(NaiveWindows::lateCount).sum();
        assertThat(plain.windows.lateCount()).isEqualTo(late);
        assertThat(restarted.windows.lateCount()).isEqualTo(late);
        assertThat(plain.windows.droppedCount()).isZero();
    }

    private static List<Aggregate> aggregates(Random random, boolean isInOrder, long paneCount) {
        if (random.nextBoolean()) {
            boolean arePlain = random.nextInt(3) > 0;
            return SMALL.stream()
                    .filter(aggregate -> arePlain || random.nextBoolean())
                    .toList();
        }
        boolean areFew =
                random.nextBoolean() && paneCount * new Panes(ALL, List.of(), true).length() <= LARGE_KEY_LENGTH;
        return ALL.stream()
                .filter(aggregate -> !aggregate.isOfCounter())
                .filter(aggregate -> isInOrder || !aggregate.needsOrder())
                .filter(aggregate -> areFew || !new Panes(List.of(aggregate), List.of(), true).isLarge())
                .toList();
    }

    private static double value(Random random, boolean isExact) {
        if (random.nextInt(12) == 0) {
            return random.nextBoolean() ? 0.0 : -0.0;
        }
        return isExact || random.nextInt(3) > 0 ? (random.nextInt(2_000) - 500) / 64.0 : random.nextGaussian() * 1e6;
    }

    /** Takes the rows of a step and looks at them. */
    private static void compare(Side plain, Side restarted, NaiveWindows naive, int key, Equality equality) {
        same(plain.rows.get(key), naive.rows(), equality);
        same(restarted.rows.get(key), plain.rows.get(key), Equality.SAME);
        assertThat(plain.windows.nextEndNs(key)).isEqualTo(naive.nextEndNs());
        assertThat(restarted.windows.nextEndNs(key)).isEqualTo(naive.nextEndNs());
        naive.rows().clear();
        plain.rows.get(key).clear();
        restarted.rows.get(key).clear();
    }

    private static void same(List<NaiveWindows.Row> rows, List<NaiveWindows.Row> expected, Equality equality) {
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            NaiveWindows.Row row = rows.get(i);
            NaiveWindows.Row wanted = expected.get(i);
            assertThat(row.startNs()).isEqualTo(wanted.startNs());
            assertThat(row.endNs()).isEqualTo(wanted.endNs());
            assertThat(row.isUpdate()).as("update, end=%d", row.endNs()).isEqualTo(wanted.isUpdate());
            assertThat(row.values().keySet()).isEqualTo(wanted.values().keySet());
            row.values()
                    .forEach((aggregate, value) ->
                            same(aggregate, value, wanted.values().get(aggregate), equality));
        }
    }

    private static void same(Aggregate aggregate, Double value, Double wanted, Equality equality) {
        // Boxed doubles are equal when their bits are: NaN to NaN, and -0.0 not to 0.0.
        if (value.equals(wanted)) {
            return;
        }
        boolean isSum = aggregate == Aggregate.SUM || aggregate == Aggregate.AVG;
        if (isSum && equality == Equality.ROUNDED) {
            assertThat(Math.abs(value - wanted)).as("%s", aggregate).isLessThanOrEqualTo(Math.ulp(wanted));
        } else if (aggregate == Aggregate.STDDEV && equality != Equality.SAME) {
            assertThat(value).isCloseTo(wanted, within(1e-9 * (1 + Math.abs(wanted))));
        } else if (aggregate == Aggregate.TIME_WEIGHTED_AVG && equality != Equality.SAME) {
            assertThat(value).isCloseTo(wanted, within(HELD_ERROR));
        } else if (aggregate.isPercentile() && equality != Equality.SAME) {
            assertThat(value).as("%s", aggregate).isCloseTo(wanted, within(Math.abs(wanted) / 128));
        } else {
            assertThat(value).as("%s", aggregate).isEqualTo(wanted);
        }
    }

    private static byte[] digest(AlignedWindows windows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            windows.digest(digest);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
