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

/** Texts, numbers in quotes and OPC UA statuses as devices in the field send them, through a real broker. */
class FieldPayloadsSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);

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
        if (wire != null) {
            wire.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    private TocsinProcess start(String topicsAndAlarms) throws Exception {
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: gw
                dataDir: data
                sources:
                  - mqtt:
                      name: plant
                      url: %s
                      topics:
                %s
                sinks:
                  log: {file: {path: out.jsonl}}
                """.formatted(broker.url(), topicsAndAlarms.indent(8))
                .replaceAll("(?m)^ {8}(streams|alarms):", "$1:"));
        TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
        Eventually.await("the source subscribes", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return said(tocsin).contains("source plant: connected");
        });
        return tocsin;
    }

    private static String said(TocsinProcess tocsin) throws Exception {
        return tocsin.out() + tocsin.err();
    }

    /** {@code hot RAISED opc/oven 95.0}, a row {@code seen opc/oven 95.0}; in the order of decision. */
    private List<String> results() throws Exception {
        Path out = directory.resolve("out.jsonl");
        return GatewayRun.jsonLines(out).stream()
                .map(result -> result.containsKey("alarm")
                        ? result.get("alarm") + " " + result.get("event") + " " + result.get("sensor") + " "
                                + result.get("value")
                        : result.get("stream") + " " + result.get("sensor") + " " + result.get("last"))
                .toList();
    }

    private void awaitResults(int count) throws Exception {
        Path out = directory.resolve("out.jsonl");
        Eventually.await(
                count + " results",
                SOON,
                () -> Files.exists(out) && Files.readString(out).lines().count() >= count);
    }

    private static final String OPC_RULES = """
            streams:
              - {name: seen, from: opc/+, window: {type: count, count: 1}, aggregates: [last], sinks: log}
            alarms:
              - {name: hot, sensor: +/oven, type: limit, hi: 80}
              - {name: bad, sensor: +/oven, type: quality}
            """;

    private void publishStatuses() throws Exception {
        wire.publish("opc/oven", "{\"value\": 70, \"statusCode\": 0}");
        wire.publish("opc/oven", "{\"value\": 95, \"statusCode\": 0}");
        wire.publish("opc/oven", "{\"value\": 96, \"statusCode\": 2147483648}");
        wire.publish("opc2/oven", "{\"value\": 95, \"statusCode\": {\"value\": 0, \"name\": \"Good\"}}");
    }

    @Test
    void shouldReadOpcUaStatusZeroAsGoodWhenTheCodesAreSaid() throws Exception {
        TocsinProcess tocsin = start("""
                - {filter: "opc/+", value: value, quality: {path: statusCode, codes: opcua}}
                - {filter: "opc2/+", value: value, quality: {path: statusCode.value, codes: opcua}}
                """ + OPC_RULES);
        publishStatuses();
        awaitResults(5);
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(results())
                .containsExactly(
                        "seen opc/oven 70.0",
                        "seen opc/oven 95.0",
                        "hot RAISED opc/oven 95.0",
                        "bad RAISED opc/oven 95.0",
                        "hot RAISED opc2/oven 95.0");
        assertThat(said(tocsin)).doesNotContain("quality 0");
        assertThat(CommandLineRun.of(
                                "check", "-c", directory.resolve("gateway.yaml").toString())
                        .out())
                .contains("quality statusCode: numbers are OPC UA status codes, 0 is good")
                .doesNotContain("say codes");
    }

    @Test
    void shouldSayWhatZeroMeansWhenTheCodesAreNotSaid() throws Exception {
        TocsinProcess tocsin = start("""
                - {filter: "opc/+", value: value, quality: statusCode}
                - {filter: "opc2/+", value: value, quality: statusCode.value}
                """ + OPC_RULES);
        publishStatuses();
        awaitResults(2);
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(results()).containsExactly("bad RAISED opc/oven null", "bad RAISED opc2/oven null");
        assertThat(said(tocsin))
                .containsOnlyOnce(
                        "source plant: quality 0 of sensor opc/oven makes its reading BAD, as in OPC classic; in OPC UA 0 is"
                                + " good. Say which it is: quality: {path: statusCode, codes: opcua}, or codes: opc-classic")
                .containsOnlyOnce("quality: {path: statusCode.value, codes: opcua}");
        assertThat(CommandLineRun.of(
                                "check", "-c", directory.resolve("gateway.yaml").toString())
                        .out())
                .contains("quality statusCode: numbers are OPC classic codes, 0 is bad, and from 65536 on OPC UA ones;"
                        + " in OPC UA 0 is good: set codes: opcua or codes: opc-classic");
    }

    @Test
    void shouldReadNumbersInQuotesAsNumbers() throws Exception {
        TocsinProcess tocsin = start("""
                - {filter: "wm/json", value: [value, raw, rate, pre], time: timestamp, timeUnit: iso}
                - {filter: "door/+", value: state}
                streams:
                  - {name: seen, from: wm/json/+, window: {type: count, count: 1}, aggregates: [last], sinks: log}
                alarms:
                  - {name: high, sensor: wm/json/value, type: limit, hi: 300}
                  - {name: open, sensor: door/1, type: state, in: ["1"]}
                  - {name: code, sensor: door/2, type: state, in: 1}
                """);
        wire.publish(
                "wm/json",
                "{\"value\": \"317.3988\", \"raw\": \"00317.3988\", \"pre\": \"N/A\", \"error\": \"no error\","
                        + " \"rate\": \"0.000330\", \"timestamp\": \"2023-01-10T22:55:31+0100\"}");
        for (String door : List.of("door/1", "door/2")) {
            wire.publish(door, "{\"state\": \"1\"}");
            wire.publish(door, "{\"state\": \"0\"}");
        }
        awaitResults(8);
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(results())
                .containsExactly(
                        "seen wm/json/value 317.3988",
                        "high RAISED wm/json/value 317.3988",
                        "seen wm/json/raw 317.3988",
                        "seen wm/json/rate 3.3E-4",
                        "open RAISED door/1 1",
                        "open CLEARED door/1 0",
                        "code RAISED door/2 1.0",
                        "code CLEARED door/2 0.0");
        Map<String, String> high =
                GatewayRun.jsonLines(directory.resolve("out.jsonl")).get(1);
        assertThat(high).containsEntry("time", "2023-01-10T21:55:31.000000000Z");
        assertThat(tocsin.out()).contains("8 readings received = 8 processed + 0 dropped");
        assertThat(said(tocsin))
                .containsOnlyOnce(
                        "source plant: sensor wm/json/pre sends texts and no number so far, \"N/A\"; rules that take"
                                + " numbers only look over them: stream seen");
    }

    /**
     * Words are good readings of any sensor: they clear a quality alarm, numbers of other rules are untouched by them.
     */
    @Test
    void shouldTakeWordsAsReadings() throws Exception {
        TocsinProcess tocsin = start("""
                - {filter: "home/+", payload: number}
                - {filter: "strict/+", payload: number, type: number}
                streams:
                  - {name: seen, from: "home/+", window: {type: count, count: 1}, aggregates: [last], sinks: log}
                alarms:
                  - {name: bad, sensor: home/fan, type: quality}
                  - {name: fault, sensor: home/fan, type: state, in: "Störung"}
                """);
        wire.publish("home/fan", "NaN");
        wire.publish("home/fan", "On");
        wire.publish("home/fan", "Störung");
        wire.publish("home/d", "true");
        wire.publish("home/d", "off line");
        wire.publish("home/d", "False");
        wire.publish("home/d", "");
        wire.publish("home/d", "x".repeat(129));
        wire.publish("strict/x", "OPEN");
        wire.publish("home/fan", "OFF");
        awaitResults(6);
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(results())
                .containsExactly(
                        "bad RAISED home/fan null",
                        "bad CLEARED home/fan On",
                        "fault RAISED home/fan Störung",
                        "seen home/d 1.0",
                        "seen home/d 0.0",
                        "fault CLEARED home/fan OFF");
        assertThat(tocsin.out())
                .contains("10 readings received = 7 processed + 3 dropped")
                .containsPattern("droppedNotANumber +3");
        assertThat(Files.readString(directory.resolve("data/quarantine.jsonl")))
                .contains(
                        "payload is empty",
                        "payload is a text, which must have 1 to 128 bytes",
                        "type: number takes none");
        assertThat(said(tocsin))
                .containsOnlyOnce("sends texts and no number so far")
                .contains("sensor home/fan sends texts and no number so far, \"On\"");
    }
}
