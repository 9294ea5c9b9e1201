package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A broker that refuses filters: Mosquitto with its dynamic security plugin, which is what makes it refuse a
 * subscription ({@code acl_file} grants all and delivers nothing).
 */
@Timeout(60)
class RefusedSubscriptionSystemTest {
    private static final PayloadConfig NUMBER = Payloads.number();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldGoOnWithTheFiltersThatAreGranted(Protocol protocol) throws Exception {
        try (Mosquitto broker = start("plant/#")) {
            Rig rig = Rig.withSystemClock(directory);
            // The refused one first: Paho takes that for a failure of the whole subscription.
            MqttSource source = source(rig, broker.url(), protocol, 60_000, "energy/#", "plant/#");
            source.start();
            rig.await("the connection", () -> said(rig, "connected to") == 1);
            try (Publisher device = new Publisher(broker.url())) {
                device.publish("plant/a", "95", 1);
                device.publish("plant/a", "96", 1);
            }
            rig.await("both", () -> rig.intake.readingCount() == 2);
            assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(95.0, 96.0);
            assertThat(rig.log)
                    .filteredOn(line -> line.contains("refuses"))
                    .singleElement()
                    .asString()
                    .startsWith("source m: the broker refuses the subscription to energy/#: "
                            + (protocol == Protocol.V5 ? "not authorized (0x87)" : "without a reason"));
            assertThat(rig.count(Counter.MQTT_SUBSCRIPTIONS_REFUSED)).isEqualTo(1);

            broker.stop();
            grant("plant/#", "energy/#");
            broker.start();
            rig.await("the grant", () -> said(rig, "grants the subscription to energy/# now") == 1);
            assertThat(said(rig, "refuses")).isEqualTo(1);
            stop(source, rig);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3", "AUTO"})
    void shouldSaySoAndTryAgainWhenNothingIsGranted(Protocol protocol) throws Exception {
        try (Mosquitto broker = start("other/#")) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), protocol, 60_000, "plant/a/#", "energy/+");
            source.start();
            rig.await("some attempts", () -> rig.count(Counter.MQTT_SUBSCRIPTIONS_REFUSED) >= 6);
            assertThat(rig.log)
                    .singleElement()
                    .asString()
                    .contains("cannot connect to " + broker.url() + ": it refuses every subscription: plant/a/# (")
                    .contains(", energy/+ (")
                    .endsWith("trying again");
            broker.stop();
            grant("plant/#", "energy/#");
            broker.start();
            rig.await("the connection", () -> said(rig, "connected to") == 1);
            stop(source, rig);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldAskAgainForWhatIsRefusedOnTheLivingConnection(Protocol protocol) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            broker.answersSubscribe = false;
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), protocol, 50, "plant/#", "energy/#");
            source.start();
            ScriptedBroker.Client client = broker.next();
            answer(client, 1, protocol == Protocol.V5 ? 0x87 : 0x80);
            rig.await("the refusal", () -> said(rig, "refuses the subscription to energy/#") == 1);
            answer(client, protocol == Protocol.V5 ? 0x87 : 0x80);
            answer(client, 1);
            rig.await("the grant", () -> said(rig, "grants the subscription to energy/# now") == 1);
            assertThat(client.acknowledgements.poll(300, TimeUnit.MILLISECONDS))
                    .as("no further question")
                    .isNull();
            assertThat(said(rig, "refuses")).isEqualTo(1);
            assertThat(rig.count(Counter.MQTT_SUBSCRIPTIONS_REFUSED)).isEqualTo(2);
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
            stop(source, rig);
        }
    }

    /** Answers the next SUBSCRIBE with these codes. */
    private static void answer(ScriptedBroker.Client client, int... codes) throws InterruptedException {
        String asked = client.acknowledgements.poll(20, TimeUnit.SECONDS);
        assertThat(asked).startsWith("8:");
        int id = Integer.parseInt(asked.substring(2));
        byte[] head = client.isVersion5 ? ScriptedBroker.bytes(id >> 8, id, 0) : ScriptedBroker.bytes(id >> 8, id);
        byte[] body = Arrays.copyOf(head, head.length + codes.length);
        for (int i = 0; i < codes.length; i++) {
            body[head.length + i] = (byte) codes[i];
        }
        client.send(ScriptedBroker.packet(0x90, body));
    }

    private Mosquitto start(String... granted) throws IOException, InterruptedException {
        Path plugin = Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu", ".")
                .map(place -> Path.of("/usr/lib", place, "mosquitto_dynamic_security.so"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(plugin != null, "Mosquitto has no dynamic security plugin here");
        grant(granted);
        return Mosquitto.start(
                directory, "plugin " + plugin, "plugin_opt_config_file " + directory.resolve("security.json"));
    }

    private void grant(String... filters) throws IOException {
        String acls = Stream.of(filters)
                .map(filter ->
                        "{\"acltype\":\"subscribePattern\",\"topic\":\"" + filter + "\",\"priority\":0,\"allow\":true}")
                .collect(Collectors.joining(","));
        Files.writeString(directory.resolve("security.json"), """
                {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true, "subscribe": false,
                  "unsubscribe": true},
                 "clients": [],
                 "roles": [{"rolename": "reader", "acls": [%s]}],
                 "groups": [{"groupname": "all", "roles": [{"rolename": "reader", "priority": 0}], "clients": []}],
                 "anonymousGroup": "all"}
                """.formatted(acls));
    }

    private static long said(Rig rig, String part) {
        return rig.log.stream().filter(line -> line.contains(part)).count();
    }

    private static void stop(MqttSource source, Rig rig) throws InterruptedException {
        source.stop();
        assertThat(source.awaitEnd(0)).isTrue();
        assertThat(rig.failures).isEmpty();
        rig.close();
    }

    private static MqttSource source(Rig rig, String url, Protocol protocol, long askAgainMs, String... filters) {
        MqttConnectionConfig connection = new MqttConnectionConfig(url, "gw", null, null, null, protocol);
        List<TopicConfig> topics = Stream.of(filters)
                .map(filter -> new TopicConfig(filter, NUMBER, 0, "{topic}"))
                .toList();
        return new MqttSource(
                new MqttSourceConfig("m", connection, 1, topics, 300_000_000_000L), rig.context, 30, askAgainMs);
    }
}
