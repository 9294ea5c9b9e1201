package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalDamageException;
import io.tocsin.gateway.CommandLineRun;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.restart.Savepoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose lost records leave no trace in it: the gateway's other files reveal the loss. */
class JournalLossSystemTest {
    private static final long CREATED_NS = 1_795_195_860_000_000_000L;
    private static final int ROWS = 1_000;

    @TempDir
    private Path directory;

    private Path journal;
    private Path data;

    @BeforeEach
    void lay() throws IOException {
        data = directory.resolve("data");
        journal = data.resolve("journal");
        writeRows("rows.csv", 0);
        writeRows("more.csv", ROWS);
    }

    @Test
    void shouldRefuseJournalThatEndsBeforeSnapshot() throws Exception {
        run("rows.csv");
        copy(journal, directory.resolve("older"));
        runOn();
        put(directory.resolve("older"), journal);
        delete(data.resolve("alarms"));

        requireRefused(
                "the journal ends at position 1013, but snapshot",
                "snapshot-0000000000000002016.tocsnap was taken at position 2016",
                "g-000001");
    }

    @Test
    void shouldRefuseJournalThatEndsBeforeSavepoint() throws Exception {
        run("rows.csv");
        copy(journal, directory.resolve("older"));
        runOn();
        savepoints().create("mine", Long.MAX_VALUE);
        put(directory.resolve("older"), journal);
        delete(data.resolve("alarms"));
        delete(data.resolve("snapshots"));

        requireRefused("the journal ends at position 1013, but savepoint", "mine.tocsnap was taken at position 2016");
    }

    @Test
    void shouldRefuseJournalThatWasClosedBeforeAnEventOfTheAlarmLog() throws Exception {
        run("rows.csv");
        copy(journal, directory.resolve("older"));
        runOn();
        put(directory.resolve("older"), journal);
        delete(data.resolve("snapshots"));

        requireRefused("the journal ends at position 1013, but the alarm log has an event of position ");
    }

    @Test
    void shouldRefuseMissingJournal() throws Exception {
        run("rows.csv");
        delete(journal);
        requireRefused("the journal ends at position 0, but snapshot");
        delete(data.resolve("snapshots"));
        requireRefused("the journal ends at position 0, but the alarm log has an event of position ");
    }

    @Test
    void shouldRefuseJournalWhoseFirstSegmentIsGone() throws Exception {
        run("rows.csv");
        runOn();
        delete(journal.resolve("g-000001"));
        requireRefused("segment missing", "the journal begins at position 1013", "g-000001");

        Files.delete(journal.resolve("extent"));
        delete(data.resolve("snapshots").resolve("snapshot-0000000000000001013.tocsnap"));
        CommandLineRun verify = CommandLineRun.of("journal", "verify", "--dir", data.toString());
        assertThat(verify.exitCode())
                .as("what an older version's retention may have left")
                .isZero();
    }

    @Test
    void shouldGoOnFromOlderSavepointThoughANewerOneIsThere() throws Exception {
        run("rows.csv");
        savepoints().create("older", Long.MAX_VALUE);
        runOn();
        savepoints().create("newer", Long.MAX_VALUE);
        savepoints().restore(savepoints().files().file("older"), true);
        assertThat(CommandLineRun.of("journal", "verify", "--dir", data.toString()))
                .isEqualTo(new CommandLineRun(0, "fine: 0 records\n", ""));

        runOn();
        assertThat(CommandLineRun.of("journal", "verify", "--dir", data.toString())
                        .out())
                .isEqualTo("fine: 1,003 records, positions 1013 to 2015\n");
    }

    /** Demands that both the start and {@code journal verify} refuse. */
    private void requireRefused(String... words) throws Exception {
        List<Path> before = files();
        assertThatThrownBy(() -> run("rows.csv"))
                .isInstanceOf(JournalDamageException.class)
                .hasMessageStartingWith("journal damaged: ")
                .hasMessageContainingAll(words)
                .hasMessageContainingAll("file=" + journal, "offset=");
        assertThat(files()).as("nothing is deleted").containsAll(before);
        CommandLineRun verify = CommandLineRun.of(
                "journal", "verify", "-c", directory.resolve("gateway.yaml").toString());
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out()).isEmpty();
        assertThat(verify.err())
                .startsWith("the journal is damaged: ")
                .contains(words)
                .contains("file=" + journal, "offset=")
                .hasLineCount(1);
    }

    /** With the rows of another file, for the first is read. */
    private void runOn() throws Exception {
        run("more.csv");
    }

    private void run(String rows) throws Exception {
        new GatewayRun(directory).toTheEnd("""
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
                  - {name: high, sensor: hall/+, type: limit, hi: 80, deadband: 5}
                sinks:
                  file: {file: {path: alarms.jsonl}}
                """.formatted(rows));
    }

    private Savepoints savepoints() throws Exception {
        return new Savepoints(new ConfigLoader().load(directory.resolve("gateway.yaml")), line -> {}, () -> CREATED_NS);
    }

    private void writeRows(String file, int firstRow) throws IOException {
        List<String> lines = new ArrayList<>(List.of("tag,event_time_ms,value"));
        for (int row = firstRow; row < firstRow + ROWS; row++) {
            double value = 50 + 50 * Math.sin(row / 15.0);
            lines.add(String.format(Locale.ROOT, "hall/%d,%d,%.2f", row % 10, 1_795_195_860_000L + row * 20L, value));
        }
        Files.write(directory.resolve(file), lines);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void put(Path from, Path to) throws IOException {
        delete(to);
        copy(from, to);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }
}
