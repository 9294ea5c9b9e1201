package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.GatewayRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of machines in a table, from the file to the alarm: bad cells, cells that go, machines without a row. */
final class TableLimitsTest {
    private static final String CONFIG = """
            name: g
            sources:
              - file: {name: f, path: readings.csv, columns: {sensor: tag, value: value, time: time}, timeUnit: ms}
              - table: {name: limits, path: limits.csv, key: machine}
            streams:
              - name: over
                from: plant/+/temp
                groupBy: "{2}"
                join: {with: limits/+/hi, latest: true}
                values: difference
              - name: named
                from: plant/+/temp
                groupBy: "{2}"
                join: {with: limits/+/name, type: left, latest: true}
            alarms:
              - {name: hot, sensor: over/+/difference, type: limit, hi: 0}
            sinks:
              out: {file: {path: out.jsonl}}
            """;

    @TempDir
    private Path dir;

    private Path config;
    private Path table;

    @BeforeEach
    void write() throws IOException {
        config = Files.writeString(dir.resolve("g.yaml"), CONFIG);
        table = dir.resolve("limits.csv");
        readings("1000,plant/press1/temp,70\n2000,plant/press1/temp,85\n");
    }

    private void readings(String rows) throws IOException {
        Files.writeString(dir.resolve("readings.csv"), "time,tag,value\n" + rows);
    }

    /** As a new file under another name: the first one was read to its end. */
    private void moreReadings(String rows) throws IOException {
        readings(rows);
        Files.move(dir.resolve("readings.csv"), dir.resolve("more.csv"));
        Files.writeString(config, CONFIG.replace("readings.csv", "more.csv"));
    }

    private CommandLineRun command(String name) {
        return CommandLineRun.of(name, "-c", config.toString());
    }

    private List<String> told() throws IOException {
        return GatewayRun.jsonLines(dir.resolve("out.jsonl")).stream()
                .map(event -> Stream.of("event", "sensor", "value", "reason")
                        .map(event::get)
                        .filter(text -> text != null)
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow())
                .toList();
    }

