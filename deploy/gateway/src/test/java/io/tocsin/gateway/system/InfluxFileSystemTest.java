package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** InfluxDB line protocol in files, and texts that look like numbers, from the file to the alarm. */
class InfluxFileSystemTest {
    private static final String WEATHER = """
            # exported on 2016-06-13
            weather,location=us-midwest temperature=82,humidity=71i 1465839830100400200
            weather,location=us-midwest temperature=8x 1465839831100400200
            weather,location=us-midwest temperature=79.5 1465839832100400200
            """;
    private static final String HOT = "{name: hot, type: limit, sensor: weather/us-midwest/temperature, hi: 80}";

    private static final Pattern EVENT = Pattern.compile("\"event\":\"(\\w+)\".*?\"time\":\"([^\"]{19})");

    @TempDir
    private Path directory;

    @Test
    void shouldRaiseAnAlarmAndLoseTheFaultyLineOnly() throws IOException {
        Path file = Files.writeString(directory.resolve("input"), WEATHER);
        CommandLineRun run = run("format: influx", HOT, 0);
        assertThat(run.out())
                .contains("4 readings received = 3 processed + 1 dropped")
                .contains("droppedBadPayload  1");
        assertThat(events()).containsExactly("RAISED 2016-06-13T17:43:50", "CLEARED 2016-06-13T17:43:52");
        assertThat(run.err()).contains("dropped bad payload at line 3: column 41: a value that is no number");
        assertThat(quarantine()).singleElement().asString().contains("\"where\":\"line 3\"");

        Files.writeString(
                file, "weather,location=us-midwest temperature=90 1465839840000000000\n", StandardOpenOption.APPEND);
        run("format: influx", HOT, 0);
        assertThat(events()).hasSize(3).endsWith("RAISED 2016-06-13T17:44:00");
    }

    @Test
    void shouldNameScaleAndSortAsConfigured() throws IOException {
        Files.writeString(directory.resolve("input"), "oven,id=7 temp=2600i 20\noven,id=7 temp=2400i 10\n");
        String keys = "format: lines, sensor: '{file}/{id}/{field}', timeUnit: s, scale: 0.1, order: sort";
        run(keys, "{name: hot, type: limit, sensor: input/7/temp, hi: 250}", 0);
        assertThat(events()).containsExactly("RAISED 1970-01-01T00:00:20");
        CommandLineRun check = command("check");
        assertThat(check.out())
                .contains("InfluxDB lines, sensor {file}/{id}/{field}, time of the lines in s, sorted by time");
    }

    @Test
    void shouldSayWhichKeysAreForTheOtherFormat() throws IOException {
        Files.writeString(directory.resolve("input"), "");
        CommandLineRun influx =
                run("format: influx, columns: {value: a}, separator: tab, sensor: '{topic}', timeUnit: iso", HOT, 2);
        assertThat(influx.err())
                .contains("columns: is for format: csv")
                .contains("separator: is for format: csv")
                .contains("sensor: has a part of a topic, and a file has none");
        assertThat(run("format: influx, timeUnit: iso", HOT, 2).err()).contains("timeUnit must be s, ms, us or ns");
        CommandLineRun csv = run("scale: 2, sensor: a", HOT, 2);
        assertThat(csv.err())
                .contains("scale: is for format: influx; of a CSV file it is columns.scale")
                .contains("sensor: is for format: influx")
                .contains("columns: is missing");
    }

    @Test
    void shouldKeepATextThatLooksLikeANumber() throws IOException {
        Files.writeString(directory.resolve("input"), "time,tag,v\n1,line,01\n2,line,1\n3,line,02\n");
        String state = "{name: stopped, type: state, sensor: line, in: ['01']}";
        String columns = "timeUnit: s, columns: {time: time, sensor: tag, value: v%s}";
        CommandLineRun texts = run(columns.formatted(", type: text"), state, 0);
        assertThat(events()).containsExactly("RAISED 1970-01-01T00:00:01", "CLEARED 1970-01-01T00:00:02");
        assertThat(texts.err()).doesNotContain("never matches");
        assertThat(command("check").out()).contains("texts only");
        assertThat(run(columns.formatted(", type: text, scale: 2"), state, 2).err())
                .contains("scale: is for numbers, and with type: text every value is a text");
    }

    private CommandLineRun run(String keys, String alarm, int exitCode) throws IOException {
        Files.writeString(directory.resolve("config.yaml"), """
                name: g
                sources:
                  - file: {path: input, %s}
                alarms:
                  - %s
                sinks:
                  log: {file: {path: out.jsonl}}
                """.formatted(keys, alarm));
        CommandLineRun run = command("run");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        return run;
    }

    private CommandLineRun command(String command) {
        return CommandLineRun.of(command, "-c", directory.resolve("config.yaml").toString());
    }

    /** Event and time of every line of the sink, to the second. */
    private List<String> events() throws IOException {
        return Files.readAllLines(directory.resolve("out.jsonl")).stream()
                .map(EVENT::matcher)
                .filter(Matcher::find)
                .map(event -> event.group(1) + " " + event.group(2))
                .toList();
    }

    private List<String> quarantine() throws IOException {
        return Files.readAllLines(directory.resolve("data/g/quarantine.jsonl"));
    }
}
