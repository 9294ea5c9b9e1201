package io.tocsin.ingest.mqtt;

import static io.tocsin.ingest.mqtt.ScriptedBroker.bytes;
import static io.tocsin.ingest.mqtt.ScriptedBroker.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages that brokers may send, and messages that none should: the source is never deaf for longer than the pause
 * before the next connection.
 */
@Timeout(180)
class ScriptedBrokerSystemTest {
    private static final PayloadConfig NUMBER = Payloads.number();
    private static final PayloadConfig PAIR = Payloads.json(List.of("a", "b"), null, TimeUnits.MS, null);
    private static final int QOS_1 = 2;
    private static final int QOS_2 = 4;
    private static final int RETAIN = 1;
    private static final int DUP = 8;

    @TempDir
    private Path directory;

    private Rig rig;
    private MqttSource source;

    @AfterEach
    void stop() {
        if (source != null) {
            source.stop();
            assertThat(rig.failures).isEmpty();
            rig.close();
            source = null;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldSkipTellAndAcknowledgeWhatIsTooLarge(Protocol protocol) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            start(broker, protocol, 1 << 20, 4_096, 30, NUMBER);
            ScriptedBroker.Client client = broker.next();
            byte[] large = new byte[3 << 20];
            System.arraycopy("firmware".getBytes(StandardCharsets.US_ASCII), 0, large, 0, 8);
            client.send(
                    client.publish(QOS_1, "s/1", 1, "1"),
                    client.publish(QOS_1, "s/image".getBytes(StandardCharsets.UTF_8), 2, large),
                    client.publish(0, "s/image".getBytes(StandardCharsets.UTF_8), 0, large),
                    client.publish(QOS_1, "s/1", 3, "2"));
            assertAcknowledged(client, 1, 2, 3);
            assertThat(values()).containsExactly(1.0, 2.0);
            assertThat(rig.count(Counter.DROPPED_TOO_LARGE)).isEqualTo(2);
            assertThat(rig.count(Counter.RECEIVED)).isEqualTo(4);
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
            rig.await("the line", () -> rig.log.stream().anyMatch(line -> line.contains("dropped too large")));
            assertThat(rig.log) // among them that of the connection, which another thread writes
                    .filteredOn(line -> line.contains("dropped too large"))
                    .first()
                    .asString()
                    .startsWith("source m: dropped too large at s/image: a message of 31457")
                    .contains("more than maxMessageSize=1048576; it was skipped. Raise maxMessageSize");
            rig.quarantine.close();
            assertThat(Files.readString(rig.quarantineFile))
                    .contains("\"where\":\"s/image\",\"reason\":\"droppedTooLarge\"")
                    .contains("\"length\":31457")
                    .contains("\"raw\":\"firmware\\u0000");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldSkipAndAcknowledgeOddTopicsAndMalformedMessages(Protocol protocol) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            start(broker, protocol, 1 << 20, 4_096, 30, NUMBER);
            ScriptedBroker.Client client = broker.next();
            List<byte[]> odd = new ArrayList<>();
            for (String topic : List.of("s/a\u0000b", "s/line\n", "s/\u009f", "s/\uFFFE", "s/\uFDD0", "", "s/+", "#")) {
                odd.add(topic.getBytes(StandardCharsets.UTF_8));
            }
            odd.add(new byte[] {'s', '/', (byte) 0xC3});
            odd.add(new byte[] {'s', '/', (byte) 0xED, (byte) 0xA0, (byte) 0x80});
            int id = 1;
            for (byte[] topic : odd) {
                client.send(client.publish(QOS_1 | DUP, topic, id++, new byte[] {'9'}));
                client.send(client.publish(RETAIN, topic, 0, new byte[] {'9'}));
            }
            // packets that say of themselves what they are not
            client.send(
                    packet(0x30, new byte[0]),
                    packet(0x32, bytes(0)),
                    packet(0x32, bytes(0, 9, 's')),
                    packet(0x32, bytes(0, 3, 's', '/', '1')),
                    packet(0x32, bytes(0, 3, 's', '/', '1', 0, 0, 0, '9')),
                    packet(0x36, bytes(0, 3, 's', '/', '1', 0, 9, 0, '9')));
            client.send(client.publish(QOS_1, "s/😀", id, "1"), client.publish(RETAIN | DUP, "s/1", 0, "2"));
            assertAcknowledged(client, IntStream.rangeClosed(1, id).toArray());
            rig.await("the last", () -> rig.intake.readingCount() == 2);
            assertThat(rig.intake.readings()).extracting(Reading::sensor).containsExactly("s/😀", "s/1");
            assertThat(rig.intake.readings().get(1).flags() & ReadingFlags.RETAINED)
                    .isEqualTo(ReadingFlags.RETAINED);
            assertThat(rig.count(Counter.DROPPED_BAD_TOPIC)).isEqualTo(2L * odd.size());
            assertThat(rig.count(Counter.DROPPED_BAD_PACKET)).isEqualTo(6);
            assertThat(rig.count(Counter.RECEIVED)).isEqualTo(2L * odd.size() + 6 + 2);
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
        }
    }

