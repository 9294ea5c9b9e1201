package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways with one client id at a real Mosquitto, which gives the session to whoever connected last. */
@Timeout(60)
class SessionContestSystemTest {
    private static final PayloadConfig NUMBER = Payloads.number();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldSayThatAnotherClientHasTheSameId(Protocol protocol) throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory)) {
            Rig one = Rig.withSystemClock(Files.createDirectory(directory.resolve("one")));
            Rig other = Rig.withSystemClock(Files.createDirectory(directory.resolve("other")));
            MqttSource first = source(one, broker.url(), protocol);
            MqttSource second = source(other, broker.url(), protocol);
            first.start();
            one.await("the connection", () -> said(one, "connected to") == 1);
            second.start();
            one.await("the word", () -> said(one, "another client with id gw is connected: ") == 1);
            other.await("the word", () -> said(other, "another client with id gw is connected: ") == 1);
            one.await("some more", () -> one.count(Counter.MQTT_TAKEN_OVER) >= 3);
            assertThat(said(one, "another client")).as("once a minute").isEqualTo(1);
            assertThat(one.log).as("few lines, however often it happens").hasSizeLessThan(8);
            for (MqttSource source : List.of(first, second)) {
                source.stop();
                assertThat(source.awaitEnd(0)).isTrue();
            }
            assertThat(one.failures).isEmpty();
            one.close();
            other.close();
        }
    }

    /** Mosquitto 2.0 does not say why it closes; other brokers do, also before they have answered the subscription. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBelieveABrokerThatSaysSo(boolean isSubscribed) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            broker.answersSubscribe = isSubscribed;
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), Protocol.AUTO);
            source.start();
            for (int i = 0; i < 3; i++) {
                ScriptedBroker.Client client = broker.next();
                assertThat(client.isVersion5).as(rig.log.toString()).isTrue();
                client.send(ScriptedBroker.bytes(0xE0, 1, 0x8E));
            }
            rig.await("all of them", () -> rig.count(Counter.MQTT_TAKEN_OVER) == 3);
            assertThat(rig.log)
                    .filteredOn(line -> !line.contains("connected to"))
                    .containsExactly(
                            "source m: another client with id gw is connected: the broker gave it the session"
                                    + " (session taken over, 0x8E); give each client an id of its own (clientId); trying again");
            source.stop();
            assertThat(rig.failures).isEmpty();
            rig.close();
        }
    }

    private static long said(Rig rig, String part) {
        return rig.log.stream().filter(line -> line.contains(part)).count();
    }

    private static MqttSource source(Rig rig, String url, Protocol protocol) {
        MqttConnectionConfig connection = new MqttConnectionConfig(url, "gw", null, null, null, protocol);
        TopicConfig topic = new TopicConfig("s/#", NUMBER, 0, "{topic}");
        return new MqttSource(new MqttSourceConfig("m", connection, 1, List.of(topic), 300_000_000_000L), rig.context);
    }
}
