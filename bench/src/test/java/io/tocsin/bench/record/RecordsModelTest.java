package io.tocsin.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.BenchPlan;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The records and the fold make the same outputs of the same random readings: overtaken, late, far ahead, at the same
 * time, at the edges of windows and timeouts, after silences.
 */
class RecordsModelTest {
    private static final int ROUNDS = Integer.getInteger("tocsin.cycles", 8);
    private static final int READINGS = 4_000;
    /** More than the alarms that one reading raises. */
    private static final int MANY_SENSORS = 2_500;

    private static final long FIRST_NS = 1_760_000_000_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long SECOND_NS = 1_000 * MS;
    private static final double LIMIT = 90;
    private static final double CLEAR_AT = 88;
    /** Its rounding error does not depend on the order of a sum. */
    private static final double LARGE = 1L << 60;

    private final long firstSeed = Long.getLong("tocsin.seed", 20_261_129);

    /** Makes the records of a test. */
    private interface Maker {
        Records make(int sensorCount, RecordSink sink);
    }

    /** Results as texts. */
    private static final class Log implements ResultHandler, RecordSink {
        private final List<String> lines = new ArrayList<>();
        private final boolean isCounted;

        private Log(boolean isCounted) {
            this.isCounted = isCounted;
        }

        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            onChange(event.sensorId(), event.timeNs(), event.kind() == AlarmEventKind.RAISED, event.value());
        }

        @Override
        public void onRow(StreamRowFlyweight row) {
            int first = isCounted ? 1 : 0;
            onWindow(
                    row.sensorId(),
                    row.endNs(),
                    first * row.count(),
                    row.value(first),
                    row.value(first + 1),
                    row.value(first + 2));
        }

        @Override
        public void onChange(int sensorId, long timeNs, boolean isRaised, double value) {
            lines.add(sensorId + " " + (timeNs - FIRST_NS) + (isRaised ? " raised " : " cleared ") + value);
        }

