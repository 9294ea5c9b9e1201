package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.mqtt.MqttVersion;
import io.tocsin.engine.metrics.Counter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The MQTT sink against the limits of a real Mosquitto, in both versions of the protocol. */
class MosquittoLimitsSystemTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final int BURST = 5_000;
    private static final int SENSORS = 900;

    @TempDir
    Path temp;

    private static MqttSink sink(Mosquitto broker, MqttVersion version) {
        SinkConfig.Mqtt config = new SinkConfig.Mqtt(
                "up",
                "tcp://127.0.0.1:" + broker.port(),
                "gateway",
                null,
                null,
                null,
                "tocsin/{alarm}/{sensor}",
                "rows/{stream}",
                1,
                10,
                false);
        return new MqttSink(config, List.of(version));
    }

    private static List<String> take(Subscriber subscriber, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            Subscriber.Message message = subscriber.messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("message after " + taken.size()).isNotNull();
            taken.add(message.payload());
        }
        return taken;
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void shouldDeliverABurstOnceAndWithoutABreak(MqttVersion version) throws Exception {
        // The default of Mosquitto, which its later lines override.
        try (Mosquitto broker = new Mosquitto(temp, "allow_anonymous true", "max_inflight_messages 20");
                Subscriber subscriber = new Subscriber();
                SinkRig rig = new SinkRig(temp, sink(broker, version))) {
            broker.start();
            subscriber.connect(broker.port());
            List<String> raised = new ArrayList<>();
            for (int i = 0; i < BURST; i++) {
                raised.add(rig.raise("m/" + i % SENSORS));
            }
            rig.start().awaitAll();

            assertThat(take(subscriber, BURST)).isEqualTo(raised);
            assertThat(subscriber.messages).isEmpty();
            assertThat(rig.lines).singleElement().asString().contains(": up, " + version.label());
            assertThat(rig.counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(BURST);
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void shouldSetAsideWhatIsLargerThanTheBrokersPackets(MqttVersion version) throws Exception {
        try (Mosquitto broker = new Mosquitto(temp, "allow_anonymous true", "max_packet_size 900");
                Subscriber subscriber = new Subscriber();
                SinkRig rig = new SinkRig(temp, sink(broker, version))) {
            broker.start();
            subscriber.connect(broker.port());
            List<String> good = new ArrayList<>(rig.raise("m/", 50));
            String large = rig.raiseWith("Tank low. ".repeat(60), "tank");
            good.addAll(rig.raise("n/", 50));
            rig.start().awaitAll();

            Set<String> consumed = new LinkedHashSet<>();
            while (consumed.size() < good.size()) {
                consumed.addAll(take(subscriber, 1));
            }
            assertThat(consumed).containsExactlyElementsOf(good);
            assertThat(rig.deadLetters()).singleElement().asString().endsWith(",\"event\":" + large + "}");
            assertThat(rig.lines.stream().filter(line -> line.contains("set aside")))
                    .singleElement()
                    .asString()
                    .contains("RAISED long/1/tank/50, topic tocsin/long/tank, ");
            assertThat(rig.lines.stream().filter(line -> line.contains(": down")))
                    .as("3.1.1 learns it by the connection, once told")
                    .hasSize(version == MqttVersion.MQTT_5 ? 0 : 1);
        }
    }

    /** The broker says so in a PUBACK with a code that is not in the specification's list for PUBACK. */
    @Test
    void shouldSetAsideAtOnceWhatIsLargerThanTheBrokersMessages() throws Exception {
        try (Mosquitto broker = new Mosquitto(temp, "allow_anonymous true", "message_size_limit 800");
                Subscriber subscriber = new Subscriber();
                SinkRig rig = new SinkRig(temp, sink(broker, MqttVersion.MQTT_5))) {
            broker.start();
            subscriber.connect(broker.port());
            String large = rig.raiseWith("Tank low. ".repeat(60), "tank");
            List<String> good = rig.raise("m/", 20);
            rig.start().awaitAll();

            assertThat(take(subscriber, 20)).isEqualTo(good);
            assertThat(rig.deadLetters())
                    .singleElement()
                    .asString()
                    .contains("the broker refused it: packet too large (0x95)")
                    .endsWith(",\"event\":" + large + "}");
            assertThat(rig.lines).noneMatch(line -> line.contains(": down"));
        }
    }

    @Test
    void shouldSetAsideWhatTheAccessListForbids() throws Exception {
        Path accessList = Files.writeString(temp.resolve("acl"), "topic readwrite #\ntopic deny tocsin/hot/secret/#\n");
        try (Mosquitto broker = new Mosquitto(temp, "allow_anonymous true", "acl_file " + accessList);
                Subscriber subscriber = new Subscriber();
                SinkRig rig = new SinkRig(temp, sink(broker, MqttVersion.MQTT_5))) {
            broker.start();
            subscriber.connect(broker.port());
            List<String> good = new ArrayList<>(rig.raise("m/", 30));
            String forbidden = rig.raise("secret/1");
            good.addAll(rig.raise("n/", 30));
            rig.start().awaitAll();

            Set<String> consumed = new LinkedHashSet<>();
            while (consumed.size() < good.size()) {
                consumed.addAll(take(subscriber, 1));
            }
            assertThat(consumed).containsExactlyElementsOf(good);
            assertThat(rig.deadLetters())
                    .singleElement()
                    .asString()
                    .contains("not authorized (0x87), each of 3 times that it was sent alone")
                    .endsWith(",\"event\":" + forbidden + "}");
        }
    }
}