    /** "Check refuses, naming file, row, column, value, and what to write instead." */
    @Test
    void shouldRefuseALimitThatIsNoNumber() throws IOException {
        Files.writeString(table, "machine,hi,name\npress1,\"78,5\",Press One\npress2,abc,Press Two\n");
        List<String> lines = List.of(
                table
                        + ": row press1, column hi: \"78,5\" is no number, and a rule computes with it; write 78.5, with a"
                        + " point",
                table
                        + ": row press2, column hi: \"abc\" is no number, and a rule computes with it; write a number such"
                        + " as 78.5, or leave the cell empty");

        CommandLineRun check = command("check");
        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.err().lines()).containsExactlyElementsOf(lines);
        assertThat(check.out()).isEmpty();
        CommandLineRun run = command("run");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).containsAll(lines);
        assertThat(Files.readString(dir.resolve("out.jsonl"))).isEmpty();
    }

    @Test
    void shouldRefuseATableThatCannotBeRead() throws IOException {
        Files.writeString(table, "machine,hi\npress1,78,5\n");
        for (String command : List.of("check", "run")) {
            CommandLineRun refused = command(command);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains(table + ": row 2: press1 has the field 5 without a column");
        }
    }

    /** "Where the journal has a good cell, keep that one, tell it and count it." */
    @Test
    void shouldGoOnWithTheJournalledLimitWhenTheCellIsBad() throws IOException {
        Files.writeString(table, "machine,hi,name\npress1,80,Press One\n");
        assertThat(command("run").exitCode()).isZero();
        assertThat(told())
                .as("on hold when its input has ended")
                .containsExactly("RAISED over/press1/difference 5.0", "LEVEL_CHANGED over/press1/difference 5.0");

        Files.writeString(table, "machine,hi,name\npress1,\"90,5\",Press One\n");
        moreReadings("3000,plant/press1/temp,79\n4000,plant/press1/temp,83\n");
        CommandLineRun again = command("run");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("write 90.5, with a point; until then 80.0 from before holds");
        assertThat(again.out()).containsPattern("badTableCells +1\n");
        assertThat(told())
                .containsExactly(
                        "RAISED over/press1/difference 5.0",
                        "LEVEL_CHANGED over/press1/difference 5.0",
                        "CLEARED over/press1/difference -1.0",
                        "RAISED over/press1/difference 3.0",
                        "LEVEL_CHANGED over/press1/difference 3.0");
        assertThat(command("check").exitCode()).as("check knows no journal").isEqualTo(2);
    }

    /** "A limit that goes (table row deleted, cell empty): that level is off, its episode CLEARED with LIMIT_GONE." */
    @Test
    void shouldClearTheAlarmOfALimitThatWentWhileItWasStopped() throws IOException {
        Files.writeString(table, "machine,hi,name\npress1,80,Press One\n");
        assertThat(command("run").exitCode()).isZero();
        Files.writeString(table, "machine,hi,name\npress1,,Press One\n");
        moreReadings("3000,plant/press1/temp,90\n");
        CommandLineRun again = command("run");
        assertThat(again.err())
                .contains("empty, so no limit: row press1, column hi")
                .contains("stream over: no value to look up for press1 in limits/+/hi, so this key has no results and"
                        + " raises no alarms; add a row or a set-point for press1");
        assertThat(told())
                .containsExactly(
                        "RAISED over/press1/difference 5.0",
                        "LEVEL_CHANGED over/press1/difference 5.0",
                        "CLEARED over/press1/difference 5.0 LIMIT_GONE");
    }

    /** "A machine without a row is named once, also listed by the end of a bounded run." */
    @Test
    void shouldNameAMachineWithoutARow() throws IOException {
        Files.writeString(table, "machine,hi,name\npress1,80,Press One\n");
        readings("""
                1000,plant/press1/temp,70
                1001,plant/press7/temp,500
                1002,plant/press7/temp,501
                1003,plant/press8/temp,1
                """);
        CommandLineRun run = command("run");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()
                        .lines()
                        .filter(line -> line.contains("for press7"))
                        .map(line -> line.substring(line.indexOf("stream "))))
                .containsExactly(
                        "stream over: no value to look up for press7 in limits/+/hi, so this key has no results and"
                                + " raises no alarms; add a row or a set-point for press7",
                        "stream named: no value to look up for press7 in limits/+/name, so its results have no right"
                                + " side; add a row or a set-point for press7");
        assertThat(run.out())
                .contains("no value to look up in limits/+/hi for press7, press8 (stream over)\n")
                .contains("no value to look up in limits/+/name for press7, press8 (stream named)\n")
                .containsPattern("unmatchedLookups +6\n");
    }

    @Test
    void shouldCheckATableThatIsAsItShouldBe() throws IOException {
        Files.writeString(table, "\uFEFFmachine,hi,name\r\npress1,80,Press One\r\npress2,,7\r\n");
        CommandLineRun check = command("check");
        assertThat(check.exitCode()).isZero();
        assertThat(check.err().lines())
                .containsExactly(
                        table + ": warning: row press2, column hi is empty, so no limit",
                        table + ": warning: row press1, column name: \"Press One\" is a text in a column with numbers");
    }

    /** A text column is what its rules make it: nobody computes with a name. */
    @Test
    void shouldTakeTextsWhereNobodyComputes() throws IOException {
        Files.writeString(table, "machine,hi,name\npress1,80,\"78,5\"\n");
        assertThat(command("check").err()).isEmpty();
        assertThat(command("run").exitCode()).isZero();
        Map<String, String> event =
                GatewayRun.jsonLines(dir.resolve("out.jsonl")).get(0);
        assertThat(event).containsEntry("sensor", "over/press1/difference");
    }
}
