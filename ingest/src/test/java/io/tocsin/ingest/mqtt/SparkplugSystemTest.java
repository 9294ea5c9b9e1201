package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import io.tocsin.ingest.sparkplug.SparkplugPayloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class SparkplugSystemTest {
    private static final long TIMEOUT_MS = 10_000;
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path directory;

    /** An edge node that answers requests for rebirth, and dies with its connection. */
    private static final class EdgeNode implements AutoCloseable {
        private final MqttAsyncClient client;
        private final long bdSeq;
        private final List<Payload> requests = new CopyOnWriteArrayList<>();
        private int seq;

        private EdgeNode(String url, long bdSeq, boolean answers) throws MqttException {
            this.bdSeq = bdSeq;
            client = new MqttAsyncClient(url, MqttAsyncClient.generateClientId(), new MemoryPersistence());
            MqttConnectOptions options = new MqttConnectOptions();
            options.setWill("spBv1.0/G/NDEATH/E", SparkplugPayloads.death(bdSeq), 1, false);
            client.connect(options).waitForCompletion(TIMEOUT_MS);
            client.subscribe("spBv1.0/G/NCMD/E", 1, (topic, message) -> {
                        requests.add(Payload.parseFrom(message.getPayload()));
                        if (answers) {
                            birth();
                        }
                    })
                    .waitForCompletion(TIMEOUT_MS);
        }

        /** Births of the node and its device; also on the thread of the client's callbacks. */
        synchronized void birth() throws MqttException {
            seq = 0;
            publish("NBIRTH/E", SparkplugPayloads.bdSeq(bdSeq), SparkplugPayloads.birth("cpu", 1, now(), 5));
            publish("DBIRTH/E/D", SparkplugPayloads.birth("a/temp", 2, now(), 20));
        }

        synchronized void data(double value) throws MqttException {
            publish("DDATA/E/D", SparkplugPayloads.data(2, now(), value));
        }

        synchronized void lose(int messages) {
            seq += messages;
        }

        private void publish(String rest, Metric... metrics) throws MqttException {
            byte[] payload = SparkplugPayloads.payload(now(), seq++ & 0xFF, List.of(metrics));
            client.publish("spBv1.0/G/" + rest, payload, 0, false);
        }

        private static long now() {
            return System.currentTimeMillis();
        }

        /** Ends without a goodbye: the broker publishes the death. */
        void crash() throws MqttException {
            client.disconnectForcibly(0, 0, false);
        }

        @Override
        public void close() throws MqttException {
            if (client.isConnected()) {
                crash();
            }
            client.close(true);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldReadBirthsAndDataUntilTheDeath(Protocol protocol) throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                StateReader states = new StateReader(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), protocol, List.of());
            source.start();
            rig.await("the state", () -> states.last().contains("\"online\":true"));
            try (EdgeNode node = new EdgeNode(broker.url(), 3, true)) {
                node.birth();
                node.data(21);
                rig.await("births and data", () -> rig.intake.readingCount() == 3);
                node.lose(1);
                node.data(22);
                rig.await("the request for rebirth", () -> !node.requests.isEmpty());
                rig.await("the births again", () -> rig.intake.readingCount() == 6);
                Metric rebirth = node.requests.get(0).getMetrics(0);
                assertThat(node.requests.get(0).hasSeq()).isFalse();
                assertThat(rebirth.getName()).isEqualTo("Node Control/Rebirth");
                assertThat(rebirth.getDatatype()).isEqualTo(11);
                assertThat(rebirth.getBooleanValue()).isTrue();
                node.crash();
            }
            rig.await("the death", () -> rig.intake.readingCount() == 8);
            assertThat(rig.intake.readings())
                    .extracting(Reading::sensor)
                    .containsExactly(
                            "G/E/cpu",
                            "G/E/D/a/temp",
                            "G/E/D/a/temp",
                            "G/E/D/a/temp",
                            "G/E/cpu",
                            "G/E/D/a/temp",
                            "G/E/cpu",
                            "G/E/D/a/temp");
            assertThat(rig.intake.readings().subList(6, 8))
                    .extracting(Reading::quality)
                    .containsOnly((int) Quality.BAD.code());
            assertThat(rig.count(Counter.SPARKPLUG_REBIRTHS)).isEqualTo(1);
            source.stop();
            rig.await("the goodbye", () -> states.last().contains("\"online\":false"));
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    @Test
    void shouldAskNodesThatItHearsAfterARestart() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                EdgeNode node = new EdgeNode(broker.url(), 3, true)) {
            node.birth();
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), Protocol.AUTO, List.of("G", "H"));
            source.start();
            rig.await("the connection", () -> rig.log.stream().anyMatch(line -> line.contains("connected to")));
            node.data(21);
            rig.await("the births", () -> rig.intake.readingCount() == 2);
            assertThat(rig.count(Counter.DROPPED_NO_BIRTH)).isEqualTo(1);
            node.data(22);
            rig.await("the data", () -> rig.intake.readingCount() == 3);
            source.stop();
            rig.close();
        }
    }

    @Test
    void shouldAskAgainWhenTheBrokerComesBackAndMakeBadWhoDoesNotAnswer() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory)) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), Protocol.AUTO, List.of());
            source.start();
            rig.await("the connection", () -> rig.log.stream().anyMatch(line -> line.contains("connected to")));
            try (EdgeNode node = new EdgeNode(broker.url(), 3, false)) {
                node.birth();
                rig.await("the births", () -> rig.intake.readingCount() == 2);
                node.crash();
            }
            rig.await("the death", () -> rig.intake.readingCount() == 4);
            try (EdgeNode node = new EdgeNode(broker.url(), 4, false)) {
                node.birth();
                rig.await("the births", () -> rig.intake.readingCount() == 6);
                broker.kill();
                rig.await("the loss", () -> rig.log.stream().anyMatch(line -> line.contains("lost the connection")));
                node.crash();
            }
            broker.start();
            rig.await("the reconnect", () -> rig.count(Counter.MQTT_CONNECTS) == 2);
            rig.await("BAD readings of the node that has gone", () -> rig.intake.readingCount() == 8);
            assertThat(rig.count(Counter.SPARKPLUG_REBIRTHS)).isEqualTo(1);
            assertThat(rig.log).anyMatch(line -> line.contains("has not come again; its sensors are BAD"));
            source.stop();
            rig.close();
        }
    }

    @Test
    void shouldHaveItsWillPublishedAndTakeItBack() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                StateReader states = new StateReader(broker.url());
                Publisher other = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), Protocol.AUTO, List.of());
            source.start();
            rig.await("the state", () -> states.last().contains("\"online\":true"));
            String birth = states.last();
            other.publish(
                    "spBv1.0/STATE/h", "{\"online\":false,\"timestamp\":1}".getBytes(StandardCharsets.UTF_8), 1, true);
            rig.await("the state again", () -> states.all.size() == 3);
            assertThat(states.last()).isEqualTo(birth);
            source.stop();
            rig.close();
        }
    }

    private static final class StateReader implements AutoCloseable {
        private final MqttAsyncClient client;
        private final List<String> all = new CopyOnWriteArrayList<>();

        private StateReader(String url) throws MqttException {
            client = new MqttAsyncClient(url, MqttAsyncClient.generateClientId(), new MemoryPersistence());
            client.connect().waitForCompletion(TIMEOUT_MS);
            client.subscribe(
                            "spBv1.0/STATE/h",
                            1,
                            (topic, message) -> all.add(new String(message.getPayload(), StandardCharsets.UTF_8)))
                    .waitForCompletion(TIMEOUT_MS);
        }

        private String last() {
            return all.isEmpty() ? "" : all.get(all.size() - 1);
        }

        @Override
        public void close() throws MqttException {
            client.disconnectForcibly(0, 0, false);
            client.close(true);
        }
    }

    private static MqttSource source(Rig rig, String url, Protocol protocol, List<String> groups) {
        MqttConnectionConfig connection = new MqttConnectionConfig(url, "gw", null, null, null, protocol);
        SparkplugConfig sparkplug = new SparkplugConfig("h", groups, SECOND_NS / 2, SECOND_NS, true);
        return new MqttSource(
                new MqttSourceConfig("m", connection, 1, List.of(), 300 * SECOND_NS, 1 << 20, 4_096, sparkplug),
                rig.context);
    }
}
