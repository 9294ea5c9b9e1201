package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin run} against a real broker, as a user sees it. */
class MosquittoSystemTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Mosquitto broker;
    private Wire wire;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new Mosquitto(directory.resolve("broker"));
        broker.start();
        wire = new Wire(broker.url(), "test");
        wire.subscribe("tocsin/alarms/#");
    }

    @AfterEach
    void stopBroker() throws Exception {
        if (wire != null) {
            wire.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void shouldRaiseAndClearAlarmsOfPlainNumbersAndJson() throws Exception {
        TocsinProcess tocsin = startGateway();
        wire.publish("hall/1/temp", "96.5");
        awaitAlarms(1);
        wire.publish("hall/1/temp", "90");
        awaitAlarms(2);
        wire.publish("press/7", "{\"ts\":1795195860000,\"data\":{\"bar\":12.5,\"rpm\":900},\"q\":\"good\"}");
        awaitAlarms(3);
        wire.publish("press/7", "{\"ts\":1795195861000,\"data\":{\"bar\":20,\"rpm\":900},\"q\":\"good\"}");
        awaitAlarms(4);

        List<Wire.Message> messages = wire.messages();
        assertThat(messages)
                .extracting(Wire.Message::topic)
                .containsExactly(
                        "tocsin/alarms/hot/hall/1/temp",
                        "tocsin/alarms/hot/hall/1/temp",
                        "tocsin/alarms/pressure/press/7/data.bar",
                        "tocsin/alarms/pressure/press/7/data.bar");
        Map<String, String> raised = GatewayRun.jsonObject(messages.get(2).payload());
        assertThat(raised)
                .containsEntry("id", "pressure/1/press/7/data.bar/1795195860000000000")
                .containsEntry("event", "RAISED")
                .containsEntry("level", "LO")
                .containsEntry("state", "UNACKNOWLEDGED_ACTIVE")
                .containsEntry("priority", "high")
                .containsEntry("time", "2026-11-20T17:31:00.000000000Z")
                .containsEntry("value", "12.5")
                .containsEntry("limit", "15.0")
                .containsEntry("gateway", "hall");
        Map<String, String> cleared = GatewayRun.jsonObject(messages.get(3).payload());
        assertThat(cleared).containsEntry("id", raised.get("id")).containsEntry("event", "CLEARED");

        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(tocsin.out()).contains("6 readings received = 6 processed + 0 dropped");
    }

    @Test
    void shouldCountAndKeepBadPayloadsAndGoOn() throws Exception {
        TocsinProcess tocsin = startGateway();
        wire.publish("hall/1/temp", "wa\u0007rm");
        wire.publish("press/7", "{\"data\":{");
        wire.publish("press/7", "[".repeat(2_000));
        wire.publish("press/7", "{\"ts\":1795195860000,\"data\":{\"rpm\":1}}");
        wire.publish("hall/1/temp", new byte[] {(byte) 0xC3, (byte) 0x28}, false);
        wire.publish("hall/1/temp", new byte[1 << 20], false);
        wire.publish("hall/1/temp", "NaN");
        wire.publish("hall/$SYS/temp", "3");
        wire.publish("hall/1/temp", "99");
        awaitAlarms(1);

        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(tocsin.out()).contains("readings received = ").doesNotContain("THE BALANCE IS OFF");
        String quarantine = Files.readString(directory.resolve("data/quarantine.jsonl"), StandardCharsets.UTF_8);
        assertThat(quarantine.lines().count()).isEqualTo(5);
        assertThat(quarantine).doesNotContain("\u0000");
    }

    private TocsinProcess startGateway() throws Exception {
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: hall
                dataDir: data
                sources:
                  - mqtt:
                      name: plant
                      url: %1$s
                      topics:
                        - {filter: hall/+/temp, payload: number}
                        - filter: press/+
                          payload: json
                          value: [data.bar, data.rpm]
                          time: ts
                          timeUnit: ms
                          quality: q
                          sensor: "{topic}/{member}"
                alarms:
                  - {name: hot, sensor: hall/+/temp, type: limit, hi: 95, deadband: 2, priority: high}
                  - {name: pressure, sensor: press/+/data.bar, type: limit, lo: 15, deadband: 2, priority: high}
                sinks:
                  alarms: {mqtt: {url: %1$s, topic: "tocsin/alarms/{alarm}/{sensor}", qos: 1, retain: false}}
                """.formatted(broker.url()));
        TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
        Eventually.await("the source subscribes", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains("source plant: connected");
        });
        return tocsin;
    }

    private void awaitAlarms(int count) throws Exception {
        Eventually.await(count + " alarms", SOON, () -> wire.messages().size() >= count);
    }
}
