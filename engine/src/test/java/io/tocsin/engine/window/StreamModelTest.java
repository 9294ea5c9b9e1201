package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RandomTraffic;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A stream in the shard against its oracle: keys, watermarks and the running clock, over random journals. */
class StreamModelTest {
    private static final int JOURNALS = 400;
    private static final List<Aggregate> AGGREGATES =
            List.of(Aggregate.COUNT, Aggregate.SUM, Aggregate.MIN, Aggregate.MAX, Aggregate.FIRST, Aggregate.LAST);
    private static final List<Aggregate> AGGREGATES_IN_ORDER =
            List.of(Aggregate.COUNT, Aggregate.SUM, Aggregate.LAST, Aggregate.TIME_WEIGHTED_AVG);

    @Test
    void shouldGiveTheOraclesRowsWhenJournalIsRandom() {
        Seeds.forEach(JOURNALS, StreamModelTest::check);
    }

    private static void check(long seed) {
        Random random = Seeds.random(seed);
        StreamNode stream = stream(random);
        int idleAfterNs = 1 + random.nextInt(30);
        ShardDriver driver = new ShardDriver().plan(Rules.plan(idleAfterNs, List.of(stream), List.of()));
        List<String> names = new ArrayList<>();
        long[] skewNs = new long[1 + random.nextInt(4)];
        for (int sensorId = 0; sensorId < skewNs.length; sensorId++) {
            names.add((random.nextBoolean() ? "a/" : "b/") + sensorId);
            driver.sensor(names.get(sensorId));
            skewNs[sensorId] = random.nextInt(3) == 0 ? random.nextInt(400) - 200 : 0;
        }
        RandomTraffic.drive(driver, random, skewNs);
        driver.sourceEnd(0);

        int compared = 0;
        for (Map.Entry<String, List<Integer>> key : keys(stream, names).entrySet()) {
            List<SeenRow> expected = new NaiveStream(stream, idleAfterNs).rows(driver.records(), key.getValue());
            List<SeenRow> actual = driver.rows().stream()
                    .filter(row ->
                            driver.shard().names().sensorName(row.sensorId()).equals(key.getKey()))
                    .toList();
            assertThat(actual.stream().map(StreamModelTest::text))
                    .as("%s, key %s, idleAfterNs=%d", stream, key.getKey(), idleAfterNs)
                    .containsExactlyElementsOf(
                            expected.stream().map(StreamModelTest::text).toList());
            compared += actual.size();
        }
        assertThat(compared).as("rows of no key").isEqualTo(driver.rows().size());
        assertThat(ShardDriver.replay(driver.records()).shard().digest())
                .isEqualTo(driver.shard().digest());
    }

    /**
     * The row as text, to the digits of a float: averages by time add up fractions in another order than the oracle.
     */
    private static String text(SeenRow row) {
        String values = row.values().stream()
                .map(value -> Float.toString(value.floatValue()))
                .collect(Collectors.joining(" "));
        return row.position() + " [" + row.startNs() + "," + row.endNs() + ") " + row.count() + ": " + values
                + (row.isUpdate() ? " again" : "");
    }

    private static StreamNode stream(Random random) {
        long slide = 1L + random.nextInt(20);
        long size = slide * (1 + random.nextInt(random.nextInt(4) == 0 ? 15 : 3));
        boolean byReceiveTime = random.nextInt(4) == 0;
        boolean isInOrder = random.nextInt(3) == 0;
        return new StreamNode(
                "w",
                new SensorSelector(random.nextBoolean() ? "#" : "a/+"),
                random.nextInt(3) == 0 ? "{1}" : "",
                new AlignedWindow(size, slide, random.nextInt((int) slide)),
                byReceiveTime,
                isInOrder ? AGGREGATES_IN_ORDER : AGGREGATES,
                byReceiveTime ? 0 : random.nextInt(25),
                byReceiveTime || isInOrder ? 0 : random.nextInt(25),
                LatePolicy.DROP,
                random.nextBoolean() ? EmitMode.APPEND : EmitMode.UPDATE,
                List.of("k"));
    }

