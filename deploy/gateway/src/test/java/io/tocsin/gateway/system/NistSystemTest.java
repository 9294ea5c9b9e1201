package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.gateway.run.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One day of a real machine runs whole: 48,644 rows with two clocks, text states and lost connections. */
class NistSystemTest {
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
              - {name: DEVICE_SILENT, sensor: +, type: missing, timeout: 2m, of: group, reorder: 2m}
              - {name: LOGIC_COND, sensor: logic_cond, type: state, in: [WARNING, FAULT], clear: NORMAL, reorder: 2m}
            sinks:
              log: {file: {path: results.jsonl}}
            """;

    @TempDir
    private Path directory;

    /** Both orders of every rule of the day, against a reader of the file: who, what and when. */
    @Test
    void shouldDecideWhatAReaderOfTheFileWritesDown() throws Exception {
        GatewayRun run = new GatewayRun(directory);
        MachineDay day = new MachineDay(run.unpack("nist/20181212.readings.csv.gz"));
        Gateway gateway = run.toTheEnd("""
                name: mazak
                sources:
                  - file:
                      path: 20181212.readings.csv
                      columns: {sensor: tag, value: value, time: event_time_ms, quality: quality}
                      timeUnit: ms
                alarms:
                  - {name: SP_TEMP_LO_RAW, sensor: Stemp, type: limit, lo: 5, deadband: 2, order: arrival}
                  - {name: SP_TEMP_LO_5S, sensor: Stemp, type: limit, lo: 5, deadband: 2, onDelay: 5s, order: arrival}
                  - {name: X_LOAD_HI, sensor: Xload, type: limit, hi: 40, deadband: 10, onDelay: 2s, offDelay: 3s, order: arrival}
                  - {name: FEED_NEGATIVE, sensor: Fact, type: limit, lo: 0, order: arrival}
                  - {name: DEVICE_SILENT, sensor: "#", type: missing, timeout: 2m, of: group, order: arrival}
                  - {name: SILENT, sensor: +, type: missing, timeout: 2m, order: arrival}
                  - {name: LOGIC_COND, sensor: logic_cond, type: state, in: [WARNING, FAULT], clear: NORMAL}
                  - {name: SP_TEMP_LO_RAW_SORTED, sensor: Stemp, type: limit, lo: 5, deadband: 2, reorder: 2m}
                  - {name: SP_TEMP_LO_5S_SORTED, sensor: Stemp, type: limit, lo: 5, deadband: 2, onDelay: 5s, reorder: 2m}
                  - {name: X_LOAD_HI_SORTED, sensor: Xload, type: limit, hi: 40, deadband: 10, onDelay: 2s, offDelay: 3s, reorder: 2m}
                  - {name: FEED_NEGATIVE_SORTED, sensor: Fact, type: limit, lo: 0, reorder: 2m}
                  - {name: DEVICE_SILENT_SORTED, sensor: "#", type: missing, timeout: 2m, of: group, reorder: 2m}
                  - {name: SILENT_SORTED, sensor: +, type: missing, timeout: 2m, reorder: 2m}
                  - {name: LOGIC_COND_SORTED, sensor: logic_cond, type: state, in: [WARNING, FAULT], clear: NORMAL, reorder: 2m}
                  - {name: ESTOP_TAG_QUALITY, sensor: estop, type: quality}
                  - {name: SP_TEMP_QUALITY, sensor: Stemp, type: quality}
                  - {name: SP_TEMP_LO_ARRIVAL, sensor: Stemp, type: limit, lo: 5, deadband: 2, order: arrival}
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """);
        Counters counters = gateway.counters();
        assertThat(day.rowCount()).isEqualTo(48_644);
        assertThat(day.textCount()).isEqualTo(625);
        assertThat(counters.get(Counter.RECEIVED)).isEqualTo(48_644);
        assertThat(counters.get(Counter.PROCESSED)).as("texts too").isEqualTo(48_644);
        assertThat(counters.get(Counter.OTHER_TEXTS)).isZero();

        List<Map<String, String>> events = GatewayRun.jsonLines(directory.resolve("alarms.jsonl"));
        Set<String> alarming = Set.of("WARNING", "FAULT");
        for (MachineDay.Order order : MachineDay.Order.values()) {
            String suffix = order == MachineDay.Order.SORTED ? "_SORTED" : "";
            assertThat(briefs(events, "SP_TEMP_LO_RAW" + suffix))
                    .isEqualTo(day.limit("Stemp", order, false, 5, 2, 0, 0))
                    .hasSizeGreaterThan(100);
            assertThat(briefs(events, "SP_TEMP_LO_5S" + suffix))
                    .isEqualTo(day.limit("Stemp", order, false, 5, 2, 5_000, 0));
            assertThat(briefs(events, "X_LOAD_HI" + suffix))
                    .isEqualTo(day.limit("Xload", order, true, 40, 10, 2_000, 3_000))
                    .isNotEmpty();
            assertThat(briefs(events, "FEED_NEGATIVE" + suffix)).isEqualTo(day.limit("Fact", order, false, 0, 0, 0, 0));
            assertThat(briefs(events, "DEVICE_SILENT" + suffix))
                    .isEqualTo(day.missing(tag -> true, order, 120_000))
                    .containsExactly(
                            "RAISED 5.0217077E7 at 2018-12-12T11:53:05.125Z", "CLEARED ON at 2018-12-12T11:56:50.291Z");
            assertThat(briefsOfEach(events, "SILENT" + suffix)).isEqualTo(day.missingEach(order, 120_000));
            assertThat(briefs(events, "LOGIC_COND" + suffix))
                    .isEqualTo(day.state("logic_cond", order, alarming, Set.of("NORMAL")))
                    .hasSizeGreaterThanOrEqualTo(4);
        }
        assertThat(briefs(events, "ESTOP_TAG_QUALITY"))
                .as("a text ends it")
                .isEqualTo(day.quality("estop"))
                .hasSizeGreaterThan(40);
        assertThat(briefs(events, "SP_TEMP_QUALITY"))
                .isEqualTo(day.quality("Stemp"))
                .hasSizeGreaterThan(40);
    }

    private static List<String> briefs(List<Map<String, String>> events, String alarm) {
        return events.stream()
                .filter(event -> alarm.equals(event.get("alarm")))
                .map(NistSystemTest::brief)
                .toList();
    }

    private static Map<String, List<String>> briefsOfEach(List<Map<String, String>> events, String alarm) {
        return events.stream()
                .filter(event -> alarm.equals(event.get("alarm")))
                .collect(Collectors.groupingBy(
                        event -> event.get("sensor"), Collectors.mapping(NistSystemTest::brief, Collectors.toList())));
    }

    private static String brief(Map<String, String> event) {
        return event.get("event") + " " + event.get("value") + " at " + Instant.parse(event.get("time"));
    }

    /**
     * Two clocks put 1,344 rows behind later ones; who waits for the largest step back gives what the sorted day gives.
     */
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

    /** Results of the rules, without the clocks of the run and the places in its journal. */
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
