package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.gateway.CommandLineRun;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.restart.Savepoints;
import io.tocsin.gateway.run.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A savepoint carries the state to another data directory, under the same rules and under others. */
class SavepointSystemTest {
    private static final int ROWS = 2_000;
    private static final int SENSORS = 10;
    private static final String HIGH = "{name: high, sensor: hall/+, type: limit, hi: 80, deadband: 5, onDelay: 100ms}";
    private static final String LOW = "{name: low, sensor: hall/+, type: limit, lo: 20, deadband: 5}";
    private static final String GONE = "{name: gone, sensor: \"#\", type: missing, timeout: 1h, of: group}";

    @TempDir
    private Path directory;

    private Path rows;
    private Path first;
    private Path second;

    @BeforeEach
    void writeRows() throws IOException {
        List<String> lines = new ArrayList<>(List.of("tag,event_time_ms,value"));
        for (int row = 0; row < ROWS; row++) {
            int sensor = row % SENSORS;
            double value = 50 + 50 * Math.sin(row / 150.0 + sensor);
            lines.add(String.format(Locale.ROOT, "hall/%d,%d,%.2f", sensor, 1_795_195_860_000L + row * 20L, value));
        }
        rows = Files.write(directory.resolve("rows.csv"), lines);
        first = Files.createDirectory(directory.resolve("first"));
        second = Files.createDirectory(directory.resolve("second"));
    }

    @Test
    void shouldGoOnInAnotherDirectoryAsIfNothingHadHappened() throws Exception {
        new GatewayRun(first).toTheEnd(config(HIGH, LOW, GONE));
        List<String> all = alarms(first);
        Savepoints savepoints = savepoints(first, new ArrayList<>());
        assertThat(savepoints.create("half", ROWS / 2)).isEqualTo(ROWS / 2);

        Files.writeString(second.resolve("gateway.yaml"), config(HIGH, LOW, GONE));
        List<String> said = new ArrayList<>();
        savepoints(second, said).restore(savepoints.files().file("half"), false);
        assertThat(said)
                .containsExactly(
                        "restored: the gateway continues at position 1000 with 10 sensors",
                        "rules that keep their state: 3");
        GatewayRun run = new GatewayRun(second);
        Gateway gateway = run.toTheEnd(config(HIGH, LOW, GONE));

        assertThat(gateway.sensorCount()).isEqualTo(SENSORS);
        List<String> rest = alarms(second);
        assertThat(rest).isNotEmpty().hasSizeLessThan(all.size());
        assertThat(rest)
                .as("the alarms behind the savepoint")
                .isEqualTo(all.subList(all.size() - rest.size(), all.size()));
        assertThat(run.log()).contains("journal: is empty; continuing from the snapshot at position 1000");
    }

    @Test
    void shouldKeepOnlyTheStateOfRulesThatAreUnchanged() throws Exception {
        new GatewayRun(first).toTheEnd(config(HIGH, LOW, GONE));
        Savepoints savepoints = savepoints(first, new ArrayList<>());
        savepoints.create("half", ROWS / 2);
        String changed = config(
                HIGH,
                LOW.replace("deadband: 5", "deadband: 5, onBad: clear"),
                GONE.replace("name: gone", "name: silent"));
        Files.writeString(second.resolve("gateway.yaml"), changed);
        List<String> said = new ArrayList<>();
        savepoints(second, said).restore(savepoints.files().file("half"), false);
        assertThat(said)
                .contains(
                        "rules that keep their state: 1",
                        "rules changed, start afresh with a new version: low",
                        "rules new: silent",
                        "rules removed, together with their state: gone");
        new GatewayRun(second).toTheEnd(changed);
        List<String> keptAll = of("high", alarms(first));
        List<String> kept = of("high", alarms(second));
        assertThat(kept).isNotEmpty().isEqualTo(keptAll.subList(keptAll.size() - kept.size(), keptAll.size()));
        List<String> low = of("low", alarms(second));
        assertThat(low)
                .filteredOn(alarm -> alarm.contains(" RAISED "))
                .isNotEmpty()
                .allMatch(SavepointSystemTest::isVersion2);
        assertThat(low).filteredOn(alarm -> !isVersion2(alarm)).allMatch(alarm -> alarm.contains(" CLEARED "));

        // A third state in which the old name is back is a third version: it takes over nothing.
        Savepoints later = savepoints(second, new ArrayList<>());
        later.create("later", Long.MAX_VALUE);
        Path third = Files.createDirectory(directory.resolve("third"));
        String back = config(HIGH, LOW, GONE);
        Files.writeString(third.resolve("gateway.yaml"), back);
        said.clear();
        savepoints(third, said).restore(later.files().file("later"), false);
        assertThat(said).contains("rules changed, start afresh with a new version: low", "rules new: gone");
    }