    private static Map<String, List<Integer>> keys(StreamNode stream, List<String> names) {
        Map<String, List<Integer>> keys = new TreeMap<>();
        for (int sensorId = 0; sensorId < names.size(); sensorId++) {
            String name = names.get(sensorId);
            if (stream.selector().matches(name)) {
                String key = stream.groupBy().isEmpty() ? name : name.substring(0, 1);
                keys.computeIfAbsent(key, k -> new ArrayList<>()).add(sensorId);
            }
        }
        return keys;
    }

    /** Samples and results of one key of a stream, written from semantics.md sections 2 to 4. */
    private static final class NaiveStream {
        private final StreamNode stream;
        private final long idleAfterNs;
        private final long delayNs;
        private final NaiveWindows windows;
        private final List<SeenRow> rows = new ArrayList<>();
        /** Of the readings that are not late, in any order; only a stream that needs order holds them. */
        private final List<Long> heldTimesNs = new ArrayList<>();

        private long timeNs = Long.MIN_VALUE / 2;

        NaiveStream(StreamNode stream, long idleAfterNs) {
            this.stream = stream;
            this.idleAfterNs = stream.byReceiveTime() ? 0 : idleAfterNs;
            boolean waits = stream.emit() == EmitMode.APPEND;
            this.delayNs = stream.outOfOrdernessNs() + (waits ? stream.latenessNs() : 0);
            this.windows = new NaiveWindows(
                    (AlignedWindow) stream.window(), stream.aggregates(), waits ? 0 : stream.latenessNs());
        }

        List<SeenRow> rows(RecordList records, List<Integer> members) {
            long maxEventNs = Long.MIN_VALUE;
            long receiveOfMaxNs = 0;
            long lastReceiveNs = 0;
            for (int position = 0; position < records.size(); position++) {
                RecordList.Entry entry = records.entries().get(position);
                if (entry instanceof RecordList.Reading reading && members.contains(reading.sensorId())) {
                    long sampleNs = stream.byReceiveTime() ? reading.receiveTimeNs() : reading.eventTimeNs();
                    lastReceiveNs = reading.receiveTimeNs();
                    if (sampleNs > maxEventNs) {
                        maxEventNs = sampleNs;
                        receiveOfMaxNs = lastReceiveNs;
                    }
                    long beforeNs = timeNs;
                    timeNs = Math.max(timeNs, sampleNs);
                    boolean isLate = stream.needsOrder() && sampleNs < beforeNs - delayNs;
                    if (!isLate) {
                        heldTimesNs.add(sampleNs);
                    }
                    boolean isSample =
                            reading.quality() != Quality.BAD.code() && (reading.flags() & ReadingFlags.RETAINED) == 0;
                    if (isSample && !isLate) {
                        windows.onSample(sampleNs, reading.value(), beforeNs - delayNs, timeNs - delayNs);
                    } else {
                        windows.onWatermark(timeNs - delayNs);
                    }
                } else if (entry instanceof RecordList.Tick tick
                        && maxEventNs != Long.MIN_VALUE
                        && tick.clockNs() - lastReceiveNs >= idleAfterNs) {
                    long runningNs = maxEventNs + (tick.clockNs() - receiveOfMaxNs);
                    if (windows.nextEndNs() <= runningNs - delayNs || isOneDue(runningNs)) {
                        timeNs = Math.max(timeNs, runningNs);
                        windows.onWatermark(timeNs - delayNs);
                    }
                } else if (position == records.size() - 1) {
                    windows.onWatermark(Long.MAX_VALUE);
                }
                take(position);
            }
            return rows;
        }

        /** Whether the clock releases a held reading. */
        private boolean isOneDue(long runningNs) {
            return stream.needsOrder()
                    && heldTimesNs.stream()
                            .anyMatch(heldNs -> heldNs > timeNs - delayNs && heldNs < runningNs - delayNs);
        }

        private void take(int position) {
            for (NaiveWindows.Row row :
                    windows.rows().subList(rows.size(), windows.rows().size())) {
                List<Double> values =
                        stream.aggregates().stream().map(row.values()::get).toList();
                long count = row.values().get(Aggregate.COUNT).longValue();
                rows.add(new SeenRow(
                        position, 0, 0, 0, row.startNs(), row.endNs(), count, row.isUpdate(), false, values));
            }
        }
    }
}
