package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Drives windows of one kind over a random stream of several keys, an oracle a key beside them, and compares rows, next
 * ends and counts after every step, kept windows now and then. At a random step the windows are written and read into
 * new ones. A twin that is never restarted and is told the watermark more often must have the same digest.
 */
final class WindowModel {
    private static final int STEPS = 150;
    /** Of averages by time, over values of some millions at most. */
    private static final double HELD_ERROR = 1e-6;

    /** A kind with the numbers of one run. */
    interface Kind {
        KeyedWindows windows(Set<Aggregate> aggregates, List<TimeInState> timeIn, WindowHandler handler);

        NaiveKind naive();

        double value(Random random);

        /** Whether the last value of a window holds until its end, and not just until its sample. */
        default boolean holdsToEnd() {
            return true;
        }

        /** Whether it can tell of this. */
        default boolean takes(Aggregate aggregate) {
            return true;
        }
    }

    private record Row(
            long startNs, long endNs, boolean isUpdate, Map<Aggregate, Double> values, List<Double> secondsIn) {}

    private static final List<TimeInState> STATES = List.of(
            TimeInState.between("low", 0, 5),
            TimeInState.above("high", 9),
            TimeInState.at("three", 3),
            TimeInState.below("negative", 0));

    private final Random random;
    private final Kind kind;
    private final long outOfOrdernessNs;
    private final int keyCount;
    private final boolean isInOrder;
    private final Set<Aggregate> aggregates;
    private final List<TimeInState> timeIn;
    private final List<List<Row>> rows = new ArrayList<>();
    private final List<NaiveKind> naives = new ArrayList<>();
    private final int[] comparedCounts;
    private final long[] maxNs;
    private final KeyedWindows twin;
    private KeyedWindows windows;

    private WindowModel(Random random, Kind kind, long outOfOrdernessNs) {
        this.random = random;
        this.kind = kind;
        this.outOfOrdernessNs = outOfOrdernessNs;
        keyCount = 1 + random.nextInt(3);
        isInOrder = random.nextInt(3) == 0;
        aggregates = EnumSet.allOf(Aggregate.class);
        aggregates.removeIf(aggregate -> (aggregate.needsOrder() && !isInOrder)
                || !kind.takes(aggregate)
                // Needs the operator, which knows the sample before: CounterModelTest.
                || aggregate.isOfCounter());
        if (random.nextInt(4) == 0) {
            aggregates.removeIf(aggregate -> random.nextBoolean());
        }
        timeIn = isInOrder ? STATES.subList(0, random.nextInt(STATES.size() + 1)) : List.of();
        comparedCounts = new int[keyCount];
        maxNs = new long[keyCount];
        Arrays.fill(maxNs, Long.MIN_VALUE / 2);
        windows = kind.windows(aggregates, timeIn, this::onWindow);
        twin = kind.windows(aggregates, timeIn, (slot, startNs, endNs, pane, isUpdate) -> {});
        for (int key = 0; key < keyCount; key++) {
            assertThat(windows.openSlot()).isEqualTo(key);
            twin.openSlot();
            naives.add(kind.naive());
            rows.add(new ArrayList<>());
        }
    }

    /** One run over a stream whose steps in time are about {@code stepNs}. */
    static void run(Random random, Kind kind, long firstNs, long stepNs, long outOfOrdernessNs) {
        new WindowModel(random, kind, outOfOrdernessNs).run(firstNs, stepNs);
    }

    private void run(long firstNs, long stepNs) {
        long atNs = firstNs;
        int restartStep = random.nextInt(STEPS);
        for (int step = 0; step < STEPS; step++) {
            int key = random.nextInt(keyCount);
            atNs += random.nextInt(12) == 0 ? random.nextInt(100) * stepNs : random.nextInt(4) * stepNs;
            long timeNs = atNs - (random.nextInt(4) == 0 ? random.nextInt(50) * stepNs : 0);
            onSample(key, isInOrder ? Math.max(timeNs, maxNs[key]) : timeNs, kind.value(random));
            if (random.nextInt(15) == 0) {
                // Time advances without a sample, as an idle sensor's does.
                maxNs[key] += random.nextInt(40) * stepNs;
                onWatermark(key, maxNs[key] - outOfOrdernessNs);
            }
            if (step == restartStep) {
                restart();
            }
            compare(key);
        }
        assertThat(digest(windows)).isEqualTo(digest(twin));
        for (int key = 0; key < keyCount; key++) {
            naives.get(key).finish();
            windows.finish(key);
            compareRows(key);
            assertThat(windows.nextEndNs(key)).isEqualTo(KeyedWindows.NO_END);
        }
    }

