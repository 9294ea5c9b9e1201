package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.gateway.CommandLineRun;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin try}: live beside a broker, and over journals. */
class TrySystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MS = 50;
    private static final byte[] DATA_WITHOUT_METRICS = {0x18, 0x01}; // seq 1

    @TempDir
    private Path directory;

    /** Runs an action beside two ovens, the first of which alternates between two payloads. */
    private static <T> T besideOvens(String url, String payload, String other, Callable<T> action) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread thread = new Thread(() -> publish(url, payload, other, isOver), "ovens");
        thread.start();
        try {
            return action.call();
        } finally {
            isOver.set(true);
            thread.join();
        }
    }

    private static void publish(String url, String payload, String other, AtomicBoolean isOver) {
        try (Wire devices = new Wire(url, "ovens")) {
            for (int round = 0; !isOver.get(); round++) {
                devices.publish("bakery/oven1/temp", round % 2 == 0 ? payload : other);
                devices.publish("bakery/oven2/temp", payload);
                Thread.sleep(PAUSE_MS);
            }
        } catch (Exception e) {
            throw new AssertionError("the ovens cannot publish", e);
        }
    }

    @Test
    void shouldCountLiveAlarmsAndLeaveNoTrace() throws Exception {
        try (Mosquitto broker = new Mosquitto(directory, "log_type notice")) {
            broker.start();
            Path file = write("live.yaml", """
                    name: bakery
                    sources: [{mqtt: {url: "%1$s", topics: [{filter: bakery/+/temp, payload: json, value: v},
                      {filter: cellar/#}]}}]
                    streams:
                      - {name: slow, from: bakery/+/temp, window: {type: tumbling, size: 1h}, aggregates: [avg]}
                    alarms:
                      - {name: hot, sensor: bakery/+/temp, type: limit, hi: 250}
                      - {name: cold, sensor: bakery/+/temp, type: limit, lo: -10, offDelay: 5m}
                      - {name: stuck, sensor: bakery/+/temp, type: stuck, hold: 5m}
                      - {name: silent, sensor: bakery/+/temp, type: missing, timeout: 5m}
                      - {name: typo, sensor: bakery/+/tmep, type: limit, hi: 250}
                      - {name: mean, sensor: slow/bakery/+/temp/avg, type: limit, hi: 250}
                    sinks:
                      file: {file: {path: alarms.jsonl}}
                      broker: {mqtt: {url: "%1$s", topic: "tocsin/alarms/{alarm}"}}
                      out: {console: {}}
                    """.formatted(broker.url()));
            CommandLineRun run;
            try (Wire listener = new Wire(broker.url(), "listener")) {
                listener.subscribe("#");
                run = besideOvens(broker.url(), "{\"v\":231}", "{\"v\":256}", () -> {
                    Eventually.await(
                            "the ovens publish",
                            PATIENCE,
                            () -> !listener.messages().isEmpty());
                    return CommandLineRun.of("try", "-c", file.toString(), "--for", "3s");
                });
                assertThat(listener.messages())
                        .allMatch(message -> message.topic().startsWith("bakery/"));
            }

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("listens to the sources for 3s")
                    .containsPattern(" readings of 2 sensors in \\d+ s; the rules would have raised [\\d,]+ alarms\n")
                    .containsPattern("\nhot: [\\d,]+ alarms on 1 of 2 sensors")
                    .containsPattern("\n  first  20.*Z  bakery/oven1/temp  bakery/oven1/temp HI: 256, limit 250\n")
                    .containsPattern("\n  last   20.*Z  bakery/oven1/temp  bakery/oven1/temp HI: 256, limit 250\n")
                    .contains("\ncold: no alarm, 2 sensors\nstuck: no alarm, 2 sensors\n")
                    .contains("\n  cannot raise so soon: its hold is 5m, and it")
                    .containsPattern("\nsilent: no alarm, 2 sensors\n  cannot raise so soon: its timeout is 5m, and it"
                            + " listened for \\d+s\n")
                    .contains("\ntypo: no alarm, no reading matched: bakery/+/tmep\n")
                    .containsPattern("\nmean: no alarm, 2 sensors\n  may come later: stream slow gives a row every 1h,"
                            + " and it listened for \\d+s\n")
                    .contains("topic filter cellar/#: nothing came");
            assertThat(run.err()).contains("bakery/+/tmep has matched no sensor", "the nearest sensor is bakery/oven");
            assertThat(directory.resolve("data")).doesNotExist();
            assertThat(directory.resolve("alarms.jsonl")).doesNotExist();
            assertThat(Files.readString(directory.resolve("mosquitto.log")))
                    .containsPattern("as tocsin-try-\\w{12} \\(p5, c1, ")
                    .doesNotContain("as tocsin-bakery");
        }
    }

    @Test
    void shouldNotDisturbTheGatewayThatRuns() throws Exception {
        try (Mosquitto broker = new Mosquitto(directory)) {
            broker.start();
            Path file = write("running.yaml", """
                    name: bakery
                    sources: [{mqtt: {url: "%s", qos: 1, topics: [{filter: bakery/+/temp, payload: number}]}}]
                    alarms: [{name: hot, sensor: bakery/+/temp, type: limit, hi: 250}]
                    sinks: {file: {file: {path: alarms.jsonl}}}
                    """.formatted(broker.url()));
            GatewayConfig config = new ConfigLoader().load(file);
            Gateway gateway = Gateway.open(config, line -> {}, (where, cause) -> {
                throw new AssertionError(where, cause);
            });
            gateway.start();
            CommandLineRun live;
            CommandLineRun recorded;
            try {
                live = besideOvens(broker.url(), "231", "256", () -> {
                    Eventually.await(
                            "readings", PATIENCE, () -> gateway.counters().get(Counter.ALARM_EVENTS) > 4);
                    return CommandLineRun.of("try", "-c", file.toString(), "--for", "2s");
                });
                recorded = CommandLineRun.of("try", "-c", file.toString());
            } finally {
                gateway.stop();
            }

            assertThat(live.exitCode()).as(live.err()).isZero();
            assertThat(live.out()).containsPattern("hot: [\\d,]+ alarms on 1 of 2 sensors");
            assertThat(recorded.exitCode()).as(recorded.err()).isZero();
            assertThat(recorded.out())
                    .contains("evaluates the journal " + config.journal().dir(), "its last 10m")
                    .containsPattern("hot: [\\d,]+ alarms on 1 of 2 sensors");
            assertThat(gateway.counters().get(Counter.MQTT_CONNECTS)).isOne();
            assertThat(gateway.isBalanced()).isTrue();
        }
    }

    @Test
    void shouldAskNoSparkplugNodeForItsBirth() throws Exception {
        try (Mosquitto broker = new Mosquitto(directory)) {
            broker.start();
            Path file = write("sparkplug.yaml", """
                    name: host
                    sources: [{mqtt: {url: "%s", sparkplug: {hostId: tocsin}}}]
                    alarms: [{name: hot, sensor: "#", type: limit, hi: 250}]
                    """.formatted(broker.url()));
            CommandLineRun run;
            try (Wire node = new Wire(broker.url(), "node")) {
                node.publish("spBv1.0/G/NDATA/E", DATA_WITHOUT_METRICS, true);
                node.subscribe("#");
                run = CommandLineRun.of("try", "-c", file.toString(), "--for", "2s");
                assertThat(node.messages()).extracting(Wire.Message::topic).containsExactly("spBv1.0/G/NDATA/E");
            }
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("so no request is sent", "nothing was heard");
        }
    }

    @Test
    void shouldCountTheAlarmsOfAJournalAndChangeNoFile() throws Exception {
        write("oven.csv", """
                time,sensor,value
                2026-11-20T17:00:00Z,bakery/oven1/temp,231
                2026-11-20T17:00:10Z,bakery/oven1/temp,252
                2026-11-20T17:00:20Z,bakery/oven1/temp,231
                2026-11-20T17:00:30Z,bakery/oven1/temp,256
                """);
        Path file = write("oven.yaml", oven("hi: 254"));
        assertThat(CommandLineRun.of("run", "-c", file.toString()).exitCode()).isZero();
        Map<String, String> before = files();
        write("oven.yaml", oven("hi: 250"));

        CommandLineRun run = CommandLineRun.of("try", "-c", file.toString(), "--last", "1h");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("its last 1h, to ", "read 4 readings of 1 sensor; the rules would have raised 2 alarms\n")
                .endsWith("""
                        hot: 2 alarms, 1 sensor, 1 active at the end
                          first  2026-11-20 17:00:10.000Z  bakery/oven1/temp  bakery/oven1/temp HI: 252, limit 250
                          last   2026-11-20 17:00:30.000Z  bakery/oven1/temp  bakery/oven1/temp HI: 256, limit 250
                        """);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldReadFilesAsTheyAreAndSendNothing() throws Exception {
        write("oven.csv", "time,sensor,value\n2026-11-20T17:00:00Z,bakery/oven1/temp,256\n");
        Path file = write("oven.yaml", oven("hi: 250"));

        CommandLineRun run = CommandLineRun.of("try", "-c", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("heard 1 reading of 1 sensor", "hot: 1 alarm, 1 sensor, 1 active at the end\n  raised 2026-");
        assertThat(files()).containsOnlyKeys("oven.csv", "oven.yaml");
    }

    @Test
    void shouldCleanUpWhenItIsInterrupted() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (Mosquitto broker = new Mosquitto(directory)) {
            broker.start();
            write("g.yaml", """
                    name: bakery
                    sources: [{mqtt: {url: "%s", topics: [{filter: bakery/+/temp, payload: number}]}}]
                    alarms: [{name: hot, sensor: bakery/+/temp, type: limit, hi: 250}]
                    """.formatted(broker.url()));
            TocsinProcess tocsin = new TocsinProcess.Launch(directory)
                    .jvmFlag("-Djava.io.tmpdir=" + temporary)
                    .start("try", "-c", "g.yaml", "--for", "10m");
            try {
                int exitCode = besideOvens(broker.url(), "231", "256", () -> {
                    Eventually.await("connected", PATIENCE, () -> tocsin.err().contains("connected to"));
                    Thread.sleep(10L * PAUSE_MS);
                    return tocsin.terminate();
                });
                assertThat(exitCode).as(tocsin.err()).isZero();
            } finally {
                tocsin.kill();
            }
            assertThat(tocsin.out()).contains("hot: ");
            try (Stream<Path> left = Files.list(temporary)) {
                assertThat(left.filter(path -> path.getFileName().toString().startsWith("tocsin-try-")))
                        .isEmpty();
            }
        }
    }

    @Test
    void shouldSayWhyItCannotTry() throws Exception {
        write("oven.csv", "time,sensor,value\n");
        Path file = write("oven.yaml", oven("hi: 250"));
        assertRefused(2, "alarms: none", "try", "-c", write("none.yaml", "name: n\nsources: [{rate: {}}]\n") + "");
        assertRefused(2, "mutually exclusive", "try", "-c", file + "", "--for", "1s", "--last", "1m");
        assertRefused(2, "at most 1h, is 2h", "try", "-c", file + "", "--for", "2h");
        assertRefused(2, "--last must be longer than 0s", "try", "-c", file + "", "--last", "0s");
        assertRefused(2, "there is no reading in a journal at", "try", "-c", file + "", "--last", "1m");
        assertRefused(2, "must be a duration", "try", "-c", file + "", "--for", "soon");
        assertRefused(2, "unknown key", "try", "-c", write("bad.yaml", "nam: x\n") + "");
        assertRefused(1, "nothing was heard", "try", "-c", file + "");

        Path unreachable = write("unreachable.yaml", """
                name: u
                sources: [{mqtt: {url: "tcp://127.0.0.1:1", topics: [{filter: "#"}]}}]
                alarms: [{name: hot, sensor: "#", type: limit, hi: 250}]
                """);
        assertRefused(1, "cannot reach tcp://127.0.0.1:1", "try", "-c", unreachable + "", "--for", "1s");
        assertRefused(1, "nothing was heard", "try", "-c", unreachable + "", "--for", "1s");
    }

    @Test
    void shouldRefuseADamagedJournal() throws Exception {
        String rows = "time,sensor,value\n2026-11-20T17:00:00Z,bakery/oven1/temp,256\n";
        Path file = write("oven.yaml", oven("hi: 250"));
        write("oven.csv", rows);
        assertThat(CommandLineRun.of("run", "-c", file.toString()).exitCode()).isZero();
        write("oven.csv", rows + "2026-11-20T17:00:10Z,bakery/oven1/temp,231\n");
        assertThat(CommandLineRun.of("run", "-c", file.toString()).exitCode()).isZero();
        SegmentInfo first =
                JournalVerifier.list(directory.resolve("data/bakery/journal")).get(0);
        byte[] bytes = Files.readAllBytes(first.file());
        bytes[(int) first.usedBytes() - 8] ^= 1;
        Files.write(first.file(), bytes);

        assertRefused(1, "journal damaged: ", "try", "-c", file.toString());
    }

    @Test
    void shouldTellOfMessagesThatGiveNoReading() throws Exception {
        try (Mosquitto broker = new Mosquitto(directory)) {
            broker.start();
            Path file = write("g.yaml", """
                    name: bakery
                    sources: [{mqtt: {url: "%s", topics: [{filter: bakery/+/temp, payload: json, value: v}]}}]
                    alarms: [{name: hot, sensor: bakery/+/temp, type: limit, hi: 250}]
                    """.formatted(broker.url()));
            CommandLineRun run = besideOvens(
                    broker.url(),
                    "{\"v\":",
                    "{\"v\":25}",
                    () -> CommandLineRun.of("try", "-c", file.toString(), "--for", "2s"));
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .containsPattern(" readings of 1 sensor in \\d+ s, dropped [\\d,]+ \\(droppedBadJson [\\d,]+\\);")
                    .contains("hot: no alarm, 1 sensor\n");
        }
    }

    private static void assertRefused(int exitCode, String word, String... args) {
        CommandLineRun run = CommandLineRun.of(args);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains(word).doesNotContain("internal error");
    }

    private static String oven(String limit) {
        return """
                name: bakery
                sources:
                  - file: {path: oven.csv, columns: {sensor: sensor, value: value, time: time}, timeUnit: iso}
                alarms: [{name: hot, sensor: bakery/+/temp, type: limit, %s}]
                sinks: {file: {file: {path: alarms.jsonl}}}
                """.formatted(limit);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** Every file with its bytes, and not the configuration that the test itself writes. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.filter(Files::isRegularFile).toList();
        }
        for (Path path : paths) {
            String name = directory.relativize(path).toString();
            files.put(
                    name,
                    name.endsWith(".yaml") ? "" : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
        }
        return files;
    }
}
