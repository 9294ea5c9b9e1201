package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of users about JSON, words, error codes and clocks, in the configuration of today, through a real broker. */
class FieldCasesSystemTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String CONFIGURATION = """
            name: field
            dataDir: data
            sources:
              - mqtt:
                  name: plant
                  url: %s
                  topics:
                    - {filter: "telemetry/+", each: "[]", value: values.temp, time: ts}
                    - {filter: "tele/t1/SENSOR", value: 'VINDRIKTNING."PM2.5"'}
                    - {filter: "iotgateway", payload: kepware, sensor: "{id}"}
                    - {filter: "tele/c/SENSOR", payload: tasmota, zone: Europe/Berlin}
                    - {filter: "tele/clock/SENSOR", payload: tasmota}
                    - filter: "tele/s/SENSOR"
                      value: [SI7021-00.Temperature, SI7021-02.Temperature, SI7021-04.Temperature]
                    - {filter: "wm/json", value: [value, raw, rate], time: timestamp, timeUnit: iso}
                    - {filter: "metrics/#", payload: number}
                    - {filter: "js/#", payload: json}
                    - {filter: "home/+", payload: number, text: {ON: 1, OFF: 0, OPEN: 1, CLOSED: 0}}
                    - {filter: "b/+", payload: number, noValue: [85, -127]}
                    - {filter: "opc/+", value: value, quality: {path: statusCode, codes: opcua}}
                    - {filter: "v1/+", value: values.v1, time: ts, timeUnit: s}
                    - {filter: "tilt/+", value: Temp, time: timeStamp, timeUnit: s}
            streams:
              - {name: seen, from: "#", window: {type: count, count: 1}, aggregates: [last], sinks: log}
            alarms:
              - {name: hot, sensor: c/+, type: limit, hi: 80}
              - {name: cold, sensor: +/+/+/SI7021-04.Temperature, type: limit, lo: 11}
              - {name: bad, sensor: +/+/+/SI7021-02.Temperature, type: quality}
              - {name: high, sensor: wm/json/value, type: limit, hi: 300}
              - {name: error, sensor: b/t, type: limit, hi: 60, lo: -30}
              - {name: oven, sensor: opc/oven, type: limit, hi: 80}
              - {name: tilt, sensor: tilt/o, type: limit, hi: 80, order: arrival}
            sinks:
              log: {file: {path: out.jsonl}}
            """;

    private static final List<List<String>> MESSAGES = List.of(
            List.of(
                    "telemetry/d1",
                    "[{\"ts\":1623785875134,\"values\":{\"temp\":21.5}},"
                            + "{\"ts\":1623785935134,\"values\":{\"temp\":22.5}}]"),
            List.of("telemetry/d1", "{\"ts\":1623785995134,\"values\":{\"temp\":23.5}}"),
            List.of("tele/t1/SENSOR", "{\"Time\":\"2023-12-02T14:20:52\",\"VINDRIKTNING\":{\"PM2.5\":5}}"),
            List.of(
                    "iotgateway",
                    "{\"timestamp\":1623786169180,\"values\":["
                            + "{\"id\":\"Line1.PLC1.Oven.Temp\",\"v\":630,\"q\":true,\"t\":1623785875134},"
                            + "{\"id\":\"Line1.PLC1.Oven.Pressure\",\"v\":1.5,\"q\":false,\"t\":1623784689919}]}"),
            List.of(
                    "tele/c/SENSOR",
                    "{\"Time\":\"2021-10-20T16:42:16\",\"DS18B20-1\":{\"Id\":\"00000A0001\",\"Temperature\":91.4},"
                            + "\"TempUnit\":\"C\"}"),
            List.of("tele/clock/SENSOR", "{\"Time\":\"2021-10-20T16:42:16\",\"AM2301\":{\"Temperature\":20.5}}"),
            List.of(
                    "tele/s/SENSOR",
                    "{\"SI7021-00\":{\"Temperature\":17.1},\"SI7021-02\":{\"Temperature\":nan},"
                            + "\"SI7021-04\":{\"Temperature\":10.0}}"),
            List.of(
                    "wm/json",
                    "{\"value\":\"317.3988\",\"raw\":\"00317.3988\",\"rate\":\"0.000330\","
                            + "\"timestamp\":\"2023-01-10T22:55:31+0100\"}"),
            List.of("metrics/u", "1652334079.985:0\0"),
            List.of("metrics/t", "21.5\0"),
            List.of("metrics/t2", "21.5\n"),
            List.of("js/a", "{\"value\":21.5}\0"),
            List.of("js/b", "{\"value\":21.5}\n"),
            List.of("home/fan", "On"),
            List.of("home/fan", "OFF"),
            List.of("home/d", "true"),
            List.of("home/e", "False"),
            List.of("home/f", "OPEN"),
            List.of("b/t", "19.5"),
            List.of("b/t", "85"),
            List.of("b/t", "19.4"),
            List.of("b/t", "-127"),
            List.of("b/t", "19.25"),
            List.of("opc/oven", "{\"value\":70,\"statusCode\":0}"),
            List.of("opc/oven", "{\"value\":95,\"statusCode\":0}"),
            List.of("opc/oven", "{\"value\":96,\"statusCode\":2147483648}"),
            List.of("v1/me", "{\"ts\":1648731311,\"values\":{\"v1\":3.111,\"v2\":3.222}}"),
            List.of("tilt/o", "{\"timeStamp\":1839,\"Temp\":74.0}"),
            List.of("tilt/o", "{\"timeStamp\":1869,\"Temp\":74.5}"),
            List.of("tilt/o", "{\"timeStamp\":3,\"Temp\":91.0}"),
            List.of("tilt/o", "{\"timeStamp\":33,\"Temp\":92.0}"));

    private static final List<String> RIGHT = List.of(
            "seen telemetry/d1 21.5",
            "seen telemetry/d1 22.5",
            "seen telemetry/d1 23.5",
            "seen tele/t1/SENSOR 5.0",
            "seen Line1.PLC1.Oven.Temp 630.0",
            "hot RAISED c/DS18B20-1.Temperature 91.4 2021-10-20T14:42:16.000000000Z",
            "seen c/DS18B20-1.Temperature 91.4",
            "seen clock/AM2301.Temperature 20.5",
            "seen tele/s/SENSOR/SI7021-00.Temperature 17.1",
            "seen tele/s/SENSOR/SI7021-04.Temperature 10.0",
            "bad RAISED tele/s/SENSOR/SI7021-02.Temperature null",
            "cold RAISED tele/s/SENSOR/SI7021-04.Temperature 10.0",
            "high RAISED wm/json/value 317.3988 2023-01-10T21:55:31.000000000Z",
            "seen wm/json/value 317.3988",
            "seen wm/json/raw 317.3988",
            "seen wm/json/rate 3.3E-4",
            "seen metrics/t 21.5",
            "seen metrics/t2 21.5",
            "seen js/a 21.5",
            "seen js/b 21.5",
            "seen home/fan 1.0",
            "seen home/fan 0.0",
            "seen home/d 1.0",
            "seen home/e 0.0",
            "seen home/f 1.0",
            "seen b/t 19.5",
            "seen b/t 19.4",
            "seen b/t 19.25",
            "seen opc/oven 70.0",
            "seen opc/oven 95.0",
            "oven RAISED opc/oven 95.0",
            "seen v1/me 3.111",
            "seen tilt/o 74.0",
            "seen tilt/o 74.5",
            "tilt RAISED tilt/o 91.0");

    @TempDir
    private Path directory;

    private Mosquitto broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new Mosquitto(directory.resolve("broker"));
        broker.start();
    }

    @AfterEach
    void stopBroker() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    private TocsinProcess start(String configuration) throws Exception {
        Files.writeString(directory.resolve("gateway.yaml"), configuration.formatted(broker.url()));
        TocsinProcess tocsin = TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
        Eventually.await("the source subscribes", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains("source plant: connected");
        });
        return tocsin;
    }

    /** {@code hot RAISED c/x 91.4 TIME}, a row {@code seen opc/oven 95.0}. */
    private List<String> results() throws Exception {
        return GatewayRun.jsonLines(directory.resolve("out.jsonl")).stream()
                .map(result -> result.containsKey("alarm")
                        ? result.get("alarm") + " " + result.get("event") + " " + result.get("sensor") + " "
                                + result.get("value") + " " + result.get("time")
                        : result.get("stream") + " " + result.get("sensor") + " " + result.get("last"))
                .toList();
    }

    @Test
    void shouldReadWhatUsersReported() throws Exception {
        TocsinProcess tocsin = start(CONFIGURATION);
        try (Wire wire = new Wire(broker.url(), "test")) {
            for (List<String> message : MESSAGES) {
                wire.publish(message.get(0), message.get(1).getBytes(StandardCharsets.UTF_8), false);
            }
        }
        Path out = directory.resolve("out.jsonl");
        Eventually.await(
                "the last alarm",
                SOON,
                () -> Files.exists(out) && Files.readString(out).contains("\"alarm\":\"tilt\""));
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        List<String> results = results();
        assertThat(RIGHT).allSatisfy(right -> assertThat(results).anyMatch(line -> line.startsWith(right)));
        assertThat(results).noneMatch(line -> line.startsWith("error ") || line.contains("metrics/u 1"));
        assertThat(results).filteredOn(line -> line.startsWith("seen b/t")).hasSize(3);
        assertThat(tocsin.out()).containsPattern("unreadableEventTime +1");
    }

    private static final String FAMILY = """
            name: family
            dataDir: data
            sources:
              - mqtt:
                  name: plant
                  url: %s
                  topics:
                    - {filter: "rooms/+", value: [temprature, humidity]}
                    - {filter: "meters/+", value: values.energy}
            streams:
              - {name: seen, from: "#", window: {type: count, count: 1}, aggregates: [last], sinks: log}
            sinks:
              log: {file: {path: out.jsonl}}
            """;

    /** A misspelt member is told while the others are read, and the drop of a faulty message with a sample. */
    @Test
    void shouldTellWhichMemberNoMessageHas() throws Exception {
        TocsinProcess tocsin = start(FAMILY);
        try (Wire wire = new Wire(broker.url(), "test")) {
            for (int i = 0; i < 3; i++) {
                wire.publish("rooms/hall", "{\"temperature\":21.5,\"humidity\":" + (40 + i) + "}");
            }
            wire.publish("meters/1", "{\"values\":{\"energy\":}}");
            wire.publish("meters/1", "{\"values\":{\"energy\":[1]}}");
        }
        Path quarantine = directory.resolve("data/quarantine.jsonl");
        Eventually.await(
                "both faults are kept",
                SOON,
                () -> Files.exists(quarantine)
                        && Files.readString(quarantine).lines().count() == 2);
        assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        assertThat(tocsin.out() + tocsin.err())
                .containsOnlyOnce("source plant, topic filter rooms/+: value temprature was in none of 3 messages;"
                        + " members there are: temperature, humidity")
                .contains("topic filter meters/+: dropped bad json at meters/1: not JSON at byte 20")
                .contains("{\\\"values\\\":{\\\"energy\\\":}}; kept in")
                .contains("topic filter meters/+: dropped not a number at meters/1: member values.energy is an object");
    }
}
