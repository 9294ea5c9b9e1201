package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV files as loggers write them, each with a configuration that reads it right. */
class CsvCasesSystemTest {
    private static final Path CASES = Path.of("src/test/resources/csv-cases");
    private static final Pattern EVENT = Pattern.compile(
            "\"event\":\"(\\w+)\",\"alarm\":\"(\\w+)\",\"sensor\":\"([^\"]+)\".*?\"time\":\"([^\"]+?)\\.0+Z\"");

    @TempDir
    private Path directory;

    @Test
    void shouldReadSemicolonsAndDecimalCommas() throws IOException {
        String alarms =
                "[{name: low, sensor: '#', type: limit, lo: 1000}, {name: hot, sensor: hall/temp, type: limit, hi: 28}]";
        String columns = "columns: {sensor: tag, value: value, time: time}, timeUnit: s, decimal: ','";
        run("decimal-comma", columns + ", separator: ';'", alarms);
        assertThat(events())
                .containsExactly(
                        "RAISED low hall/temp 2022-08-02T13:30:00",
                        "RAISED hot hall/temp 2022-08-02T13:30:00",
                        "RAISED low hall/pressure 2022-08-02T13:31:00");
        run("decimal-comma-quoted", columns, alarms);
        assertThat(events()).containsExactly("RAISED low hall/pressure 2022-08-02T13:31:00");
        CommandLineRun plain = run("decimal-comma-quoted", columns.replace(", decimal: ','", ", zone: UTC"), alarms, 2);
        assertThat(plain.err()).contains("a zone is for times in text");
        CommandLineRun refused = run(
                "decimal-comma-quoted",
                columns.replace("value: value", "value: value, type: number").replace(", decimal: ','", ""),
                alarms,
                1);
        assertThat(refused.out()).contains("droppedNotANumber  2");
    }

    @Test
    void shouldReadTimesOfAZone() throws IOException {
        String columns = "columns: {sensor: tag, value: value, time: time}, timeUnit: iso";
        String hot = "[{name: hot, sensor: '#', type: limit, hi: 80}]";
        run("local-time", columns + ", zone: Asia/Jakarta", hot);
        assertThat(events())
                .containsExactly(
                        "RAISED hot boiler/temp 2020-06-02T14:05:00", "CLEARED hot boiler/temp 2020-06-02T14:06:00");
        CommandLineRun dropped = run("local-time", columns, hot, 1);
        assertThat(dropped.err()).contains("every reading was dropped").contains("set zone, such as");
    }

    @Test
    void shouldSortAFileWithTheNewestRowFirst() throws IOException {
        String columns = "columns: {sensor: tag, value: value, time: time}, timeUnit: iso";
        String hot = """
                [{name: hot, sensor: oven/temp, type: limit, hi: 80}]
                streams:
                  - {name: m, from: '#', window: {type: tumbling, size: 10m}, aggregates: [count, max], sinks: log}""";
        run("newest-first", columns + ", order: sort", hot);
        assertThat(events())
                .containsExactly(
                        "RAISED hot oven/temp 2026-03-02T08:12:00", "CLEARED hot oven/temp 2026-03-02T08:15:00");
        assertThat(lines().stream().filter(line -> line.contains("\"count\":10")))
                .hasSize(3);
        assertThat(lines().stream().filter(line -> line.contains("\"count\":1,")))
                .hasSize(1);
        CommandLineRun unsorted = run("newest-first", columns, hot);
        assertThat(unsorted.err())
                .contains("30 of 31 readings are older")
                .contains("the largest step back is 30m")
                .contains("or order: sort on this file source");
    }

    @Test
    void shouldReadAFileWithoutAHeader() throws IOException {
        String jump = "[{name: jump, sensor: '#', type: limit, hi: 1000}]";
        run("no-header", "header: false, columns: {sensor: 2, value: 3, time: 1}, timeUnit: iso", jump);
        assertThat(events()).containsExactly("RAISED jump main 2025-06-03T06:32:16");
        CommandLineRun named = run(
                "no-header",
                "header: [time, name, raw, value], columns: {sensor: name, value: raw, time: time}, timeUnit: iso",
                jump);
        assertThat(named.out()).contains("4 readings received = 4 processed");
        assertThat(events()).containsExactly("RAISED jump main 2025-06-03T06:32:16");
    }

    @Test
    void shouldSkipLinesAroundTheHeader() throws IOException {
        String columns = "columns: {sensor: tag, value: value, time: time}, timeUnit: s";
        String hot = "[{name: hot, sensor: '#', type: limit, hi: 80}, {name: lost, sensor: '#', type: quality}]";
        for (String how : List.of("comment: '#'", "skipRows: 3")) {
            run("preamble", columns + ", " + how, hot);
            assertThat(events()).containsExactly("RAISED hot oven/temp 2024-08-30T06:41:00");
        }
        run("preamble-toa5", columns + ", skipRows: 1, unitRows: 2", hot);
        assertThat(events())
                .containsExactly(
                        "RAISED lost oven/temp 2024-08-30T06:41:00",
                        "RAISED hot oven/temp 2024-08-30T06:42:00",
                        "CLEARED lost oven/temp 2024-08-30T06:42:00");
    }

    @Test
    void shouldTrimNames() throws IOException {
        run(
                "space-after-comma",
                "columns: {sensor: queue, value: requests, time: timestamp}, timeUnit: s",
                "[{name: full, sensor: mta, type: limit, hi: 10}]");
        assertThat(events())
                .containsExactly("RAISED full mta 2018-04-23T00:01:15", "CLEARED full mta 2018-04-23T00:02:15");
    }