    @Test
    void shouldSkipAliasesAndPropertiesThatAreLongerThanTheMessage() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            start(broker, Protocol.V5, 1 << 20, 4_096, 30, NUMBER);
            ScriptedBroker.Client client = broker.next();
            client.send(
                    // a topic alias, which was not offered, with a topic and without
                    packet(0x32, bytes(0, 3, 's', '/', '1', 0, 1, 3, 0x23, 0, 7, '1')),
                    packet(0x32, bytes(0, 0, 0, 2, 3, 0x23, 0, 7, '9')),
                    // properties: too long, of a length without end, of unknown kinds, with text that is none
                    packet(0x32, bytes(0, 3, 's', '/', '1', 0, 3, 99, '9')),
                    packet(0x32, bytes(0, 3, 's', '/', '1', 0, 4, 0xFF, 0xFF, 0xFF, 0xFF, 1)),
                    packet(0x32, bytes(0, 3, 's', '/', '1', 0, 5, 2, 0x7E, 0x7F, '2')),
                    packet(0x32, bytes(0, 3, 's', '/', '1', 0, 6, 4, 3, 0, 1, 0, '3')));
            assertAcknowledged(client, 1, 2, 3, 4, 5, 6);
            assertThat(values()).containsExactly(1.0, 2.0, 3.0);
            assertThat(rig.count(Counter.DROPPED_BAD_TOPIC)).isEqualTo(1);
            assertThat(rig.count(Counter.DROPPED_BAD_PACKET)).isEqualTo(2);
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldConnectAgainAtOnceAfterWhatCannotBeReadOn(Protocol protocol) throws Exception {
        boolean isVersion5 = protocol == Protocol.V5;
        Map<String, String> garbage = new LinkedHashMap<>();
        garbage.put("0000", "the broker sent a packet of type 0, which no broker may send");
        garbage.put("f000", "the broker sent a packet of type AUTH, which no broker may send");
        garbage.put("1000", "the broker sent a packet of type CONNECT, which no broker may send");
        garbage.put("c000", "the broker sent a packet of type PINGREQ, which no broker may send");
        garbage.put("30ffffffff7f", "the broker sent a packet of type PUBLISH with a length of more than four bytes");
        garbage.put("9203000101", "the broker sent a malformed packet of type SUBACK, flags=2, length=5");
        garbage.put("90ffffff7f", "the broker sent a malformed packet of type SUBACK, flags=0, length=268435460");
        // what Paho itself must read, cut short
        garbage.put("2000", "");
        garbage.put("900100", "");
        if (isVersion5) {
            garbage.put("e0018b", "the broker ended it with reason code 139");
            // a reason with a control character: Paho's receiver ends by an exception that it tells nobody
            garbage.put(
                    "b0080001041f00010700",
                    "the MQTT client ended by java.lang.IllegalArgumentException: Invalid UTF-8 char: [0007]");
        } else {
            garbage.put("e000", "the broker sent a packet of type DISCONNECT, which no broker may send");
        }
        for (Map.Entry<String, String> entry : garbage.entrySet()) {
            try (ScriptedBroker broker = new ScriptedBroker()) {
                start(broker, protocol, 1 << 20, 4_096, 30, NUMBER);
                ScriptedBroker.Client client = broker.next();
                long sentNs = System.nanoTime();
                client.send(client.publish(QOS_1, "s/1", 1, "1"));
                client.send(HexFormat.of().parseHex(entry.getKey()));
                ScriptedBroker.Client next = broker.next();
                assertThat(System.nanoTime() - sentNs)
                        .as("deaf after %s", entry)
                        .isLessThan(TimeUnit.SECONDS.toNanos(10));
                next.send(next.publish(QOS_1, "s/1", 1, "2"));
                rig.await("a reading after " + entry, () -> values().equals(List.of(1.0, 2.0)));
                assertThat(rig.log.get(1))
                        .startsWith("source m: lost the connection to " + broker.url() + ": " + entry.getValue())
                        .endsWith("; trying again");
                stop();
            }
        }
    }

