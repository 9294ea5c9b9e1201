package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {
    /** A plan, a sensor, and 40 readings a second apart. */
    private static final int END_POSITION = 42;

    private static final long T0 = 1_795_195_860_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000;
    private static final String CONFIG = """
            name: hall
            sources: [{rate: {name: plant, sensors: 1, perSecond: 1}}]
            alarms: [{name: hot, sensor: "plant/#", type: limit, hi: 95}]
            sinks: {out: {console: {}}}
            """;

    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(dir.resolve("gateway.yaml"), CONFIG);
    }

    @Test
    void shouldSayHowMuchFasterThanTheReadingsCameIn() {
        writeJournal("journal", 1);

        CommandLineRun run = replay("journal");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .matches("42 records, 40 readings replayed in \\d\\.\\d{3} s \\([\\d,]+ readings/s, [\\d,.]+ times as"
                        + " fast as received\\), 8 alarm events\n");
    }

    @Test
    void shouldPrintTheDigestsThatAReplayUpToTherePrints() {
        writeJournal("journal", 1);

        List<String> digests = digests(replay("journal", "--digest-every", "10"));

        assertThat(digests).hasSize(5);
        for (int i = 0; i < 4; i++) {
            int position = 10 * (i + 1);
            String there = digests(replay("journal", "--digest", "--to", String.valueOf(position)))
                    .get(0);
            assertThat(digests.get(i))
                    .isEqualTo(there + " at position " + position + ", 2026-11-20T17:31:"
                            + (position - 3 < 10 ? "0" : "") + (position - 3) + ".000000001Z");
        }
        assertThat(digests).doesNotHaveDuplicates();
        assertThat(digests.get(4))
                .isEqualTo(digests(replay("journal", "--digest")).get(0));
    }

    @Test
    void shouldPrintTheSameDigestsWhateverTheBatches() {
        writeJournal("journal", 1);
        writeJournal("other", 7);

        assertThat(digests(replay("other", "--digest-every", "5")))
                .isEqualTo(digests(replay("journal", "--digest-every", "5")));
    }

    @Test
    void shouldPrintDigestsOfTheRangeOnly() {
        writeJournal("journal", 1);

        List<String> byPosition = digests(replay("journal", "--digest-every", "1", "--from", "20", "--to", "22"));
        List<String> byTime = digests(replay(
                "journal",
                "--digest-every",
                "1",
                "--from",
                "2026-11-20T17:31:18.000000001Z",
                "--to",
                "2026-11-20T17:31:19.000000001Z"));

        assertThat(byPosition).hasSize(3);
        assertThat(byPosition.get(0)).contains(" at position 21, ");
        assertThat(byPosition.get(1)).startsWith(byPosition.get(2)).contains(" at position 22, ");
        assertThat(byTime).isEqualTo(byPosition);
    }

    @Test
    void shouldDumpByTime() {
        writeJournal("journal", 1);

        CommandLineRun run = CommandLineRun.of(
                "journal",
                "dump",
                "--dir",
                dir.resolve("journal").toString(),
                "--from",
                "2026-11-20T17:31:18.000000001Z",
                "--to",
                "2026-11-20T17:31:19.000000001Z");

        assertThat(run.out().lines().map(line -> line.substring(0, line.indexOf(','))))
                .containsExactly("{\"position\":20", "{\"position\":21");
    }

    @Test
    void shouldEndWithTwoWhenDigestsHaveNoDistance() {
        writeJournal("journal", 1);

        assertThat(replay("journal", "--digest-every", "0"))
                .isEqualTo(new CommandLineRun(2, "", "--digest-every must be at least 1, is 0\n"));
    }

    @Test
    void shouldWriteTheRowsOfStreamsThatTheJournalDidNotKnow() throws Exception {
        writeJournal("journal", 1);
        Files.writeString(config, CONFIG + """
                streams:
                  - {name: load, from: "plant/#", window: {type: tumbling, size: 10s}, aggregates: [count, max], sinks: out}
                """);
        Path rows = dir.resolve("rows.jsonl");

        CommandLineRun run = replay("journal", "--rows", rows.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).endsWith(", 8 alarm events, 3 rows\n");
        assertThat(Files.readAllLines(rows))
                .hasSize(3)
                .allMatch(row -> row.contains("\"stream\":\"load\"") && row.contains("\"max\":100.0"))
                .anyMatch(row -> row.contains("\"id\":\"load/1/plant/0/"));
    }

    private CommandLineRun replay(String journal, String... options) {
        List<String> args = new ArrayList<>(List.of(
                "replay",
                "-c",
                config.toString(),
                "--journal",
                dir.resolve(journal).toString()));
        args.addAll(Arrays.asList(options));
        return CommandLineRun.of(args.toArray(String[]::new));
    }

    private static List<String> digests(CommandLineRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().lines().filter(line -> line.startsWith("digest ")).toList();
    }

    private void writeJournal(String name, int batch) {
        JournalConfig journalConfig = new JournalConfig(dir.resolve(name), SyncPolicy.OS, 1 << 20);
        try (ChronicleJournal journal = ChronicleJournal.open(journalConfig, 10, (where, cause) -> {
            throw new AssertionError(where, cause);
        })) {
            SourceNode source = new SourceNode("plant", "rate", "", false);
            Plan plan = new Plan("hall", List.of(source), 30 * SECOND_NS, List.of(), List.of());
            control(journal, 0, ControlKind.PLAN, PlanCodec.encode(plan));
            byte[] body = new byte[64];
            int length = new SensorDefinition(0, 0, 0, "plant/0").encode(new UnsafeBuffer(body), 0);
            control(journal, 1, ControlKind.SENSOR, Arrays.copyOf(body, length));
            journal.commit();
            for (int position = 2; position < END_POSITION; position++) {
                long timeNs = T0 + (position - 2) * SECOND_NS;
                journal.onReading(position, 0, timeNs, timeNs + 1, position % 10 == 5 ? 100 : 50, 0, 0);
                if (position % batch == 0) {
                    journal.commit();
                }
            }
            journal.commit();
        }
    }

    private static void control(ChronicleJournal journal, long position, ControlKind kind, byte[] body) {
        journal.onControl(position, kind.code(), new UnsafeBuffer(body), 0, body.length);
    }
}