        @Override
        public void onWindow(int sensorId, long endNs, long sampleCount, double average, double min, double max) {
            lines.add(sensorId + " to " + (endNs - FIRST_NS) + ": " + sampleCount + " " + average + " " + min + " "
                    + max);
        }
    }

    @Test
    void shouldDecideHighAlarmsAsTheFold() {
        compare(
                BenchPlan.plan(BenchPlan.highAlarm(), TimeScope.SENSOR),
                (sensorCount, sink) -> new HighAlarmRecords(sensorCount, LIMIT, CLEAR_AT, sink));
    }

    @Test
    void shouldCloseTumblingWindowsAsTheFold() {
        windows(SECOND_NS, 1, 100 * MS);
        windows(SECOND_NS, 1, SECOND_NS);
        windows(SECOND_NS, 1, 0);
    }

    @Test
    void shouldCloseSlidingWindowsAsTheFold() {
        windows(SECOND_NS, 10, 100 * MS);
        windows(SECOND_NS, 10, 3 * SECOND_NS);
        windows(SECOND_NS, 4, 0);
    }

    @Test
    void shouldCloseFineSlidingWindowsAsTheFold() {
        windows(100 * MS, 100, 100 * MS);
        windows(100 * MS, 20, 250 * MS);
    }

    @Test
    void shouldNoticeSilencesOfASensorAsTheFold() {
        compare(
                BenchPlan.plan(BenchPlan.silenceAlarm(), TimeScope.SENSOR),
                (sensorCount, sink) -> new SilenceRecords(sensorCount, BenchPlan.SILENCE_NS, sink));
    }

    @Test
    void shouldNoticeSilencesInTheTimeOfASourceAsTheFold() {
        compare(
                BenchPlan.plan(BenchPlan.silenceAlarm(), TimeScope.SOURCE),
                (sensorCount, sink) -> new SourceSilenceRecords(sensorCount, BenchPlan.SILENCE_NS, sink));
    }

    private void windows(long slideNs, int slides, long outOfOrdernessNs) {
        boolean isTumbling = slides == 1;
        AlignedWindow window = new AlignedWindow(slides * slideNs, slideNs, 0);
        compare(
                BenchPlan.plan(BenchPlan.windows(window, outOfOrdernessNs, isTumbling)),
                (sensorCount, sink) -> isTumbling
                        ? new TumblingRecords(sensorCount, slideNs, outOfOrdernessNs, sink)
                        : new SlidingRecords(sensorCount, slideNs, slides, outOfOrdernessNs, sink));
    }

    private void compare(Plan plan, Maker maker) {
        long outputCount = 0;
        int rounds = plan.streams().isEmpty() ? 8 * ROUNDS : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            outputCount += compare(plan, maker, firstSeed + round);
        }
        assertThat(outputCount).isPositive();
    }

    private static long compare(Plan plan, Maker maker, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int sensorCount = random.nextInt(8) == 0 ? MANY_SENSORS : 1 + random.nextInt(8);
        long gridNs = random.nextBoolean() ? 1 : 100 * MS;
        boolean isCounted = !plan.streams().isEmpty() && plan.streams().get(0).outputCount() == 4;
        Log expected = new Log(isCounted);
        Log found = new Log(isCounted);
        JournalFold fold = new JournalFold(expected);
        Records records = maker.make(sensorCount, found);
        records.reset();
        long[] position = {0};
        BenchPlan.define(
                plan,
                sensorCount,
                BenchPlan::sensorName,
                (kind, body) -> fold.onControl(position[0]++, kind.code(), new UnsafeBuffer(body), 0, body.length));

        long[] newestReceivedNs = new long[sensorCount];
        long clockNs = FIRST_NS;
        for (int i = 0; i < READINGS; i++) {
            clockNs += step(random, sensorCount);
            int sensorId = random.nextInt(sensorCount);
            long timeNs = (clockNs - lag(random)) / gridNs * gridNs + (random.nextInt(8) == 0 ? 1 : 0);
            long receiveTimeNs = clockNs + random.nextLong(MS);
            double value = value(random);
            if (timeNs > records.newestNs(sensorId)) {
                newestReceivedNs[sensorId] = receiveTimeNs;
            }
            fold.onReading(position[0], sensorId, timeNs, receiveTimeNs, value, Quality.GOOD.code(), ReadingFlags.NONE);
            records.onReading(position[0], sensorId, timeNs, receiveTimeNs, value);
            position[0]++;
        }

        assertThat(found.lines).as("-Dtocsin.seed=%d", seed).isEqualTo(expected.lines);
        assertThat(records.outputDigest()).as("-Dtocsin.seed=%d", seed).isEqualTo(fold.outputDigest());
        assertThat(records.outputCount()).isEqualTo(fold.eventCount());
        assertThat(records.lateCount()).isEqualTo(fold.view().skippedCount());
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            assertThat(records.newestNs(sensorId)).isEqualTo(fold.view().newestEventTimeNs(sensorId));
            assertThat(records.receivedNs(sensorId)).isEqualTo(fold.view().lastReceiveNs(sensorId));
            if (newestReceivedNs[sensorId] > 0) {
                assertThat(records.idleTimeNs(sensorId, newestReceivedNs[sensorId] + 7))
                        .isEqualTo(records.newestNs(sensorId) + 7);
            }
        }
        return records.outputCount();
    }

    /** Time from one reading to the next. */
    private static long step(SplittableRandom random, int sensorCount) {
        return switch (random.nextInt(sensorCount == MANY_SENSORS ? 2_000 : 100)) {
            case 0 -> 4_900 * MS + random.nextLong(200) * MS;
            case 1 -> random.nextLong(30 * SECOND_NS);
            case 2, 3, 4 -> 0;
            default -> random.nextLong(200 * MS) / sensorCount;
        };
    }

    private static long lag(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextLong(15 * SECOND_NS);
            case 1, 2, 3 -> random.nextLong(20) * 100 * MS;
            case 4, 5, 6 -> random.nextLong(200 * MS);
            default -> 0;
        };
    }

    private static double value(SplittableRandom random) {
        double value = random.nextInt(80 * 64, 97 * 64) / 64.0;
        return switch (random.nextInt(20)) {
            case 0 -> LIMIT;
            case 1 -> CLEAR_AT;
            case 2 -> value - LARGE;
            case 3 -> value + LARGE;
            case 4 -> -0.0;
            case 5 -> 0.0;
            default -> value;
        };
    }
}
