package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.gateway.run.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of a solar inverter's power, every quarter of an hour: zeros and lost readings at night, and three stretches
 * in which somebody had the value stand still, labelled. The expectation is computed here from the rows, without the
 * engine.
 */
class PvanalyticsSystemTest {
    private static final long QUARTER_MS = 900_000;
    private static final long HOUR_MS = 3_600_000;
    private static final int MIN_SAMPLES = 5;

    private record Row(long timeMs, double value, boolean isGood, boolean isLabelled) {}

    @TempDir
    private Path directory;

    private List<Row> rows;
    private List<String> episodes;
    private Gateway gateway;

    @BeforeEach
    void run() throws Exception {
        GatewayRun run = new GatewayRun(directory);
        rows = Files.readAllLines(run.unpack("pvanalytics/inv2173_stale.readings.csv.gz")).stream()
                .skip(1)
                .map(PvanalyticsSystemTest::row)
                .toList();
        gateway = run.toTheEnd("""
                name: pv
                sources:
                  - file:
                      path: inv2173_stale.readings.csv
                      format: csv
                      columns: {sensor: tag, value: value, time: event_time_ms, quality: quality}
                      timeUnit: ms
                alarms:
                  - name: INV_STUCK
                    sensor: inv2173_power_norm
                    type: stuck
                    tolerance: 0
                    hold: 1h
                    minSamples: 5
                    maxGap: 15m
                    ignoreAbsAtMost: 0
                    reorder: 0s
                  - {name: INV_MISSING, sensor: inv2173_power_norm, type: missing, timeout: 1h, priority: high}
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """);
        episodes = episodes();
    }

    @Test
    void shouldGiveTheAlarmsOfThePlainComputation() {
        List<String> expected = new ArrayList<>(expectedStuck());
        expected.addAll(expectedMissing());
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(episodes).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(gateway.counters().get(Counter.PROCESSED)).isEqualTo(3_000);
        assertThat(gateway.counters().get(Counter.RULE_SKIPPED_OLD)).isZero();
    }

    /** Found as they were put there: an hour after each stretch begins, and nothing else in the month. */
    @Test
    void shouldFindTheLabelledStretchesAndNoOther() {
        List<String> begins = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).isLabelled() && !rows.get(i - 1).isLabelled()) {
                begins.add("INV_STUCK " + (rows.get(i).timeMs() + HOUR_MS));
            }
        }
        assertThat(begins).hasSize(3);
        assertThat(episodes.stream()
                        .filter(episode -> episode.startsWith("INV_STUCK"))
                        .map(episode -> episode.substring(0, episode.lastIndexOf(' '))))
                .containsExactlyElementsOf(begins);
    }

    /** Every stretch of equal good rows, a quarter of an hour apart at most, that is not zero and lasts an hour. */
    private List<String> expectedStuck() {
        List<Row> samples = rows.stream().filter(Row::isGood).toList();
        List<String> expected = new ArrayList<>();
        int first = 0;
        while (first < samples.size()) {
            int next = first + 1;
            while (next < samples.size()
                    && samples.get(next).value() == samples.get(first).value()
                    && samples.get(next).timeMs() <= samples.get(next - 1).timeMs() + QUARTER_MS) {
                next++;
            }
            List<Row> stretch = samples.subList(first, next);
            long dueMs = stretch.get(0).timeMs() + HOUR_MS;
            long raisedMs = stretch.stream()
                    .skip(MIN_SAMPLES - 1)
                    .mapToLong(Row::timeMs)
                    .filter(timeMs -> timeMs >= dueMs)
                    .findFirst()
                    .orElse(0);
            if (raisedMs > 0 && stretch.get(0).value() != 0) {
                expected.add("INV_STUCK " + raisedMs + " "
                        + (next < samples.size() ? samples.get(next).timeMs() : ""));
            }
            first = next;
        }
        return expected;
    }

    /** Every two good rows more than an hour apart; the last row is a good one. */
    private List<String> expectedMissing() {
        List<Row> samples = rows.stream().filter(Row::isGood).toList();
        assertThat(samples.get(samples.size() - 1)).isEqualTo(rows.get(rows.size() - 1));
        List<String> expected = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            long dueMs = samples.get(i - 1).timeMs() + HOUR_MS;
            if (samples.get(i).timeMs() > dueMs) {
                expected.add("INV_MISSING " + dueMs + " " + samples.get(i).timeMs());
            }
        }
        return expected;
    }

    private static Row row(String line) {
        String[] cells = line.split(",", -1);
        boolean isGood = cells[4].equals("GOOD");
        double value = isGood ? Double.parseDouble(cells[3]) : Double.NaN;
        return new Row(Long.parseLong(cells[1]), value, isGood, cells[5].equals("label_stale"));
    }

    /** Rule, raise time and clear time (epoch ms, empty while active) of every episode in the file sink. */
    private List<String> episodes() throws IOException {
        Map<String, String> raised = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (Map<String, String> event : GatewayRun.jsonLines(directory.resolve("alarms.jsonl"))) {
            long timeMs = Instant.parse(event.get("time")).toEpochMilli();
            if (event.get("event").equals("RAISED")) {
                assertThat(raised.put(event.get("id"), event.get("alarm") + " " + timeMs))
                        .isNull();
            } else {
                assertThat(event.get("event")).isEqualTo("CLEARED");
                found.add(raised.remove(event.get("id")) + " " + timeMs);
            }
        }
        raised.values().forEach(open -> found.add(open + " "));
        return found;
    }
}