    @Test
    void shouldReadAColumnASensor() throws IOException {
        String hot = "[{name: hot, sensor: temp, type: limit, hi: 28}]";
        for (String value : List.of("[baro, temp, hum]", "'*'", "[{column: temp, unit: °C}, '*']")) {
            CommandLineRun run = run("wide", "columns: {value: " + value + ", time: time}, timeUnit: s", hot);
            assertThat(run.out()).contains("6 readings received = 6 processed");
            assertThat(events()).containsExactly("RAISED hot temp 2022-08-02T13:35:00");
        }
        CommandLineRun check = command("check");
        assertThat(check.out()).contains("sensor {column}, value temp [°C] *, time time (s)");
    }

    /** Error codes and words as values, in a file. */
    @Test
    void shouldReadWordsAndErrorCodes() throws IOException {
        Files.writeString(directory.resolve("input.csv"), "t,oven,fan\n1,20,On\n2,85,OFF\n3,-127,Auto\n4,99,ON\n");
        configure(
                "columns: {value: [{column: oven, noValue: [85], valid: [-55, 125]}, fan], time: t, text: {ON: 1, OFF: 0}},"
                        + " timeUnit: s",
                "[{name: hot, sensor: '#', type: limit, hi: 60, lo: -30}, {name: runs, sensor: fan, type: state, in: [1]}]");
        assertThat(command("run").exitCode()).isZero();
        assertThat(events())
                .containsExactly(
                        "RAISED runs fan 1970-01-01T00:00:01",
                        "CLEARED runs fan 1970-01-01T00:00:02",
                        "RAISED hot oven 1970-01-01T00:00:04",
                        "RAISED runs fan 1970-01-01T00:00:04");
    }

    /** Rows are appended to a wide file in UTF-16 between runs; the last one lacks its line break at first. */
    @Test
    void shouldReadOnlyAppendedRows() throws IOException {
        Path input = directory.resolve("input.csv");
        Files.write(input, "\uFEFFt;a;b\n1;2;3\n2;;4\n3;5".getBytes(StandardCharsets.UTF_16LE));
        configure(
                "separator: ';', columns: {value: '*', time: t}, timeUnit: s",
                "[{name: hot, sensor: a, type: limit, hi: 50}]");
        assertThat(command("run").out()).contains("3 readings received = 3 processed");
        Files.write(input, "1;6\n".getBytes(StandardCharsets.UTF_16LE), StandardOpenOption.APPEND);
        assertThat(command("run").out()).contains("2 readings received = 2 processed");
        assertThat(events()).containsExactly("RAISED hot a 1970-01-01T00:00:03");
        assertThat(command("run").out()).contains("0 readings received");
    }

    /** kill -9 in the middle of a wide file with gaps: no reading is lost or comes twice. */
    @Test
    void shouldReadEachFieldOfAWideFileOnceOverKills() throws Exception {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("CsvCasesSystemTest seed=" + seed);
        Random random = new Random(seed);
        int rowCount = 60_000;
        StringBuilder text = new StringBuilder("t,a,b,c\n");
        long count = 0;
        for (int i = 0; i < rowCount; i++) {
            boolean hasB = random.nextInt(3) > 0;
            text.append(i)
                    .append(',')
                    .append(i)
                    .append(',')
                    .append(hasB ? "7" : "")
                    .append(",1\n");
            count += hasB ? 3 : 2;
        }
        Files.writeString(directory.resolve("input.csv"), text);
        Path config = configure(
                "columns: {value: '*', time: t}, timeUnit: s, pace: 15000x",
                "[{name: hot, sensor: a, type: limit, hi: 1e9}]");
        for (int kill = 0; kill < 3; kill++) {
            TocsinProcess process = new TocsinProcess.Launch(directory).start("run", "-c", config.toString());
            Thread.sleep(1_500 + random.nextInt(500));
            process.kill();
        }
        Files.writeString(config, Files.readString(config).replace(", pace: 15000x", ""));
        assertThat(command("run").exitCode()).isZero();
        CommandLineRun dump = command("replay");
        assertThat(dump.exitCode()).as(dump.err()).isZero();
        assertThat(dump.out() + dump.err()).contains(String.format("%,d readings", count));
    }

    private CommandLineRun run(String name, String keys, String alarms) throws IOException {
        return run(name, keys, alarms, 0);
    }

    /** Runs a case in an empty data directory. */
    private CommandLineRun run(String name, String keys, String alarms, int exitCode) throws IOException {
        Files.write(directory.resolve("input.csv"), Files.readAllBytes(CASES.resolve(name + ".csv")));
        delete(directory.resolve("data"));
        Files.deleteIfExists(directory.resolve("out.jsonl"));
        configure(keys, alarms);
        CommandLineRun run = command("run");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        return run;
    }

    private Path configure(String keys, String alarms) throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), """
                name: logger
                sources:
                  - file: {name: log, path: input.csv, %s}
                alarms: %s
                sinks:
                  log: {file: {path: out.jsonl}}
                """.formatted(keys, alarms));
    }

    private CommandLineRun command(String command) {
        return CommandLineRun.of(command, "-c", directory.resolve("config.yaml").toString());
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(directory.resolve("out.jsonl"));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private List<String> events() throws IOException {
        return lines().stream()
                .map(EVENT::matcher)
                .filter(Matcher::find)
                .map(m -> IntStream.rangeClosed(1, 4).mapToObj(m::group).collect(Collectors.joining(" ")))
                .toList();
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var children = Files.list(path)) {
                for (Path child : children.toList()) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
