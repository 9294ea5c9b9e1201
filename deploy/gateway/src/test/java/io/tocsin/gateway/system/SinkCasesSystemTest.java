package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that bear little, or are not there, under {@code tocsin run} as a user sees it. */
class SinkCasesSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BURST = 5_000;
    private static final String LONG_MESSAGE = "Tank low: call the shift lead, close valve V12, ".repeat(6);

    @TempDir
    private Path directory;

    /** So many sensors above the limit, at once. */
    private void writeInput(int sensorCount) throws IOException {
        Files.writeString(
                directory.resolve("input.csv"),
                IntStream.range(0, sensorCount)
                        .mapToObj(i -> (1_600_000_000 + i) + ",m/" + i + ",95")
                        .collect(Collectors.joining("\n", "t,s,v\n", "\n")));
    }

    /** Limits over a file, to an MQTT broker. */
    private String configFor(String url) throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), """
                        name: gw
                        sources:
                          - file: {name: f, path: input.csv, columns: {sensor: s, value: v, time: t}, timeUnit: s}
                        alarms:
                          - {name: hot, sensor: "#", type: limit, hi: 80}
                        sinks:
                          up: {mqtt: {url: "%s"}}
                        """.formatted(url))
                .toString();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldDeliverFiveThousandAlarmsAtOnceToMosquittoAsItComes() throws Exception {
        writeInput(BURST);
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"), "max_inflight_messages 20")) {
            broker.start();
            configFor(broker.url());
            try (Wire wire = new Wire(broker.url(), "control-room")) {
                wire.subscribe("tocsin/#");
                TocsinProcess tocsin = TocsinProcess.run(directory, "run", "-c", "config.yaml");

                assertThat(tocsin.exitCode()).as(tocsin.err()).isZero();
                Eventually.await("all", SOON, () -> wire.messages().size() >= BURST);
                assertThat(wire.messages())
                        .extracting(Wire.Message::topic)
                        .as("each once, in order")
                        .isEqualTo(IntStream.range(0, BURST)
                                .mapToObj(i -> "tocsin/alarms/hot/m/" + i)
                                .toList());
                assertThat(tocsin.err()).doesNotContain("down").doesNotContain("SEVERE");
                assertThat(tocsin.out()).containsPattern("alarmsDelivered +5,000");
            }
        }
    }

    @Test
    void shouldSetAsideAnAlarmThatIsLargerThanTheBrokerTakesAndGoOn() throws Exception {
        try (Mosquitto plant = new Mosquitto(directory.resolve("plant"));
                Mosquitto room = new Mosquitto(directory.resolve("room"), "max_packet_size 600")) {
            plant.start();
            room.start();
            Files.writeString(directory.resolve("config.yaml"), """
                    name: gw
                    sources:
                      - mqtt: {name: plant, url: "%s", topics: [{filter: "plant/#", payload: number}]}
                    alarms:
                      - {name: cold, sensor: "#", type: limit, lo: 0, message: "%s"}
                      - {name: hot, sensor: "#", type: limit, hi: 80}
                    sinks:
                      scada: {mqtt: {url: "%s"}}
                      file: {file: {path: out.jsonl}}
                    """.formatted(plant.url(), LONG_MESSAGE, room.url()));
            try (Wire sensors = new Wire(plant.url(), "sensors");
                    Wire operators = new Wire(room.url(), "operators")) {
                operators.subscribe("tocsin/#");
                TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "config.yaml");
                Eventually.await("subscribes", SOON, () -> tocsin.err().contains("source plant: connected"));
                sensors.publish("plant/a", "90");
                sensors.publish("plant/a", "-5");
                sensors.publish("plant/a", "95");
                Eventually.await("both", SOON, () -> operators.messages().size() >= 3);
                Path letters = directory.resolve("data/gw/dead-letters/scada.jsonl");
                Eventually.await(
                        "set aside",
                        SOON,
                        () -> Files.exists(letters)
                                && Files.readAllLines(letters).size() == 2);
                assertThat(tocsin.terminate()).as(tocsin.err()).isZero();

                assertThat(operators.messages())
                        .extracting(message -> message.topic() + " "
                                + GatewayRun.jsonObject(message.payload()).get("event"))
                        .containsExactly(
                                "tocsin/alarms/hot/plant/a RAISED",
                                "tocsin/alarms/hot/plant/a CLEARED",
                                "tocsin/alarms/hot/plant/a RAISED");
                assertThat(Files.readAllLines(directory.resolve("out.jsonl"))).hasSize(5);
                assertThat(tocsin.err())
                        .containsPattern("sink scada: set aside, can never be delivered: RAISED cold/1/plant/a/\\d+, "
                                + "topic tocsin/alarms/cold/plant/a, \\d+ bytes: its packet has \\d+ bytes and the broker "
                                + "takes 600 \\(Maximum Packet Size\\); kept in .*dead-letters/scada.jsonl")
                        .doesNotContain("down")
                        .doesNotContain("SEVERE")
                        .doesNotContain("Exception");
                assertThat(tocsin.out()).containsPattern("undeliverable +2");
            }
        }
    }

    @Test
    void shouldEndWithOneAndSayWhatIsLeftWhenTheBrokerIsNotThere() throws Exception {
        writeInput(3);
        String config = configFor("tcp://127.0.0.1:" + unusedPort());
        long beginNs = System.nanoTime();
        CommandLineRun run = CommandLineRun.of("run", "-c", config, "--drain", "3s");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(System.nanoTime() - beginNs).isGreaterThan(TimeUnit.SECONDS.toNanos(3));
        assertThat(run.err())
                .contains("the sources have ended; waiting up to 3s for the sinks (--drain); Ctrl-C ends the waiting")
                .contains("sink up: 3 events not delivered, kept in the alarm log for the next start; last error: "
                        + "cannot connect: Connection refused");

        run = CommandLineRun.of("run", "-c", config, "--drain", "0s");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("sink up: 3 events not delivered").doesNotContain("waiting up to");
    }

    @Test
    void shouldWaitForABrokerThatComesBackAndEndWithZero() throws Exception {
        writeInput(100);
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            String config = configFor(broker.url());
            TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", config, "--drain", "2m");
            Eventually.await("waits", SOON, () -> tocsin.err().contains("waiting up to 2m for the sinks"));
            broker.start();

            assertThat(tocsin.awaitExit()).as(tocsin.err()).isZero();
            assertThat(tocsin.err()).doesNotContain("not delivered");
            assertThat(tocsin.out()).containsPattern("alarmsDelivered +100");
        }
    }

    @Test
    void shouldEndTheWaitingOnASignalWithZeroAndDeliverAfterTheNextStart() throws Exception {
        writeInput(100);
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            String config = configFor(broker.url());
            TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", config, "--drain", "5m");
            Eventually.await("waits", SOON, () -> tocsin.err().contains("waiting up to 5m for the sinks"));
            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
            assertThat(tocsin.err()).contains("sink up: 100 events not delivered, kept in the alarm log");

            broker.start();
            try (Wire wire = new Wire(broker.url(), "control-room")) {
                wire.subscribe("tocsin/#");
                assertThat(CommandLineRun.of("run", "-c", config).exitCode()).isZero();
                Eventually.await("all", SOON, () -> wire.messages().size() >= 100);
            }
        }
    }

    @Test
    void shouldSayWhatIsLeftWhenAGatewayWithoutAnEndIsToldToStop() throws Exception {
        try (Mosquitto plant = new Mosquitto(directory.resolve("plant"))) {
            plant.start();
            Files.writeString(directory.resolve("config.yaml"), """
                    name: gw
                    sources:
                      - mqtt: {name: plant, url: "%s", topics: [{filter: "plant/#", payload: number}]}
                    alarms:
                      - {name: hot, sensor: "plant/#", type: limit, hi: 80}
                    streams:
                      - {name: each, from: "plant/#", window: {type: count, count: 1}, aggregates: [max], sinks: up}
                    sinks:
                      up: {mqtt: {url: "tcp://127.0.0.1:%d"}}
                      seen: {file: {path: seen.jsonl}}
                    """.formatted(plant.url(), unusedPort()));
            try (Wire sensors = new Wire(plant.url(), "sensors")) {
                TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "config.yaml");
                Eventually.await("subscribes", SOON, () -> tocsin.err().contains("source plant: connected"));
                // Retained: it comes also when the broker has not read the subscription yet.
                sensors.publish("plant/a", "90".getBytes(StandardCharsets.UTF_8), true);
                Path seen = directory.resolve("seen.jsonl");
                Eventually.await("the alarm", SOON, () -> Files.exists(seen) && Files.size(seen) > 0);
                assertThat(tocsin.terminate()).as(tocsin.err()).isZero();

                assertThat(tocsin.err())
                        .contains("sink up: 1 event and 1 row not delivered, kept in the alarm log for the next start; "
                                + "last error: cannot connect: Connection refused");
            }
        }
    }

    /** {@code tocsin run … | head -1}. */
    @Test
    void shouldNotWaitForAConsoleThatIsClosed() throws Exception {
        writeInput(10_000);
        Files.writeString(directory.resolve("config.yaml"), """
                name: gw
                sources:
                  - file: {name: f, path: input.csv, columns: {sensor: s, value: v, time: t}, timeUnit: s}
                alarms:
                  - {name: hot, sensor: "#", type: limit, hi: 80}
                sinks:
                  out: {console: {}}
                """);
        TocsinProcess tocsin = new TocsinProcess.Launch(directory)
                .under(List.of("/bin/sh", "-c", "{ \"$@\"; echo exit $? >&2; } | head -n 1", "sh"))
                .start("run", "-c", "config.yaml", "--drain", "10m");

        assertThat(tocsin.awaitExit()).isZero();
        assertThat(tocsin.out().lines()).hasSize(1);
        assertThat(tocsin.err())
                .contains("last error: standard output is closed")
                .contains("exit 1");
    }
}
