package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Configurations that start because state is allocated as sensors arrive, and the refusal of sensors that do not fit.
 */
class StateMemoryTest {
    private static final String HEAD = """
            name: plant
            sources:
              - file: {name: log, path: input.csv, columns: {sensor: s, value: v, time: t}, timeUnit: s}
            sinks: {log: {file: {path: out.jsonl}}}
            """;

    @TempDir
    private Path dir;

    private CommandLineRun run(String command, String rules, String... more) throws IOException {
        Path config = Files.writeString(dir.resolve("gateway.yaml"), HEAD + rules);
        String[] words = new String[more.length + 3];
        words[0] = command;
        words[1] = "-c";
        words[2] = config.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return CommandLineRun.of(words);
    }

    /** Two readings of each sensor: the second is above every limit. */
    private void input(int sensors, String level) throws IOException {
        StringBuilder rows = new StringBuilder("t,s,v\n");
        for (int time = 0; time < 2; time++) {
            for (int sensor = 0; sensor < sensors; sensor++) {
                rows.append(1_600_000_000 + time * 10)
                        .append(",plant/machine")
                        .append(sensor)
                        .append(level)
                        .append(',')
                        .append(20 + 80 * time)
                        .append('\n');
            }
        }
        Files.writeString(dir.resolve("input.csv"), rows);
    }

    private static String aRuleForEach(int sensors) {
        return IntStream.range(0, sensors)
                .mapToObj(i -> "  - {name: hot-" + i + ", sensor: plant/machine" + i + "/temp, type: limit, hi: "
                        + (60 + i % 30) + "}\n")
                .collect(Collectors.joining("", "alarms:\n", ""));
    }

    private List<String> events() throws IOException {
        return Files.readAllLines(dir.resolve("out.jsonl"));
    }

    /** cases/rules-many: today's defaults, as many rules as sensors. */
    @Test
    @Timeout(120)
    void shouldStartWithARuleForEachSensor() throws IOException {
        input(2_000, "/temp");

        CommandLineRun run = run("run", aRuleForEach(2_000));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("4,000 readings received = 4,000 processed + 0 dropped");
        assertThat(events()).hasSize(2_000).allMatch(event -> event.contains("\"RAISED\""));
    }

    @Test
    @Timeout(60)
    void shouldStartWithPercentilesAndDistinctOver200Sensors() throws IOException {
        input(200, "/temp");

        CommandLineRun run = run("run", """
                streams:
                  - {name: p, from: "plant/#", window: {type: tumbling, size: 5s}, aggregates: [p50, p99, distinct], sinks: log}
                """);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("400 readings received = 400 processed + 0 dropped");
        assertThat(events()).hasSize(400);
    }

    /** The source decides and journals; readers of the journal take all its sensors. */
    @Test
    @Timeout(60)
    void shouldRefuseSensorsThatDoNotFitAndReplayWhatWasAdmitted() throws IOException {
        input(100, "/temp");
        String rules = """
                streams:
                  - {name: w, from: "plant/#", window: {type: sliding, size: 10m, slide: 1s}, aggregates: avg, sinks: log}
                alarms: [{name: hot, sensor: "plant/#", type: limit, hi: 60}]
                engine: {stateMemory: %s%s}
                """;

        CommandLineRun run = run("run", rules.formatted("1MiB", ""));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("  droppedStateMemory    170\n").contains("15 sensors, ");
        assertThat(run.err().lines().filter(line -> line.contains("droppedStateMemory")))
                .hasSize(1)
                .first()
                .asString()
                .contains("WARN ")
                .contains("sensor plant/machine15/temp is refused")
                .contains("the 15 known sensors take ")
                .contains("Raise engine.stateMemory");
        assertThat(events().stream().filter(event -> event.contains("\"RAISED\"")))
                .hasSize(15);
        String digest = digest(run("replay", rules.formatted("1MiB", ""), "--digest"));
        assertThat(digest(run("replay", rules.formatted("64MiB", ""), "--digest")))
                .isEqualTo(digest);
        assertThat(digest(run("replay", rules.formatted("1MiB", ", maxSensors: 1"), "--digest")))
                .isEqualTo(digest);
    }

    private static String digest(CommandLineRun replay) {
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        return replay.out()
                .lines()
                .filter(line -> line.startsWith("digest "))
                .findFirst()
                .orElseThrow();
    }

    /** A restart with less memory keeps the sensors that the journal has. */
    @Test
    @Timeout(60)
    void shouldGoOnWithAllKnownSensorsWhenTheBudgetIsLowered() throws IOException {
        input(100, "/temp");
        String rules = """
                streams:
                  - {name: w, from: "plant/#", window: {type: sliding, size: 10m, slide: 1s}, aggregates: avg}
                alarms: [{name: hot, sensor: "plant/#", type: limit, hi: 60}]
                engine: {stateMemory: %s, maxSensors: %s}
                """;
        run("run", rules.formatted("32MiB", "200"));

        StringBuilder rows = new StringBuilder("t,s,v\n");
        for (int sensor = 0; sensor < 101; sensor++) {
            rows.append("1600000100,plant/machine").append(sensor).append("/temp,10\n");
        }
        Files.writeString(dir.resolve("input.csv"), rows);
        CommandLineRun second = run("run", rules.formatted("1MiB", "50"));

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).contains("101 readings received = 100 processed + 1 dropped");
        assertThat(second.err())
                .contains("sensor plant/machine100/temp is refused", "the most that engine.maxSensors allows");
        assertThat(events().stream().filter(event -> event.contains("\"CLEARED\"")))
                .hasSize(100);
    }
}
