package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.gateway.api.FakeDoor;
import io.tocsin.gateway.api.LocalApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on alarms; actions against an API whose door answers as told. */
class AlarmsCommandTest {
    private static final String CONFIG = """
            name: hall
            dataDir: data
            sources:
              - file: {path: input.csv, columns: {sensor: tag, value: value, time: time}, timeUnit: iso}
            alarms:
              - {name: hot, sensor: +/temp, type: limit, hi: 80, hihi: 90, priority: high}
            sinks: {log: {file: {path: out.jsonl}}}
            """;

    @TempDir
    private Path dir;

    private final FakeDoor door = new FakeDoor();
    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(dir.resolve("gateway.yaml"), CONFIG);
        Files.writeString(dir.resolve("input.csv"), """
                time,tag,value
                2026-11-20T06:00:00Z,oven/temp,85
                2026-11-20T06:00:01Z,press/temp,81
                2026-11-20T06:00:02Z,oven/temp,95
                2026-11-20T06:00:03Z,press/temp,70
                """);
    }

    private CommandLineRun alarms(String command, String... options) {
        List<String> args = new ArrayList<>(List.of("alarms", command, "-c", config.toString()));
        args.addAll(List.of(options));
        return CommandLineRun.of(args.toArray(String[]::new));
    }

    private Path dataDir() throws IOException {
        return Files.createDirectories(dir.resolve("data"));
    }

    private CommandLineRun act(String command, String... options) throws IOException, InterruptedException {
        LocalApi api = LocalApi.start(dataDir(), 0, door, null, line -> {});
        api.awaitListening();
        try {
            return alarms(command, options);
        } finally {
            api.stop();
        }
    }

    @Test
    void shouldSendEveryAction() throws Exception {
        String[] alarm = {"hot", "oven/temp", "--by", "ann"};
        CommandLineRun run = act("ack", "hot", "oven/temp", "--by", "ann", "--why", "on my way", "--id", "hot/1/x/7");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("acknowledged: hot oven/temp, active, acknowledged\n");
        for (String command : List.of("reset", "unshelve", "suppress", "unsuppress", "out-of-service", "in-service")) {
            assertThat(act(command, alarm).exitCode()).isZero();
        }
        act("comment", "hot", "oven/temp", "--by", "ann", "--why", "see ticket 7");
        act("shelve", "hot", "oven/temp", "--by", "ann", "--once");
        assertThat(act("shelve", "hot", "oven/temp", "--by", "ann", "--for", "2h")
                        .out())
                .isEqualTo("shelved: hot oven/temp, active, acknowledged, until 1970-01-01T02:00:00Z\n");

        assertThat(door.actions.stream().map(OperatorAction::kind))
                .containsExactly(
                        ActionKind.ACKNOWLEDGE,
                        ActionKind.RESET,
                        ActionKind.UNSHELVE,
                        ActionKind.SUPPRESS,
                        ActionKind.UNSUPPRESS,
                        ActionKind.OUT_OF_SERVICE,
                        ActionKind.IN_SERVICE,
                        ActionKind.COMMENT,
                        ActionKind.SHELVE_ONCE,
                        ActionKind.SHELVE);
        assertThat(door.actions.get(0))
                .isEqualTo(OperatorAction.on(ActionKind.ACKNOWLEDGE, "hot", "oven/temp", "ann")
                        .of("hot/1/x/7", "")
                        .because("on my way"));
    }

    @Test
    void shouldPrintARefusalAsCodeAndWords() throws Exception {
        door.refusal = Refusal.ALREADY_ACKNOWLEDGED;

        CommandLineRun run = act("ack", "hot", "oven/temp");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("ALREADY_ACKNOWLEDGED: the episode is acknowledged already\n");
        assertThat(door.actions.get(0).by()).isEqualTo(System.getProperty("user.name"));
        CommandLineRun json = act("ack", "hot", "oven/temp", "--json");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.out()).startsWith("{\"type\":\"about:blank\",").contains("\"code\":\"ALREADY_ACKNOWLEDGED\"");
    }

    @Test
    void shouldSayThatNoGatewayRuns() {
        CommandLineRun run = alarms("ack", "hot", "oven/temp");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("no gateway runs in ").endsWith("or its local API is off (http.enabled)\n");
    }

    @Test
    void shouldSayWhichArgumentIsWrong() {
        assertThat(alarms("ack", "hot", "oven/temp", "--why", "a\u0007").err())
                .isEqualTo("why must have no control character, index=1\n");
        assertThat(alarms("shelve", "hot", "oven/temp").exitCode()).isEqualTo(2);
        assertThat(alarms("shelve", "hot", "oven/temp", "--once", "--for", "2h").exitCode())
                .isEqualTo(2);
        assertThat(alarms("history", "--last", "-1").err()).isEqualTo("--last must not be negative, is -1\n");
        assertThat(alarms("list", "--at", "noon").exitCode()).isEqualTo(2);
    }

    @Test
    void shouldListTheCurrentAlarmsAndThoseOfAnEarlierTime() {
        assertThat(alarms("list").out()).isEqualTo("no alarms\n");
        assertThat(CommandLineRun.of("run", "-c", config.toString()).exitCode()).isZero();

        assertThat(alarms("list").out()).isEqualTo("""
                priority  state                     since                 alarm     sensor      message
                high      returned, unacknowledged  2026-11-20T06:00:01Z  hot HI    press/temp  press/temp HI: 70, limit 80
                high      active, unacknowledged    2026-11-20T06:00:00Z  hot HIHI  oven/temp   oven/temp HIHI: 95, limit 90
                """);
        assertThat(alarms("list", "--json").out())
                .contains("{\"alarm\":\"hot\",\"sensor\":\"oven/temp\","
                        + "\"state\":\"UNACKNOWLEDGED_ACTIVE\",\"id\":\"hot/1/oven/temp/");
        assertThat(alarms("list", "--at", "2026-01-01T00:00:00Z").out())
                .as("before the gateway received anything")
                .isEqualTo("no alarms\n");
    }

    @Test
    void shouldPrintTheHistory() {
        assertThat(CommandLineRun.of("run", "-c", config.toString()).exitCode()).isZero();

        assertThat(alarms("history", "--sensor", "press/temp").out()).isEqualTo("""
                2026-11-20 06:00:01.000Z  RAISED  high  hot HI  press/temp  press/temp HI: 81, limit 80
                2026-11-20 06:00:03.000Z  CLEARED  high  hot HI  press/temp  press/temp HI: 70, limit 80
                """);
        assertThat(alarms("history", "--last", "1").out().lines()).hasSize(1);
        assertThat(alarms("history", "--alarm", "cold").out()).isEmpty();
        assertThat(alarms("history", "--from", "2026-11-20T06:00:02Z", "--to", "2026-11-20T06:00:03Z", "--json")
                        .out()
                        .lines())
                .singleElement()
                .asString()
                .contains("\"event\":\"LEVEL_CHANGED\"");
    }
}
