package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SinkNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import io.tocsin.persistence.journal.read.JournalVerifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalCommandTest {
    private static final long T0 = 1_795_195_860_000_000_000L;
    private static final String TIME = "2026-11-20T17:31:00.000000000Z";

    @TempDir
    private Path dir;

    @BeforeEach
    void writeJournal() {
        JournalConfig config = new JournalConfig(dir.resolve("journal"), SyncPolicy.OS, 1 << 20);
        try (ChronicleJournal journal = ChronicleJournal.open(config, 10, (where, cause) -> {
            throw new AssertionError(where, cause);
        })) {
            control(journal, 0, ControlKind.PLAN, PlanCodec.encode(plan()));
            byte[] body = new byte[64];
            int length = new SensorDefinition(0, 0, 16, "plant/p1/temp").encode(new UnsafeBuffer(body), 0);
            control(journal, 1, ControlKind.SENSOR, Arrays.copyOf(body, length));
            journal.commit();
            journal.onReading(2, 0, T0, T0 + 1, 96.25, 0, ReadingFlags.RETAINED);
            journal.onReading(3, 0, T0, T0 + 2, Double.NaN, 2, ReadingFlags.NONE);
            journal.onTick(4, T0);
            byte[] progress = new byte[SourceProgress.LENGTH];
            new SourceProgress(0, 255, 4096).encode(new UnsafeBuffer(progress), 0);
            control(journal, 5, ControlKind.SOURCE_END, progress);
            control(journal, 6, ControlKind.SOURCE_DOWN, new SourceState(0, T0, "connection reset").encode());
            control(journal, 7, ControlKind.SOURCE_UP, new SourceState(0, T0 + 3, "").encode());
            journal.commit();
        }
    }

    @Test
    void shouldDumpRecordsAsJsonLines() {
        CommandLineRun run = CommandLineRun.of("journal", "dump", "--dir", dir.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .containsExactly(
                        "{\"position\":0,\"type\":\"plan\",\"gateway\":\"hall\",\"idleAfter\":\"30s\",\"sources\":"
                                + "[{\"name\":\"plant\",\"type\":\"mqtt\",\"detail\":\"tcp://h:1\"}],\"alarms\":"
                                + "[{\"name\":\"hot\",\"sensor\":\"plant/#\",\"type\":\"limit\",\"hi\":{\"limit\":95.0,"
                                + "\"deadband\":2.0,\"priority\":\"high\"},\"onDelay\":\"5s\",\"offDelay\":\"0s\","
                                + "\"reorder\":\"0s\",\"priority\":\"high\",\"message\":\"m\",\"sinks\":[\"out\"]},"
                                + "{\"name\":\"gone\",\"sensor\":\"plant/#\",\"type\":\"missing\",\"timeout\":\"3s\","
                                + "\"of\":\"group\",\"order\":\"arrival\",\"priority\":\"low\",\"message\":\"m\","
                                + "\"sinks\":[]},{\"name\":\"same\",\"sensor\":\"plant/#\",\"type\":\"stuck\","
                                + "\"hold\":\"5s\",\"tolerance\":0.5,\"minSamples\":2,\"maxGap\":\"1m\","
                                + "\"reorder\":\"0s\",\"priority\":\"low\",\"message\":\"m\","
                                + "\"sinks\":[]}],\"sinks\":[{\"name\":\"out\",\"type\":\"console\",\"detail\":\"\"}]}",
                        "{\"position\":1,\"type\":\"sensor\",\"sensor\":\"plant/p1/temp\",\"sensorId\":0,\"source\":0,"
                                + "\"dedupe\":16}",
                        "{\"position\":2,\"type\":\"reading\",\"sensor\":\"plant/p1/temp\",\"sensorId\":0,\"time\":\""
                                + TIME + "\",\"received\":\"2026-11-20T17:31:00.000000001Z\",\"value\":96.25,"
                                + "\"quality\":\"GOOD\",\"flags\":[\"RETAINED\"]}",
                        "{\"position\":3,\"type\":\"reading\",\"sensor\":\"plant/p1/temp\",\"sensorId\":0,\"time\":\""
                                + TIME + "\",\"received\":\"2026-11-20T17:31:00.000000002Z\",\"quality\":\"BAD\"}",
                        "{\"position\":4,\"type\":\"tick\",\"clock\":\"" + TIME + "\"}",
                        "{\"position\":5,\"type\":\"source_end\",\"source\":0,\"identity\":\"ff\",\"offset\":4096}",
                        "{\"position\":6,\"type\":\"source_down\",\"source\":0,\"at\":\"" + TIME
                                + "\",\"reason\":\"connection reset\"}",
                        "{\"position\":7,\"type\":\"source_up\",\"source\":0,\"at\":"
                                + "\"2026-11-20T17:31:00.000000003Z\",\"reason\":\"\"}");
    }

    @Test
    void shouldKnowSensorsWhenTheDumpBeginsBehindTheirDefinition() {
        CommandLineRun run = CommandLineRun.of("journal", "dump", "--dir", dir.toString(), "--from", "2", "--to", "3");

        assertThat(run.out())
                .startsWith("{\"position\":2,")
                .contains("plant/p1/temp")
                .hasLineCount(1);
    }

    @Test
    void shouldPrintNothingWhenNoRecordIsAskedFor() {
        assertThat(CommandLineRun.of("journal", "dump", "--dir", dir.toString(), "--from", "9")
                        .out())
                .isEmpty();
    }

    @Test
    void shouldListSegments() {
        CommandLineRun run = CommandLineRun.of("journal", "ls", "--dir", dir.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("SEGMENT", "2026-11-20T17:31:00Z", "8 records in 1 segment, ");
    }

    @Test
    void shouldEndWithOneWhenTheJournalIsDamaged() throws IOException {
        assertThat(CommandLineRun.of("journal", "verify", "--dir", dir.toString()))
                .isEqualTo(new CommandLineRun(0, "fine: 8 records, positions 0 to 7\n", ""));

        appendAnother();
        Path first = JournalVerifier.list(dir.resolve("journal")).get(0).file();
        damage(first, JournalVerifier.list(dir.resolve("journal")).get(0).usedBytes() - 8);
        CommandLineRun run = CommandLineRun.of("journal", "verify", "--dir", dir.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("the journal is damaged: ")
                .contains(first.toString(), "offset=")
                .hasLineCount(1);
    }

    @Test
    void shouldEndWithTwoWhenThereIsNoJournal() {
        String missing = dir.resolve("missing").toString();

        assertThat(CommandLineRun.of("journal", "ls", "--dir", missing))
                .isEqualTo(new CommandLineRun(2, "", "there is no journal at " + missing + "\n"));
        assertThat(CommandLineRun.of("journal").exitCode()).isEqualTo(2);
    }

    private void appendAnother() {
        JournalConfig config = new JournalConfig(dir.resolve("journal"), SyncPolicy.ALWAYS, 1 << 20);
        try (ChronicleJournal journal = ChronicleJournal.open(config, 10, (where, cause) -> {
            throw new AssertionError(where, cause);
        })) {
            journal.onTick(8, T0);
            journal.commit();
        }
    }

    private static void damage(Path file, long offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int old = bytes.read();
            bytes.seek(offset);
            bytes.write(old ^ 1);
        }
    }

    private static void control(ChronicleJournal journal, long position, ControlKind kind, byte[] body) {
        journal.onControl(position, kind.code(), new UnsafeBuffer(body), 0, body.length);
    }

    private static Plan plan() {
        SensorSelector all = new SensorSelector("plant/#");
        return new Plan(
                "hall",
                List.of(new SourceNode("plant", "mqtt", "tcp://h:1", false)),
                30_000_000_000L,
                List.of(
                        new LimitRule(
                                "hot",
                                all,
                                Priority.HIGH,
                                "m",
                                List.of("out"),
                                List.of(new LimitLevel(Level.HI, 95, 2, Priority.HIGH)),
                                5_000_000_000L,
                                0,
                                0),
                        new MissingRule("gone", all, Priority.LOW, "m", List.of(), 3_000_000_000L, true, -1),
                        new StuckRule(
                                "same",
                                all,
                                Priority.LOW,
                                "m",
                                List.of(),
                                0.5,
                                5_000_000_000L,
                                2,
                                60_000_000_000L,
                                StuckRule.IGNORE_NOTHING,
                                0)),
                List.of(new SinkNode("out", "console", "")));
    }
}
