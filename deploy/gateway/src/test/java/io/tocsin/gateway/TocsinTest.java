package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.gateway.config.bind.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class TocsinTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("tocsin.root"), "deploy", "examples");

    @TempDir
    private Path dir;

    @Test
    void shouldExplainEveryCommandWhenAskedForHelp() {
        assertThat(CommandLineRun.of("--help").exitCode()).isZero();
        for (CommandLine command : Tocsin.commandLine().getSubcommands().values()) {
            CommandLineRun run = CommandLineRun.of(command.getCommandName(), "--help");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("Usage: tocsin " + command.getCommandName());
            assertThat(run.err()).isEmpty();
        }
    }

    /** A command that is built alone is the one of that name among all. */
    @Test
    void shouldBuildOnlyTheCommandThatTheFirstArgumentNames() {
        Tocsin.commandLine().getSubcommands().forEach((name, command) -> {
            CommandLine alone = Tocsin.commandLine(Dataflow.NONE, name, "--help");

            assertThat(command.getCommandName()).isEqualTo(name);
            assertThat(alone.getSubcommands()).containsOnlyKeys(name);
            assertThat(alone.getSubcommands().get(name).getUsageMessage()).isEqualTo(command.getUsageMessage());
        });
        assertThat(Tocsin.commandLine(Dataflow.NONE, "--help").getUsageMessage())
                .isEqualTo(Tocsin.commandLine().getUsageMessage())
                .contains("demo", "savepoint");
    }

    @Test
    void shouldTellItsVersion() {
        CommandLineRun run = CommandLineRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("tocsin ");
    }

    @Test
    void shouldEndWithTwoWhenUsedWrong() {
        assertThat(CommandLineRun.of().err()).isEqualTo("A command is missing.\nTry 'tocsin --help'.\n");
        assertThat(CommandLineRun.of().exitCode()).isEqualTo(2);
        assertThat(CommandLineRun.of("chek").exitCode()).isEqualTo(2);
        assertThat(CommandLineRun.of("chek").err()).contains("check");
        assertThat(CommandLineRun.of("check").err())
                .isEqualTo("Missing required option: '--config=FILE'\nTry 'tocsin check --help'.\n");
    }

    @Test
    void shouldEndWithTwoAndPrintEveryErrorWhenTheConfigurationIsWrong() throws IOException {
        Path file = Files.writeString(dir.resolve("g.yaml"), "nam: x\nsources: 5\n");

        CommandLineRun run = CommandLineRun.of("check", "-c", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(file + ":1:1: nam: unknown key; did you mean \"name\"?\n" + file + ":1:1: name: is missing\n"
                        + file + ":2:10: sources: must be a list, is the number 5\n");
    }

    @Test
    void shouldTakeWarningsForErrorsWhenStrict() throws IOException {
        Path file = Files.writeString(
                dir.resolve("g.yaml"), "name: g\nsources: [{rate: {}}]\nsinks: {out: {console: {}}}\n");
        String warning = file + ":1:1: warning: alarms: none; readings are journalled only\n";

        CommandLineRun lenient = CommandLineRun.of("check", "-c", file.toString());
        CommandLineRun strict = CommandLineRun.of("check", "--strict", "-c", file.toString());

        assertThat(lenient.exitCode()).isZero();
        assertThat(lenient.err()).isEqualTo(warning);
        assertThat(strict.exitCode()).isEqualTo(2);
        assertThat(strict.err()).isEqualTo(warning + "refused: --strict treats warnings as errors, warnings=1\n");
    }

    /** State is taken as sensors come: what 10,000,000 of them would take is no reason not to start. */
    @Test
    void shouldSayHowManySensorsFitWhenNotAllDo() throws Exception {
        Path file = Files.writeString(dir.resolve("gateway.yaml"), """
                name: g
                sources: [{rate: {limit: 1}}]
                engine: {maxSensors: 10000000, stateMemory: 16MiB}
                streams:
                  - {name: w, from: "#", aggregates: avg, window: {type: sliding, size: 10m, slide: 1s}}
                alarms:
                  - {name: one, sensor: plant/1/temp, type: limit, hi: 9}
                """);

        CommandLineRun run = CommandLineRun.of("check", "-c", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "  a sensor that every selector with a wildcard selects takes 33.2 KiB and its name; alarms and"
                                + " streams without a wildcard (1) keep 64 B in all\n"
                                + "  16 MiB (engine.stateMemory), held twice, for snapshots: 246 such sensors fit,"
                                + " fewer than engine.maxSensors; further sensors are refused and counted\n");
    }

    /** Reports unavailable resources before it takes any. */
    @ParameterizedTest
    @Timeout(60)
    @CsvSource({
        "check, 'stateMemory: 8TiB', 'engine.stateMemory: is 8 TiB, but this process may only take '",
        "run, 'stateMemory: 8TiB', 'lower it, or start with TOCSIN_JAVA_OPTS=-XX:MaxDirectMemorySize='",
        "check, 'stateMemory: 1MiB, shards: 16', 'engine.stateMemory: 1 MiB leave no memory for sensors: '"
    })
    void shouldRefuseStateMemoryThatIsNotThere(String command, String engine, String words) throws Exception {
        Path file = Files.writeString(dir.resolve("gateway.yaml"), """
                name: g
                sources: [{mqtt: {embedded: 18830, qos: 1, topics: [{filter: "#", time: ts, dedupe: 100000}]}}]
                engine: {%s}
                alarms: [{name: high, sensor: "#", type: limit, hi: 9}]
                """.formatted(engine));

        CommandLineRun run = CommandLineRun.of(command, "-c", file.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(words);
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "press-hall.yaml",
                "quickstart-mosquitto.yaml",
                "csv.yaml",
                "windows.yaml",
                "joins.yaml",
                "states.yaml",
                "rates.yaml",
                "opcua.yaml"
            })
    void shouldAcceptTheExamples(String example) {
        CommandLineRun run =
                CommandLineRun.of("check", "-c", EXAMPLES.resolve(example).toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldNamePayloadsThatMayCountTwiceAndWhatASourceRemembers() throws IOException {
        Path file = Files.writeString(dir.resolve("g.yaml"), """
                name: g
                dataDir: d
                sources:
                  - mqtt:
                      url: tcp://h:1
                      topics:
                        - {filter: a, payload: number}
                        - {filter: b}
                        - {filter: c, time: ts}
                        - {filter: d, time: ts, dedupe: 0}
                        - {filter: f/+, payload: number, maxSensors: 50}
                        - {filter: g/#, payload: number}
                  - mqtt: {name: lossy, url: "tcp://h:2", qos: 0, topics: [{filter: e}]}
                alarms: [{name: high, sensor: "#", type: limit, hi: 9}]
                sinks: {out: {console: {}}}
                """);

        String plan = CommandLineRun.of("check", "-c", file.toString()).out();

        assertThat(plan)
                .contains("a  number, receive time (may count twice after a crash) → sensor {topic}")
                .contains("b  json value, receive time (may count twice after a crash) → sensor {topic}")
                .contains("c  json value, time ts (ms) → sensor {topic}")
                .contains("d  json value, time ts (ms), repeats kept → sensor {topic}")
                .contains("e  json value, receive time → sensor {topic}")
                .contains("f/+  number, receive time (may count twice after a crash) → sensor {topic}, at most 50\n")
                .contains(
                        "g/#  number, receive time (may count twice after a crash) → sensor {topic}, at most 90,000\n")
                .contains("further sensors are refused and counted, unless sensors that no rule selects have been"
                        + " silent for 1d and are evicted\n")
                .contains("source mqtt: its last 8,192 readings, 320 KiB, to drop re-deliveries")
                .doesNotContain("source lossy: its last");
    }

    @Test
    void shouldDrawThePlanFromSourcesToSinks() throws IOException {
        Path file = Files.writeString(dir.resolve("g.yaml"), """
                name: g
                dataDir: d
                sources: [{rate: {sensors: 2000, perSecond: 50000}}]
                alarms:
                  - {name: high, sensor: rate/+, type: limit, hi: 9, hihi: 12.5, deadband: 0.5, onDelay: 5s}
                  - {name: gone, sensor: "rate/#", type: missing, timeout: 1m, sinks: out, priority: low}
                  - {name: same, sensor: rate/+, type: stuck, hold: 1h, tolerance: 0.5, minSamples: 5, maxGap: 15m, ignoreAbsAtMost: 0}
                  - {name: bad, sensor: rate/+, type: quality}
                  - {name: in, sensor: rate/+, type: state, in: [FAULT, 3], clear: RUN}
                sinks: {out: {console: {}}}
                engine: {waitStrategy: blocking, maxSensors: 10000, stateMemory: 16MiB}
                """);

        CommandLineRun run = CommandLineRun.of("check", "-c", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()
                        .replace(dir.toString(), "DIR")
                        .replaceAll("on \\d+ cores?", "on N cores")
                        .replaceAll("the state of all sensors, journal, clock ticks(, alarm log)?\n", "ENGINE\n")
                        .replaceAll(" +output {15}alarm log\n", ""))
                .isEqualTo("""
                        gateway g  (DIR/g.yaml)

                        sources
                          NAME  TYPE  WHAT
                          rate  rate  2,000 sensors, 50,000 readings/s, without end
                          ↓ journal DIR/d/journal, durable once forced, every 10ms, segments of 32MiB
                          ↓ keyed by sensor, one time for each sensor; idle after 5s (onDelay of alarm high); restart after a clock has gone back: 1m
                        operators
                          ALARM  TYPE     SENSORS  PRIORITY  SINKS  DETECTS
                          high   limit    rate/+   medium    all    HIHI > 12.5 (clears ≤ 12), HI > 9 (clears ≤ 8.5), on after 5s
                          gone   missing  rate/#   low       out    silent for 1m
                          same   stuck    rate/+   medium    all    one value ± 0.5 for 1h, at least 5 samples, gaps ≤ 15m, not for |value| ≤ 0
                          bad    quality  rate/+   medium    all    BAD readings, in order of arrival
                          in     state    rate/+   medium    all    in 3 or FAULT, cleared in RUN, in order of arrival
                          ↓ an alarm is released when its reading is journalled
                        sinks
                          NAME         TYPE     WHERE
                          (alarm log)  log      DIR/d/alarms
                          out          console  standard output

                        threads on N cores, the engine waits blocking
                          THREAD               WRITES
                          source rate          input ring of 16,384
                          engine               ENGINE
                          journal maintenance  forces segments to the device, prepares the next
                          sink out             console

                        state outside the heap, estimated; taken as sensors come
                          WHAT               SENSORS  BYTES A SENSOR
                          time and dispatch  all                  64
                          high               rate/+               80
                          gone               rate/#               72
                          same               rate/+               64
                          bad                rate/+               48
                          in                 rate/+               48
                          a sensor that every selector with a wildcard selects takes 376 B and its name
                          16 MiB (engine.stateMemory), held twice, for snapshots: the 10,000 sensors of engine.maxSensors fit; further sensors are refused and counted
                        """);
    }

    /** A histogram or distinct values are in each of three panes; samples in order need none for disorder. */
    @Test
    void shouldPrintWhatStreamsKeepOfAKey() throws IOException {
        Path file = Files.writeString(dir.resolve("g.yaml"), """
                name: g
                sources: [{rate: {}}]
                time: {outOfOrderness: 2s}
                streams:
                  - {name: a, from: rate/+, window: {type: tumbling, size: 1m}, aggregates: avg}
                  - {name: p, from: rate/+, window: {type: tumbling, size: 1m}, aggregates: [p50, p95]}
                  - {name: d, from: rate/+, window: {type: tumbling, size: 1m}, aggregates: distinct}
                  - {name: t, from: rate/+, window: {type: tumbling, size: 1s}, aggregates: time_weighted_avg}
                  - {name: r, from: rate/+, window: {type: rolling, size: 1m}, aggregates: [avg, max]}
                  - {name: s, from: rate/+, window: {type: tumbling, size: 1h}, timeIn: {on: 1, hot: {above: 80}}}
                alarms: [{name: high, sensor: a/#, type: limit, hi: 9}]
                sinks: {out: {console: {}}}
                """);

        CommandLineRun run = CommandLineRun.of("check", "-c", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        " a rate/+ 312",
                        " p rate/+ 12688",
                        " d rate/+ 6432",
                        " t rate/+ 528",
                        " r rate/+ 304",
                        " and each reading in its window 56",
                        " s rate/+ 640",
                        " r rolling 1m rate/+ sensor none avg max, out of order 2s, late drop, emit append",
                        " s tumbling 1h rate/+ sensor none time_in_on time_in_hot, values carried for 7d, time_in_on: = 1,"
                                + " time_in_hot: > 80, out of order 2s, late drop, emit append");
    }

    @Test
    void shouldPrintTheReference() {
        assertThat(CommandLineRun.of("reference").out()).isEqualTo(ReferencePage.markdown());
    }
}
