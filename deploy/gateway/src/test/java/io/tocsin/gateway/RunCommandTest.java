package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and exit code of a bounded run. */
class RunCommandTest {
    private static final String HEAD = """
            name: export
            sources:
              - file: {name: log, path: input.csv, columns: {sensor: tag, value: value, time: time}, timeUnit: iso}
            sinks: {log: {file: {path: out.jsonl}}}
            """;
    private static final int STAMP_LENGTH = 26;

    @TempDir
    private Path dir;

    private CommandLineRun run(String command, String rules, String... rows) throws IOException {
        Files.writeString(dir.resolve("input.csv"), "time,tag,value\n" + String.join("\n", rows) + "\n");
        Path config = Files.writeString(dir.resolve("gateway.yaml"), HEAD + rules);
        return CommandLineRun.of(command, "-c", config.toString());
    }

    private static List<String> warnings(CommandLineRun run) {
        return run.err()
                .lines()
                .map(line -> line.substring(STAMP_LENGTH))
                .filter(line -> line.startsWith("WARN ") || line.startsWith("ERROR "))
                .toList();
    }

    @Test
    void shouldFailAndSaySoWhenEveryRowWasDropped() throws Exception {
        CommandLineRun run = run(
                "run",
                "alarms: [{name: hot, sensor: '#', type: limit, hi: 80}]\n",
                "2020-06-02 21:04:00,boiler/temp,71.5",
                "2020-06-02 21:05:00,boiler/temp,84.0");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(warnings(run).subList(1, 3))
                .containsExactly(
                        "WARN   source log, file input.csv: every reading was dropped: none of 2 was accepted"
                                + " (droppedBadTime 2); the"
                                + " first: the time has no offset from UTC; set zone, such as zone: Europe/Berlin: 2020-06-02 21:04:00,boiler/temp,71.5",
                        "ERROR  ended with exit code 1: nothing was read from source log");
        assertThat(run.out()).contains("inputsAllDropped  1");
    }

    @Test
    void shouldSayHowFarAFileIsFromTheOrderOfTime() throws Exception {
        String rules = """
                alarms:
                  - {name: hot, sensor: oven/temp, type: limit, hi: 80}
                  - {name: cold, sensor: oven/tmep, type: limit, lo: 5}
                """;
        CommandLineRun run = run(
                "run",
                rules,
                "2026-03-02T08:30:00Z,oven/temp,70",
                "2026-03-02T08:12:00Z,oven/temp,91",
                "2026-03-02T08:00:00Z,oven/temp,70");

        assertThat(run.exitCode()).isZero();
        assertThat(warnings(run))
                .containsExactly(
                        "WARN   alarm cold: its sensor oven/tmep has matched no sensor, so it gets no readings; the"
                                + " nearest sensor is"
                                + " oven/temp; check the spelling and whether the sensor sends",
                        "WARN   source log, file input.csv: 2 of 3 readings are older than an earlier reading of"
                                + " their sensor; the largest step back is 30m (oven/temp); rules and streams have"
                                + " skipped 2 as old: set reorder"
                                + " (alarms) and outOfOrderness (streams) to at least 30m, or order: arrival on alarms,"
                                + " or order: sort on this file source");

        CommandLineRun replay =
                CommandLineRun.of("replay", "-c", dir.resolve("gateway.yaml").toString());
        assertThat(replay.exitCode()).isZero();
        assertThat(replay.err()).isEqualTo("""
                        note: alarm cold: its sensor oven/tmep has matched no sensor, so it gets no readings; the nearest sensor is \
                        oven/temp; check the spelling and whether the sensor sends
                        note: in the journal, 2 of 3 readings are older than an earlier reading of their sensor; the largest step back is \
                        30m (oven/temp); rules and streams have skipped 2 as old: set reorder (alarms) and outOfOrderness (streams) \
                        to at least 30m, or order: arrival on alarms
                        """);
    }

    @Test
    void shouldWarnOfNothingWhenAllIsWell() throws Exception {
        CommandLineRun run = run(
                "run",
                "alarms: [{name: hot, sensor: oven/temp, type: limit, hi: 80}]\n",
                "2026-03-02T08:00:00Z,oven/temp,70",
                "2026-03-02T08:12:00Z,oven/temp,91");

        assertThat(run.exitCode()).isZero();
        assertThat(warnings(run)).isEmpty();
        assertThat(run.err().lines()).allMatch(line -> line.matches("[-0-9]{10} [0-9:.]{12}Z  INFO   .*"));
    }

    @Test
    void shouldSayInOneLineThatThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = Files.writeString(dir.resolve("gateway.yaml"), """
                    name: g
                    sources: [{mqtt: {embedded: %d, topics: [{filter: "#"}]}}]
                    alarms: [{name: hot, sensor: "#", type: limit, hi: 60}]
                    sinks: {out: {console: {}}}
                    """.formatted(taken.getLocalPort()));

            CommandLineRun run = CommandLineRun.of("run", "-c", config.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(warnings(run))
                    .containsExactly("ERROR  embedded broker: cannot listen on tcp://127.0.0.1:" + taken.getLocalPort()
                            + ": the port is in use or not ours to listen on");
        }
    }

    @Test
    void shouldKnowTheActiveAlarmsAfterARestart() throws Exception {
        run(
                "run",
                "alarms: [{name: hot, sensor: '#', type: limit, hi: 80}, {name: bad, sensor: '#', type: quality}]\n",
                "2026-03-02T08:00:00Z,a,91",
                "2026-03-02T08:01:00Z,a,70",
                "2026-03-02T08:02:00Z,b,91",
                "2026-03-02T08:03:00Z,b,");

        Gateway gateway =
                Gateway.open(new ConfigLoader().load(dir.resolve("gateway.yaml")), line -> {}, (where, cause) -> {});
        assertThat(gateway.activeAlarmCount()).isEqualTo(2);
        gateway.stop();
    }
}