    /** More than the bound is sent, without waiting for acknowledgements, and the journal takes its time. */
    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldTakeNoMoreThanMayBeUnacknowledgedAndStayConnected(Protocol protocol) throws Exception {
        int sent = 20_000;
        try (ScriptedBroker broker = new ScriptedBroker()) {
            start(broker, protocol, 1 << 20, 500, 1, PAIR);
            rig.intake.durablePosition(0);
            ScriptedBroker.Client client = broker.next();
            for (int i = 1; i <= sent; i++) {
                String padding = "x".repeat(900);
                client.send(client.publish(QOS_1, "s/1", i, "{\"a\":" + i + ",\"b\":0,\"pad\":\"" + padding + "\"}"));
            }
            rig.await("as many as are allowed", () -> rig.intake.readingCount() == 500);
            // several keep-alives pass, and the answers to our pings stand behind what is not read
            rig.await("pings", () -> client.pings.size() >= 1);
            Thread.sleep(4_000);
            assertThat(rig.intake.readingCount()).isEqualTo(500);
            assertThat(client.acknowledgements).isEmpty();
            // the definitions of two sensors are positions 0 and 1
            rig.intake.durablePosition(2 + 200);
            rig.await("as many more as became durable", () -> rig.intake.readingCount() == 700);
            rig.await("their acknowledgements", () -> client.acknowledgements.size() == 100);
            rig.intake.durablePosition(Long.MAX_VALUE);
            rig.await("all", () -> rig.intake.readingCount() == 2 * sent);
            rig.await("all acknowledged", () -> client.acknowledgements.size() == sent);
            assertThat(client.acknowledgements)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, sent)
                            .mapToObj(i -> "4:" + i)
                            .toList());
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
        }
    }

    /** A broker that crashed redelivers messages whose acknowledgement it has not read, even if it was sent. */
    @Test
    void shouldTakeNoMoreThanIsRememberedUntilTheBrokerConfirms() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            rig = Rig.withSystemClock(directory);
            PayloadConfig timed = Payloads.json(List.of("a", "b"), "ts", TimeUnits.MS, null);
            source =
                    source(broker, Protocol.V3, new TopicConfig("s/#", timed, 1, "{topic}/{member}"), 1 << 20, 100, 30);
            source.start();
            ScriptedBroker.Client client = broker.next();
            // 100 messages and the answers to our pings between them: the window moves on
            for (int i = 1; i <= 300; i++) {
                client.send(timed(client, i));
                if (i % 20 == 0) {
                    int count = i;
                    rig.await("acknowledgements", () -> client.acknowledgements.size() == count);
                }
            }
            assertThat(rig.intake.readingCount()).isEqualTo(600);
            assertThat(client.pings).hasSizeGreaterThan(3);
            assertThat(rig.count(Counter.MQTT_BACK_PRESSURE)).isZero();
            // 1,000 messages at once: the answers stand behind them
            byte[][] burst = new byte[1_000][];
            for (int i = 0; i < burst.length; i++) {
                burst[i] = timed(client, 301 + i);
            }
            client.send(burst);
            rig.await("the end of the connection", () -> rig.count(Counter.MQTT_BACK_PRESSURE) == 1);
            assertThat(rig.intake.readingCount())
                    .as("200 readings are remembered, some were not confirmed before")
                    .isBetween(600 + 100, 600 + 200);
            ScriptedBroker.Client next = broker.next();
            assertThat(rig.log)
                    .anyMatch(line -> line.startsWith(
                            "source m: the broker has more readings in flight than the 200 that are remembered"));
            rig.await(
                    "what was taken is acknowledged",
                    () -> 2 * client.acknowledgements.size() == rig.intake.readingCount());
            next.send(timed(next, 2_000));
            rig.await("a reading", () -> values().contains(2_000.0));
        }
    }

    private static byte[] timed(ScriptedBroker.Client client, int n) {
        return client.publish(QOS_1, "s/1", n, "{\"ts\":" + n + ",\"a\":" + n + ",\"b\":0}");
    }

    /** A broker resumes a session with a message that takes longer to come than an answer is waited for. */
    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldWaitForAnAnswerBehindALargeMessage(Protocol protocol) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            broker.answersSubscribe = false;
            start(broker, protocol, 1_024, 4_096, 1, NUMBER);
            ScriptedBroker.Client client = broker.next();
            String subscribe = client.acknowledgements.poll(10, TimeUnit.SECONDS);
            byte[] large = client.publish(QOS_1, "s/1".getBytes(StandardCharsets.UTF_8), 7, new byte[70_000]);
            client.sendSlowly(large, 70, 100);
            client.subscribed(Integer.parseInt(subscribe.substring(2)));
            rig.await("connected", () -> rig.log.stream().anyMatch(line -> line.contains("connected to")));
            assertAcknowledged(client, 7);
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
            rig.await("the pings of seven seconds", () -> client.pings.size() > 3);
        }
    }

    /** As of a subscription that the session has from before, of somebody else. */
    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldEndTheExchangeOfQos2(Protocol protocol) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            start(broker, protocol, 1 << 20, 4_096, 30, NUMBER);
            rig.intake.durablePosition(0);
            ScriptedBroker.Client client = broker.next();
            client.send(client.publish(QOS_2, "s/1", 5, "1"), client.publish(QOS_1, "s/1", 6, "2"));
            rig.await("both", () -> rig.intake.readingCount() == 2);
            assertThat(client.acknowledgements).isEmpty();
            rig.intake.durablePosition(Long.MAX_VALUE);
            assertThat(client.acknowledgements.poll(10, TimeUnit.SECONDS)).isEqualTo("5:5");
            assertThat(client.acknowledgements.poll(10, TimeUnit.SECONDS)).isEqualTo("4:6");
            client.send(bytes(0x62, 2, 0, 5));
            assertThat(client.acknowledgements.poll(10, TimeUnit.SECONDS)).isEqualTo("7:5");
            assertThat(rig.count(Counter.MQTT_CONNECTS)).isEqualTo(1);
        }
    }

    @Test
    void shouldAnnounceReceiveMaximumAndMaximumPacketSize() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            start(broker, Protocol.V5, 2 << 20, 600, 30, PAIR);
            byte[] connect = broker.next().connect;
            // two readings a message: 300 messages; 8 MiB
            assertThat(properties(connect)).containsEntry(0x21, 300L).containsEntry(0x27, 8L << 20);
        }
    }

    /** The numbers among the properties of a CONNECT. */
    private static Map<Integer, Long> properties(byte[] connect) {
        Map<Integer, Long> numbers = new LinkedHashMap<>();
        int at = 11;
        int end = at + connect[10];
        while (at < end) {
            int id = connect[at++];
            int length = id == 0x21 || id == 0x22 ? 2 : id == 0x11 || id == 0x27 ? 4 : 1;
            long value = 0;
            for (int i = 0; i < length; i++) {
                value = (value << 8) | (connect[at++] & 0xFF);
            }
            numbers.put(id, value);
        }
        return numbers;
    }

    private void assertAcknowledged(ScriptedBroker.Client client, int... ids) throws InterruptedException {
        for (int id : ids) {
            assertThat(client.acknowledgements.poll(20, TimeUnit.SECONDS))
                    .as("log=%s", rig.log)
                    .isEqualTo("4:" + id);
        }
        assertThat(client.acknowledgements).isEmpty();
    }

    private List<Double> values() {
        return rig.intake.readings().stream().map(Reading::value).toList();
    }

    private void start(
            ScriptedBroker broker,
            Protocol protocol,
            int maxMessageBytes,
            int unacknowledged,
            int keepAliveS,
            PayloadConfig payload) {
        rig = Rig.withSystemClock(directory);
        TopicConfig topic = new TopicConfig("s/#", payload, 0, payload.equals(PAIR) ? "{topic}/{member}" : "{topic}");
        source = source(broker, protocol, topic, maxMessageBytes, unacknowledged, keepAliveS);
        source.start();
    }

    private MqttSource source(
            ScriptedBroker broker,
            Protocol protocol,
            TopicConfig topic,
            int maxMessageBytes,
            int unacknowledged,
            int keepAliveS) {
        MqttConnectionConfig connection = new MqttConnectionConfig(broker.url(), "gw", null, null, null, protocol);
        return new MqttSource(
                new MqttSourceConfig(
                        "m", connection, 1, List.of(topic), 300_000_000_000L, maxMessageBytes, unacknowledged),
                rig.context,
                keepAliveS,
                60_000);
    }
}
