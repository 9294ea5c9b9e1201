package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.alerts.Delivery;
import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.event.EventFields;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.plan.window.Aggregate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MQTT sink and a real broker. */
class MqttSinkSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PASSWORD = "canary-7f3a";

    @TempDir
    Path temp;

    private final TestPlant plant = new TestPlant();
    private final int rule = plant.limitRule("hot", "{sensor} at {value}");
    private final int sensor = plant.sensor("plant/line1/temp");
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> allLines = new ArrayList<>();
    private long ordinal;

    private AlarmOutputs open(SinkConfig.Mqtt config) {
        AlarmOutputs outputs = AlarmOutputs.open(
                temp.resolve("data"),
                temp.resolve("dead-letters"),
                "press-hall",
                plant,
                List.of(config),
                Delivery.WHEN_LOGGED,
                new Counters(),
                new Latencies(),
                (where, cause) -> lines.add("FAILED " + where + cause),
                lines::add,
                System::nanoTime);
        outputs.beginRecovery(ordinal, ordinal); // as behind a snapshot
        outputs.endRecovery();
        outputs.startSinks();
        return outputs;
    }

    private static SinkConfig.Mqtt config(String url, Path caFile, int qos) {
        return new SinkConfig.Mqtt(
                "alarms",
                url,
                "gateway",
                "user",
                PASSWORD,
                caFile,
                "tocsin/{alarm}/{sensor}",
                "tocsin/{stream}/{sensor}",
                qos,
                10,
                false);
    }

    private static SinkConfig.Mqtt config(int port) {
        return config("tcp://127.0.0.1:" + port, null, 1);
    }

    private void raise(AlarmOutputs outputs, int count) {
        for (int i = 0; i < count; i++) {
            outputs.onAlarm(TestPlant.raised(rule, sensor, ordinal, ordinal, ordinal));
            ordinal++;
        }
    }

    private void awaitLine(String part) throws InterruptedException {
        String line;
        do {
            line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(line).as("a line with: " + part + " after " + allLines).isNotNull();
            allLines.add(line);
        } while (!line.contains(part));
    }

    /** Takes messages, drops repeats as a consumer should, until there are {@code count}; repeats must be equal. */
    private static void consume(Subscriber subscriber, Map<String, String> byId, int count) throws Exception {
        while (byId.size() < count) {
            Subscriber.Message message = subscriber.messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).as("message after " + byId.size()).isNotNull();
            assertThat(message.topic()).isEqualTo("tocsin/hot/plant/line1/temp");
            String before =
                    byId.putIfAbsent(EventFields.parse(message.payload()).id(), message.payload());
            assertThat(before == null ? message.payload() : before).isEqualTo(message.payload());
        }
    }

    private void assertInOrder(Map<String, String> byId) {
        List<String> expected = new ArrayList<>();
        for (long i = 0; i < ordinal; i++) {
            expected.add(plant.formatter()
                    .format(TestPlant.raised(rule, sensor, i, i, i))
                    .json());
        }
        assertThat(new ArrayList<>(byId.values())).isEqualTo(expected);
    }

    @Test
    void shouldDeliverInOrderWhenTheBrokerIsThere() throws Exception {
        try (Mosquitto broker = new Mosquitto(temp);
                Subscriber subscriber = new Subscriber()) {
            broker.start();
            subscriber.connect(broker.port());
            AlarmOutputs outputs = open(config(broker.port()));
            raise(outputs, 500);
            Map<String, String> byId = new LinkedHashMap<>();

            consume(subscriber, byId, 500);

            outputs.stop(PATIENCE);
            assertInOrder(byId);
            assertThat(subscriber.messages).isEmpty();
            awaitLine("up, MQTT 5 tcp://127.0.0.1:" + broker.port());
            assertThat(lines).isEmpty();
        }
    }

    @Test
    void shouldPublishRowsUnderTheirOwnTopicAndRetainNoLateSample() throws Exception {
        int stream = plant.stream("max-10s", List.of(Aggregate.MAX), "alarms");
        try (Mosquitto broker = new Mosquitto(temp);
                Subscriber subscriber = new Subscriber()) {
            broker.start();
            String url = "tcp://127.0.0.1:" + broker.port();
            subscriber.connect(broker.port());
            AlarmOutputs outputs = open(new SinkConfig.Mqtt(
                    "alarms",
                    url,
                    "gateway",
                    "user",
                    PASSWORD,
                    null,
                    "events/{alarm}",
                    "rows/{stream}/{sensor}",
                    1,
                    10,
                    true));
            outputs.onRow(TestPlant.row(stream, sensor, 0, 0, 10, 600, 84));
            outputs.onAlarm(TestPlant.raised(rule, sensor, 1, 1, 1));
            outputs.onRow(TestPlant.row(stream, sensor, 2, 2, 5, 1, 77).flags(false, true));
            outputs.stop(PATIENCE);

            assertThat(take(subscriber, 3))
                    .extracting(Subscriber.Message::topic)
                    .containsExactly("rows/max-10s/plant/line1/temp", "events/hot", "rows/max-10s/plant/line1/temp");
            subscriber.connect(broker.port());
            assertThat(take(subscriber, 2))
                    .as("what the broker keeps")
                    .extracting(Subscriber.Message::payload)
                    .anyMatch(payload -> payload.contains("\"count\":600"))
                    .noneMatch(payload -> payload.contains("\"late\":true"));
        }
    }

    private static List<Subscriber.Message> take(Subscriber subscriber, int count) throws InterruptedException {
        List<Subscriber.Message> taken = new ArrayList<>();
        while (taken.size() < count) {
            Subscriber.Message message = subscriber.messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).as("message after " + taken).isNotNull();
            taken.add(message);
        }
        return taken;
    }

    @Test
    void shouldDeliverEverythingLaterWhenTheBrokerIsDownAtTheStart() throws Exception {
        try (Mosquitto broker = new Mosquitto(temp);
                Subscriber subscriber = new Subscriber()) {
            broker.start();
            subscriber.connect(broker.port());
            subscriber.disconnect();
            broker.stop();
            AlarmOutputs outputs = open(config(broker.port()));
            raise(outputs, 50);
            awaitLine("down, events wait in the alarm log");

            broker.start();
            awaitLine("up, MQTT 5");
            subscriber.connect(broker.port());
            Map<String, String> byId = new LinkedHashMap<>();
            consume(subscriber, byId, 50);

            outputs.stop(PATIENCE);
            assertInOrder(byId);
            assertThat(allLines).noneMatch(line -> line.contains(PASSWORD));
        }
    }

    @Test
    void shouldLoseNothingWhenTheBrokerRestartsMidway() throws Exception {
        try (Mosquitto broker = new Mosquitto(temp);
                Subscriber subscriber = new Subscriber()) {
            broker.start();
            subscriber.connect(broker.port());
            AlarmOutputs outputs = open(config(broker.port()));
            Map<String, String> byId = new LinkedHashMap<>();
            for (int round = 1; round <= 3; round++) {
                raise(outputs, 400);
                consume(subscriber, byId, (int) ordinal - 300);
                broker.stop();
                raise(outputs, 100);
                broker.start();
                subscriber.connect(broker.port());
            }
            consume(subscriber, byId, (int) ordinal);

            outputs.stop(PATIENCE);
            assertInOrder(byId);
        }
    }

    @Test
    void shouldGoOnFromTheCursorWhenTheGatewayRestarts() throws Exception {
        try (Mosquitto broker = new Mosquitto(temp);
                Subscriber subscriber = new Subscriber()) {
            broker.start();
            subscriber.connect(broker.port());
            AlarmOutputs first = open(config(broker.port()));
            raise(first, 30);
            first.stop(PATIENCE);
            AlarmOutputs second = open(config("tcp://127.0.0.1:" + broker.port(), null, 0));
            raise(second, 30);
            Map<String, String> byId = new LinkedHashMap<>();
            consume(subscriber, byId, 60);

            second.stop(PATIENCE);
            assertInOrder(byId);
            assertThat(subscriber.messages).isEmpty();
        }
    }

    @Test
    void shouldFallBackToMqtt311WhenTheBrokerRefusesOrDropsVersion5() throws Exception {
        for (boolean saysWhy : new boolean[] {true, false}) {
            try (OldBroker broker = new OldBroker(saysWhy)) {
                AlarmOutputs outputs = open(config(broker.port()));
                raise(outputs, 3);
                awaitLine("up, MQTT 3.1.1");

                for (int i = 0; i < 3; i++) {
                    assertThat(broker.topics.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isEqualTo("tocsin/hot/plant/line1/temp");
                }
                outputs.stop(PATIENCE);
            }
        }
    }

    @Test
    void shouldConnectOverTlsOnlyWhenTheCertificateIsForTheHost() throws Exception {
        certificate("good", "ip:127.0.0.1");
        certificate("bad", "dns:elsewhere.example");
        for (String name : List.of("good", "bad")) {
            try (Mosquitto broker = new Mosquitto(
                    temp,
                    "allow_anonymous true",
                    "certfile " + temp.resolve(name + ".crt"),
                    "keyfile " + temp.resolve(name + ".key"))) {
                broker.start();
                AlarmOutputs outputs = open(config("ssl://127.0.0.1:" + broker.port(), temp.resolve(name + ".crt"), 1));
                awaitLine(name.equals("good") ? "up, MQTT 5 ssl://" : "certificate is not for host 127.0.0.1 (");
                raise(outputs, 3);
                assertThat(outputs.stop(PATIENCE).isEmpty()).as("acknowledged").isEqualTo(name.equals("good"));
            }
        }
    }

    @Test
    void shouldNameCaFileWhenNobodyTrustedHasSigned() throws Exception {
        certificate("good", "ip:127.0.0.1");
        certificate("other", "ip:127.0.0.1");
        try (Mosquitto broker = new Mosquitto(
                temp,
                "allow_anonymous true",
                "certfile " + temp.resolve("good.crt"),
                "keyfile " + temp.resolve("good.key"))) {
            broker.start();
            AlarmOutputs outputs = open(config("ssl://127.0.0.1:" + broker.port(), null, 1));
            awaitLine("by no CA that the JDK trusts; name the file of its CA in caFile");
            outputs.stop(PATIENCE);
            AlarmOutputs others = open(config("ssl://127.0.0.1:" + broker.port(), temp.resolve("other.crt"), 1));
            awaitLine("by no CA in caFile " + temp.resolve("other.crt"));
            others.stop(PATIENCE);
        }
    }

    @Test
    void shouldSayThatAPlainPortDoesNotSpeakTls() throws Exception {
        try (Mosquitto broker = new Mosquitto(temp)) {
            broker.start();
            AlarmOutputs outputs = open(config("ssl://127.0.0.1:" + broker.port(), null, 1));
            awaitLine("the url is tcp://127.0.0.1:" + broker.port());
            outputs.stop(PATIENCE);
        }
    }

    /** Each takes the session from the other, for ever. */
    @Test
    void shouldSayThatAnotherClientHasTheSameId() throws Exception {
        try (Mosquitto broker = new Mosquitto(temp)) {
            broker.start();
            MqttSink other = new MqttSink(config(broker.port()));
            AlarmOutputs outputs = open(config(broker.port()));
            awaitLine("up, MQTT 5");
            while (lines.stream().noneMatch(line -> line.contains("another client with id gateway "))) {
                other.close();
                other.open();
                TimeUnit.MILLISECONDS.sleep(500);
            }
            awaitLine("is connected: probably, because the broker closed the last 3 connections");
            other.close();
            awaitLine("up again");
            raise(outputs, 3);
            assertThat(outputs.stop(PATIENCE)).isEmpty();
        }
    }

    /** Makes a self-signed certificate with the JDK's keytool and writes it and its key as PEM. */
    private void certificate(String name, String subjectAlternativeName) throws Exception {
        Path store = temp.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "k",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-validity",
                        "2",
                        "-ext",
                        "SAN=" + subjectAlternativeName,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        Key key = keys.getKey("k", "changeit".toCharArray());
        writePem(temp.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded());
        writePem(
                temp.resolve(name + ".crt"),
                "CERTIFICATE",
                keys.getCertificate("k").getEncoded());
    }

    private static void writePem(Path file, String type, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }
}
