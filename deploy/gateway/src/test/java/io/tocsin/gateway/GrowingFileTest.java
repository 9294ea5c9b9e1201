package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A logger appends to one file; the gateway is run on it again and again. */
class GrowingFileTest {
    private static final Pattern EVENT = Pattern.compile("\"event\":\"(\\w+)\".*\"time\":\"([^\"]+)\"");

    @TempDir
    private Path directory;

    @Test
    void shouldRaiseTheAlarmInRowsThatWereAppended() throws IOException {
        Path config = Files.writeString(directory.resolve("config.yaml"), """
                name: logger
                sources:
                  - file: {name: log, path: input.csv, columns: {sensor: tag, value: value, time: time}, timeUnit: s}
                alarms:
                  - {name: hot, sensor: "#", type: limit, hi: 80}
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """);
        Path input = Files.writeString(
                directory.resolve("input.csv"),
                "time,tag,value\n1600000000,oven/temp,70\n1600000060,oven/temp,91\n1600000120,oven/temp,70\n");
        assertThat(run(config).out()).contains("3 readings received = 3 processed");
        Files.writeString(input, "1600024300,oven/temp,95\n1600024360,oven/te", StandardOpenOption.APPEND);
        CommandLineRun second = run(config);
        assertThat(second.out()).contains("1 readings received = 1 processed");
        assertThat(second.err()).contains("has no line break and is left until it has one");
        Files.writeString(input, "mp,70\n", StandardOpenOption.APPEND);
        assertThat(run(config).out()).contains("1 readings received = 1 processed");
        CommandLineRun last = run(config);
        assertThat(last.out()).contains("0 readings received");
        assertThat(last.err()).contains("was read to its end before").contains("no new rows");
        assertThat(events())
                .containsExactly(
                        "RAISED 2020-09-13T12:27:40.000000000Z",
                        "CLEARED 2020-09-13T12:28:40.000000000Z",
                        "RAISED 2020-09-13T19:11:40.000000000Z",
                        "CLEARED 2020-09-13T19:12:40.000000000Z");
    }

    /** The name begins behind the blank. */
    @Test
    void shouldSelectASensorWhoseColumnFollowsACommaAndABlank() throws IOException {
        Path config = Files.writeString(directory.resolve("config.yaml"), """
                name: queues
                sources:
                  - file: {name: log, path: input.csv, columns: {sensor: queue, value: requests, time: timestamp}, timeUnit: s}
                alarms:
                  - {name: full, sensor: mta, type: limit, hi: 10}
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """);
        Files.writeString(
                directory.resolve("input.csv"),
                "timestamp, queue, requests\n1524441615, mta, 0\n1524441675, mta, 13\n1524441735, mta, 5\n");
        run(config);
        assertThat(events())
                .containsExactly("RAISED 2018-04-23T00:01:15.000000000Z", "CLEARED 2018-04-23T00:02:15.000000000Z");
    }

    private static CommandLineRun run(Path config) {
        CommandLineRun run = CommandLineRun.of("run", "-c", config.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private List<String> events() throws IOException {
        return Files.readAllLines(directory.resolve("alarms.jsonl")).stream()
                .map(line -> {
                    Matcher matcher = EVENT.matcher(line);
                    assertThat(matcher.find()).as(line).isTrue();
                    return matcher.group(1) + " " + matcher.group(2);
                })
                .toList();
    }
}