    private void onSample(int key, long timeNs, double value) {
        long beforeNs = maxNs[key] - outOfOrdernessNs;
        maxNs[key] = Math.max(maxNs[key], timeNs);
        long watermarkNs = maxNs[key] - outOfOrdernessNs;
        naives.get(key).onSample(new NaiveWindows.Sample(timeNs, value), beforeNs, watermarkNs);
        windows.onSample(key, timeNs, value, watermarkNs);
        twin.onSample(key, timeNs, value, watermarkNs);
        twin.onWatermark(key, watermarkNs);
    }

    private void onWatermark(int key, long watermarkNs) {
        naives.get(key).onWatermark(watermarkNs);
        windows.onWatermark(key, watermarkNs);
        if (twin.nextEndNs(key) <= watermarkNs) {
            twin.onWatermark(key, watermarkNs);
        }
    }

    private void restart() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        windows.writeTo(out);
        out.flush();
        KeyedWindows restored = kind.windows(aggregates, timeIn, this::onWindow);
        restored.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(digest(restored)).isEqualTo(digest(windows));
        windows = restored;
    }

    private void onWindow(int slot, long startNs, long endNs, long pane, boolean isUpdate) {
        rows.get(slot).add(row(startNs, endNs, pane, isUpdate));
    }

    private Row row(long startNs, long endNs, long pane, boolean isUpdate) {
        Map<Aggregate, Double> values = new EnumMap<>(Aggregate.class);
        for (Aggregate aggregate : aggregates) {
            values.put(aggregate, windows.panes().result(pane, aggregate, endNs));
        }
        List<Double> secondsIn = new ArrayList<>();
        for (int state = 0; state < timeIn.size(); state++) {
            secondsIn.add(windows.panes().secondsIn(pane, state, endNs));
        }
        return new Row(startNs, endNs, isUpdate, values, secondsIn);
    }

    private void compare(int key) {
        compareRows(key);
        NaiveKind naive = naives.get(key);
        assertThat(windows.nextEndNs(key)).as("next end").isEqualTo(naive.nextEndNs());
        assertThat(windows.lateCount())
                .as("late")
                .isEqualTo(naives.stream().mapToLong(each -> each.lateCount).sum());
        assertThat(windows.droppedCount())
                .as("dropped")
                .isEqualTo(naives.stream().mapToLong(each -> each.droppedCount).sum());
        if (random.nextInt(5) > 0) {
            return;
        }
        List<Row> kept = new ArrayList<>();
        windows.giveKept(key, (slot, startNs, endNs, pane, isUpdate) -> {
            assertThat(slot).isEqualTo(key);
            kept.add(row(startNs, endNs, pane, isUpdate));
        });
        same(kept, naive.kept(maxNs[key] - outOfOrdernessNs));
    }

    private void compareRows(int key) {
        List<NaiveKind.Row> expected = naives.get(key).rows;
        same(
                rows.get(key).subList(comparedCounts[key], rows.get(key).size()),
                expected.subList(comparedCounts[key], expected.size()));
        comparedCounts[key] = expected.size();
    }

    private void same(List<Row> rows, List<NaiveKind.Row> expected) {
        assertThat(rows).as("rows, expected=%s", expected).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            same(rows.get(i), expected.get(i));
        }
    }

    private void same(Row row, NaiveKind.Row expected) {
        assertThat(row.startNs()).as("start").isEqualTo(expected.startNs());
        assertThat(row.endNs()).as("end").isEqualTo(expected.endNs());
        assertThat(row.isUpdate()).as("update, end=%d", row.endNs()).isEqualTo(expected.isUpdate());
        long lastNs = expected.samples().stream()
                .mapToLong(NaiveWindows.Sample::timeNs)
                .max()
                .orElseThrow();
        long untilNs = kind.holdsToEnd() ? expected.endNs() : lastNs;
        assertThat(row.secondsIn())
                .as("seconds in states")
                .isEqualTo(timeIn.stream()
                        .map(state -> NaiveWindows.secondsIn(state, expected.samples(), untilNs))
                        .toList());
        row.values().forEach((aggregate, actual) -> {
            double wanted = NaiveWindows.value(aggregate, expected.samples(), untilNs);
            switch (aggregate) {
                case SUM, AVG ->
                    assertThat(Math.abs(actual - wanted)).as("%s", aggregate).isLessThanOrEqualTo(Math.ulp(wanted));
                case STDDEV -> assertThat(actual).isCloseTo(wanted, within(1e-9 * (1 + Math.abs(wanted))));
                case TIME_WEIGHTED_AVG -> assertThat(actual).isCloseTo(wanted, within(HELD_ERROR));
                case P50, P90, P95, P99, P999 ->
                    assertThat(actual).as("%s", aggregate).isCloseTo(wanted, within(Math.abs(wanted) / 128));
                default -> assertThat(actual).as("%s", aggregate).isEqualTo(Double.valueOf(wanted));
            }
        });
    }

    private static byte[] digest(KeyedWindows windows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            windows.digest(digest);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
