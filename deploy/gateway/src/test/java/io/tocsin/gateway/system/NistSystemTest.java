package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.gateway.run.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One day of a real machine runs whole: 48,644 rows with two clocks, text states and lost connections. */
class NistSystemTest {
    private static final long ROWS = 48_644;
    /** Rows of GOOD quality whose value is a text, of items whose texts no rule reads: names of programs and the like. */
    private static final long TEXT_ROWS = 625 - 28;

    /** The largest step back is 61.316 s. */
    private static final String RULES = """
            time: {outOfOrderness: 2m}
            streams:
              - {name: temp, from: Stemp, window: {type: tumbling, size: 1m}, aggregates: [count, avg, min, max], sinks: log}
              - {name: load, from: Xload, window: {type: tumbling, size: 1m}, aggregates: [count, avg, min, max], sinks: log}
            alarms:
              - {name: SP_TEMP_LO_RAW, sensor: Stemp, type: limit, lo: 5, deadband: 2, reorder: 2m}
              - {name: SP_TEMP_LO_5S, sensor: Stemp, type: limit, lo: 5, deadband: 2, onDelay: 5s, reorder: 2m}
              - {name: X_LOAD_HI, sensor: Xload, type: limit, hi: 40, deadband: 10, onDelay: 2s, offDelay: 3s, reorder: 2m}
              - {name: FEED_NEGATIVE, sensor: Fact, type: limit, lo: 0, reorder: 2m}
              - {name: SILENT, sensor: +, type: missing, timeout: 2m, reorder: 2m}
              - {name: LOGIC_COND, sensor: logic_cond, type: state, in: [WARNING, FAULT], clear: NORMAL, reorder: 2m}
            sinks:
              log: {file: {path: results.jsonl}}
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldProcessOrCountEveryRow() throws Exception {
        GatewayRun run = new GatewayRun(directory);
        run.unpack("nist/20181212.readings.csv.gz");
        Gateway gateway = run.toTheEnd("""
                name: mazak
                sources:
                  - file:
                      path: 20181212.readings.csv
                      columns: {sensor: tag, value: value, time: event_time_ms, quality: quality}
                      timeUnit: ms
                alarms:
                  - {name: SP_TEMP_LO, sensor: Stemp, type: limit, lo: 5, deadband: 2, onDelay: 5s, reorder: 2m}
                  - {name: X_LOAD_HI, sensor: Xload, type: limit, hi: 40, deadband: 10, onDelay: 2s, offDelay: 3s}
                  - {name: SILENT, sensor: "#", type: missing, timeout: 2m, of: group}
                  - {name: LOGIC_COND, sensor: logic_cond, type: state, in: [WARNING, FAULT], clear: NORMAL}
                  - {name: LOGIC_COND_SORTED, sensor: logic_cond, type: state, in: [WARNING, FAULT], clear: NORMAL, reorder: 2m}
                  - {name: LOGIC_COND_ARRIVAL, sensor: logic_cond, type: state, in: [WARNING, FAULT], clear: NORMAL, order: arrival}
                  - {name: SP_TEMP_QUALITY, sensor: Stemp, type: quality}
                  - {name: SP_TEMP_LO_ARRIVAL, sensor: Stemp, type: limit, lo: 5, deadband: 2, order: arrival}
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """);
        Counters counters = gateway.counters();
        assertThat(counters.get(Counter.RECEIVED)).isEqualTo(ROWS);
        assertThat(counters.get(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(TEXT_ROWS);
        assertThat(counters.get(Counter.PROCESSED)).isEqualTo(ROWS - TEXT_ROWS);
        assertThat(counters.get(Counter.QUARANTINED)).isEqualTo(TEXT_ROWS);
        List<Map<String, String>> events = GatewayRun.jsonLines(directory.resolve("alarms.jsonl"));
        List<String[]> rows = rowsOf("logic_cond");
        assertThat(briefs(events, "LOGIC_COND")).isEqualTo(states(rows)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(briefs(events, "LOGIC_COND_ARRIVAL")).isEqualTo(states(rows));
        rows.sort(Comparator.comparingLong(row -> Long.parseLong(row[1])));
        assertThat(briefs(events, "LOGIC_COND_SORTED")).isEqualTo(states(rows));

        List<String[]> temperatures = rowsOf("Stemp");
        List<String> lost = episodes(temperatures, NistSystemTest::isBad, row -> !isBad(row));
        assertThat(briefs(events, "SP_TEMP_QUALITY")).isEqualTo(lost).hasSizeGreaterThan(20);
        assertThat(lostBehindOthers(temperatures)).as("rows of the other clock").isGreaterThan(10);
        List<String> cold = episodes(
                temperatures,
                row -> !isBad(row) && Double.parseDouble(row[3]) < 5,
                row -> !isBad(row) && Double.parseDouble(row[3]) >= 7);
        assertThat(briefs(events, "SP_TEMP_LO_ARRIVAL")).isEqualTo(cold).hasSizeGreaterThan(1_000);
    }

    /** The rows of an item, in the order of the file. */
    private List<String[]> rowsOf(String item) throws Exception {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("20181212.readings.csv"))) {
            String[] row = line.split(",", -1);
            if (row[2].equals(item)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static boolean isBad(String[] row) {
        return row[4].equals("BAD");
    }

    private static List<String> states(List<String[]> rows) {
        return episodes(
                rows, row -> row[3].equals("WARNING") || row[3].equals("FAULT"), row -> row[3].equals("NORMAL"));
    }

    /**
     * What a reader of the file would write down: when it began to warn, and when it was normal again. Each at the row's own
     * time, but not before what was written down last.
     */
    private static List<String> episodes(List<String[]> rows, Predicate<String[]> begins, Predicate<String[]> ends) {
        List<String> episodes = new ArrayList<>();
        boolean alarming = false;
        long writtenMs = Long.MIN_VALUE;
        for (String[] row : rows) {
            if (alarming ? ends.test(row) : begins.test(row)) {
                alarming = !alarming;
                writtenMs = Math.max(writtenMs, Long.parseLong(row[1]));
                String time = Instant.ofEpochMilli(writtenMs).toString();
                episodes.add((alarming ? "RAISED at " : "CLEARED at ") + time);
            }
        }
        return episodes;
    }

    private static int lostBehindOthers(List<String[]> rows) {
        int count = 0;
        long newestMs = Long.MIN_VALUE;
        for (String[] row : rows) {
            if (isBad(row) && Long.parseLong(row[1]) < newestMs) {
                count++;
            }
            newestMs = Math.max(newestMs, Long.parseLong(row[1]));
        }
        return count;
    }

    private static List<String> briefs(List<Map<String, String>> events, String alarm) {
        return events.stream()
                .filter(event -> alarm.equals(event.get("alarm")))
                .map(event -> event.get("event") + " at " + Instant.parse(event.get("time")))
                .toList();
    }

    /** Two clocks put 1,344 rows behind later ones; who waits for the largest step back gives what the sorted day gives. */
    @Test
    void shouldGiveTheSameWhenTheDayIsSorted() throws Exception {
        Path asLogged = Files.createDirectory(directory.resolve("logged"));
        Path sorted = Files.createDirectory(directory.resolve("sorted"));
        Path day = new GatewayRun(asLogged).unpack("nist/20181212.readings.csv.gz");
        List<String> lines = Files.readAllLines(day);
        Stream<String> rows = lines.stream().skip(1).sorted(Comparator.comparingLong(NistSystemTest::timeMs));
        Files.write(
                sorted.resolve(day.getFileName()),
                Stream.concat(lines.stream().limit(1), rows).toList());

        List<String> expected = results(sorted);
        assertThat(expected).hasSizeGreaterThan(1_000);
        assertThat(results(asLogged)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static long timeMs(String row) {
        return Long.parseLong(row.split(",", -1)[1]);
    }

    /** What the rules give, without the clocks of the run and the places in its journal. */
    private static List<String> results(Path directory) throws Exception {
        new GatewayRun(directory).toTheEnd("""
                name: mazak
                sources:
                  - file:
                      path: 20181212.readings.csv
                      columns: {sensor: tag, value: value, time: event_time_ms, quality: quality}
                      timeUnit: ms
                """ + RULES);
        return GatewayRun.jsonLines(directory.resolve("results.jsonl")).stream()
                .map(result -> {
                    result.keySet().removeAll(List.of("received", "decided", "position"));
                    return result.toString();
                })
                .toList();
    }
}