    @Test
    void shouldKeepTheAlarmsOfARuleWhoseLimitIsEdited() throws Exception {
        new GatewayRun(first).toTheEnd(config(HIGH, LOW, GONE));
        Savepoints savepoints = savepoints(first, new ArrayList<>());
        savepoints.create("half", ROWS / 2);
        String edited = config(HIGH, LOW.replace("lo: 20", "lo: 21"), GONE);
        Files.writeString(second.resolve("gateway.yaml"), edited);
        List<String> said = new ArrayList<>();
        savepoints(second, said).restore(savepoints.files().file("half"), false);
        assertThat(said)
                .contains(
                        "rules that keep their state: 2",
                        "rules edited, keep their alarms and judge by the new limits: low");
        new GatewayRun(second).toTheEnd(edited);
        assertThat(of("low", alarms(second))).isNotEmpty().noneMatch(SavepointSystemTest::isVersion2);
    }

    @Test
    void shouldNeverOverwriteTheStateThatIsThere() throws Exception {
        new GatewayRun(first).toTheEnd(config(HIGH, LOW, GONE));
        List<String> said = new ArrayList<>();
        Savepoints savepoints = savepoints(first, said);
        savepoints.create("half", ROWS / 2);
        Path half = savepoints.files().file("half");
        List<Path> before = files(first.resolve("data"));
        assertThatThrownBy(() -> savepoints.restore(half, false))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("--set-aside");
        assertThat(files(first.resolve("data"))).isEqualTo(before);

        byte[] whole = Files.readAllBytes(half);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(half, damaged);
        assertThatThrownBy(() -> savepoints.restore(half, true))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(half.toString());
        assertThat(files(first.resolve("data"))).isEqualTo(before);

        Files.write(half, whole);
        savepoints.restore(half, true);
        assertThat(said).anyMatch(line -> line.startsWith("set aside: "));
        Gateway again = new GatewayRun(first).toTheEnd(config(HIGH, LOW, GONE));
        assertThat(again.sensorCount()).isEqualTo(SENSORS);
        assertThat(files(first.resolve("data")).stream()
                        .filter(file -> file.toString().contains("set-aside-")))
                .anyMatch(file -> file.toString().contains("journal"))
                .anyMatch(file -> file.toString().contains("alarms"));
    }

    @Test
    void shouldBeMadeWhileTheGatewayRuns() throws Exception {
        Path yaml = Files.writeString(first.resolve("gateway.yaml"), """
                name: hall
                sources:
                  - rate: {sensors: 20, perSecond: 2000}
                alarms:
                  - {name: high, sensor: rate/+, type: limit, hi: 55}
                sinks:
                  out: {console: {}}
                """);
        TocsinProcess running = TocsinProcess.start(first, "run", "-c", "gateway.yaml");
        try {
            String config = yaml.toString();
            Eventually.await("readings in the journal", Duration.ofSeconds(60), () -> {
                assertThat(running.isAlive()).as(running.err()).isTrue();
                return CommandLineRun.of("savepoint", "create", "running", "-c", config)
                                .exitCode()
                        == 0;
            });
            assertThat(CommandLineRun.of("savepoint", "create", "running", "-c", config)
                            .err())
                    .contains("there is a savepoint of that name");
            assertThat(CommandLineRun.of("savepoint", "list", "-c", config).out())
                    .containsPattern("running +\\d")
                    .contains("whole");
            assertThat(CommandLineRun.of("savepoint", "show", "running", "-c", config)
                            .out())
                    .contains("of gateway hall", "HI > 55");
            assertThat(CommandLineRun.of("savepoint", "restore", "running", "--set-aside", "-c", config)
                            .err())
                    .contains("another gateway works in this data directory");
            assertThat(CommandLineRun.of("savepoint", "delete", "running", "-c", config)
                            .out())
                    .isEqualTo("deleted: running\n");
            assertThat(CommandLineRun.of("savepoint", "delete", "running", "-c", config)
                            .exitCode())
                    .isEqualTo(2);
            assertThat(CommandLineRun.of("savepoint", "list", "-c", config).out())
                    .isEqualTo("no savepoints\n");
            assertThat(running.terminate()).as(running.err()).isZero();
        } finally {
            running.kill();
        }
    }

    private static List<String> alarms(Path dir) throws IOException {
        return GatewayRun.jsonLines(dir.resolve("alarms.jsonl")).stream()
                .map(event ->
                        event.get("id") + " " + event.get("event") + " " + event.get("level") + " " + event.get("time"))
                .toList();
    }

    private static List<String> of(String rule, List<String> alarms) {
        return alarms.stream().filter(alarm -> alarm.startsWith(rule + "/")).toList();
    }

    private static boolean isVersion2(String alarm) {
        return alarm.startsWith("low/2/");
    }

    private static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Savepoints savepoints(Path dir, List<String> said) throws Exception {
        GatewayConfig config = new ConfigLoader().load(dir.resolve("gateway.yaml"));
        return new Savepoints(config, said::add, () -> 1_795_195_860_000_000_000L);
    }

    private String config(String... alarms) {
        return """
                name: hall
                dataDir: data
                sources:
                  - file:
                      path: %s
                      format: csv
                      columns: {sensor: tag, value: value, time: event_time_ms}
                      timeUnit: ms
                      pace: max
                time: {idleAfter: 1h}
                snapshots: {every: 1h}
                alarms:
                  - %s
                sinks:
                  file: {file: {path: alarms.jsonl}}
                """.formatted(rows, String.join("\n  - ", alarms));
    }
}
