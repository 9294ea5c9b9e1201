package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flood of new topics under one filter leaves room for other filters, and for new topics once it is over. */
class TopicFloodSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WATCHED = "[{name: hot, sensor: calm/#, type: limit, hi: 80}]";

    @TempDir
    private Path directory;

    private Mosquitto broker;
    private Wire wire;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new Mosquitto(directory.resolve("broker"));
        broker.start();
        wire = new Wire(broker.url(), "test");
    }

    @AfterEach
    void stopBroker() throws Exception {
        wire.close();
        broker.close();
    }

    @Test
    void shouldTakeNewSensorsDuringAndAfterAFlood() throws Exception {
        TocsinProcess tocsin = startGateway();
        for (int i = 0; i < 40; i++) {
            wire.publish("flood/" + i, "99");
        }
        awaitLine(
                tocsin,
                "sensor flood/18 is refused, its readings are dropped (droppedFilterLimit): 18 sensors have come");
        wire.publish("calm/1", "99");
        awaitAlarms(1);

        Eventually.await("the flood's first topics to be idle", SOON, () -> {
            wire.publish("flood/busy", "1");
            return tocsin.err().contains("evicted to make room for new ones");
        });
        awaitLine(
                tocsin,
                "18 sensors were evicted to make room for new ones: no alarm or stream selects them, and they were"
                        + " silent for 1s (engine.evictAfter); the first is flood/0");
        wire.publish("calm/1", "20");
        awaitAlarms(2);
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(tocsin.out()).contains("droppedFilterLimit").doesNotContain("THE BALANCE IS OFF");

        assertThat(dumpOf("evict")).hasSize(1).first().asString().contains("{\"sensor\":\"flood/0\",\"sensorId\":0}");
        assertThat(String.join("\n", dumpOf("sensor")))
                .contains("\"sensor\":\"flood/busy\",\"sensorId\":19")
                .contains("\"filter\":\"calm/#\"");
        replayWithRulesThatWatchTheFlood();
    }

    /** Alarms that other rules would have raised end where the sensors ended, and no id means two sensors. */
    private void replayWithRulesThatWatchTheFlood() throws Exception {
        configure("[{name: hot, sensor: '#', type: limit, hi: 80}]");
        CommandLineRun replay = CommandLineRun.of(
                "replay",
                "-c",
                config().toString(),
                "--alarms",
                directory.resolve("replayed.jsonl").toString());
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        List<Map<String, String>> events = GatewayRun.jsonLines(directory.resolve("replayed.jsonl"));
        assertThat(events)
                .filteredOn(event -> event.get("event").equals("RAISED"))
                .hasSize(19);
        assertThat(events)
                .filteredOn(event -> "SENSOR_EVICTED".equals(event.get("reason")))
                .hasSize(18)
                .allMatch(event -> event.get("event").equals("CLEARED")
                        && event.get("sensor").startsWith("flood/"));
    }

    private List<String> dumpOf(String type) {
        CommandLineRun dump = CommandLineRun.of("journal", "dump", "-c", config().toString());
        assertThat(dump.exitCode()).as(dump.err()).isZero();
        return dump.out()
                .lines()
                .filter(line -> line.contains("\"type\":\"" + type + "\""))
                .toList();
    }

    private Path config() {
        return directory.resolve("gateway.yaml");
    }

    private void configure(String alarms) throws Exception {
        Files.writeString(config(), """
                name: hall
                dataDir: data
                sources:
                  - mqtt:
                      name: plant
                      url: %s
                      topics:
                        - {filter: flood/+, payload: number}
                        - {filter: calm/#, payload: number}
                engine: {maxSensors: 20, evictAfter: 1s}
                alarms: %s
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """.formatted(broker.url(), alarms));
    }

    private TocsinProcess startGateway() throws Exception {
        configure(WATCHED);
        TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
        awaitLine(tocsin, "source plant: connected");
        return tocsin;
    }

    private static void awaitLine(TocsinProcess tocsin, String line) throws Exception {
        Eventually.await(line, SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains(line);
        });
    }

    private void awaitAlarms(int count) throws Exception {
        Path alarms = directory.resolve("alarms.jsonl");
        Eventually.await(
                count + " alarms",
                SOON,
                () -> Files.exists(alarms) && GatewayRun.jsonLines(alarms).size() >= count);
    }
}
