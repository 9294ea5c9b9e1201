package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.mqtt.MqttVersion;
import io.tocsin.alerts.sink.ScriptedBroker.Answer;
import io.tocsin.engine.metrics.Counter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The MQTT sink and brokers with limits and moods of their own. */
class MqttSinkWindowTest {
    private static final int SERVER_KEEP_ALIVE = 0x13;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int MAXIMUM_QOS = 0x24;
    private static final int RETAIN_AVAILABLE = 0x25;
    private static final int MAXIMUM_PACKET_SIZE = 0x27;
    private static final byte[] NOTHING = {};

    @TempDir
    Path temp;

    private static MqttSink sink(ScriptedBroker broker, int qos, int inFlight, boolean retain) {
        return new MqttSink(config(broker, qos, inFlight, retain));
    }

    private static SinkConfig.Mqtt config(ScriptedBroker broker, int qos, int inFlight, boolean retain) {
        return new SinkConfig.Mqtt(
                "up",
                "tcp://127.0.0.1:" + broker.port(),
                "gateway",
                null,
                null,
                null,
                "tocsin/{alarm}/{sensor}",
                "rows/{stream}",
                qos,
                inFlight,
                retain);
    }

    private static MqttSink impatient(SinkConfig.Mqtt config) {
        return new MqttSink(config, List.of(MqttVersion.MQTT_3_1_1), TimeUnit.SECONDS.toNanos(3));
    }

    private static MqttSink sink(ScriptedBroker broker) {
        return sink(broker, 1, 10, false);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,2", "20,19", "65,64", "40000,64", "65535,64"})
    void shouldHaveOneLessInFlightThanAnMqtt5BrokerAllows(int receiveMaximum, int expected) throws Exception {
        byte[] property = ScriptedBroker.property(RECEIVE_MAXIMUM, receiveMaximum, 2);
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, property, payload -> Answer.YES);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            List<String> raised = rig.raise("m/", 150);
            rig.start().awaitAll().stop();

            assertThat(broker.mostInFlight).hasValue(expected);
            assertThat(broker.accepted).containsExactlyElementsOf(raised);
            assertThat(rig.lines).containsExactly("sink up: up, MQTT 5 tcp://127.0.0.1:" + broker.port());
            assertThat(rig.counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(150);
        }
    }

    @Test
    void shouldBoundItselfWhenAnMqtt5BrokerAllowsAnything() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, NOTHING, payload -> Answer.YES);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            List<String> raised = rig.raise("m/", 150);
            rig.start().awaitAll();

            assertThat(broker.mostInFlight).hasValue(64);
            assertThat(broker.accepted).containsExactlyElementsOf(raised);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "10,9", "20,19"})
    void shouldHaveOneLessInFlightThanIsConfiguredWithMqtt311(int inFlight, int expected) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_3_1_1, NOTHING, payload -> Answer.YES);
                SinkRig rig = new SinkRig(temp, sink(broker, 1, inFlight, false))) {
            List<String> raised = rig.raise("m/", 150);
            rig.start().awaitAll();

            assertThat(broker.mostInFlight).hasValue(expected);
            assertThat(broker.accepted).containsExactlyElementsOf(raised);
        }
    }

    @Test
    void shouldMoveInOrderWhenAcknowledgementsComeInReverse() throws Exception {
        try (ScriptedBroker broker =
                        new ScriptedBroker(MqttVersion.MQTT_5, NOTHING, payload -> Answer.YES).inReverse();
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            List<String> raised = rig.raise("m/", 150);
            rig.start().awaitAll();

            assertThat(broker.accepted).containsExactlyElementsOf(raised);
            assertThat(rig.stop().isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void shouldRepeatOnlyWhatWasInFlightWhenTheConnectionBreaks(MqttVersion version) throws Exception {
        Set<String> broken = new HashSet<>();
        Function<String, Answer> breaksOnceAtEveryHundredth =
                payload -> payload.contains("00\"") && broken.add(payload) ? Answer.BREAK : Answer.YES;
        try (ScriptedBroker broker = new ScriptedBroker(version, NOTHING, breaksOnceAtEveryHundredth);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            List<String> raised = rig.raise("m/", 901);
            rig.start().awaitAll();

            assertThat(broken).hasSize(9);
            assertThat(new LinkedHashSet<>(broker.accepted)).containsExactlyElementsOf(raised);
            assertThat(broker.accepted)
                    .as("what was acknowledged when it broke is not sent again")
                    .hasSize(901);
            assertThat(rig.deadLetters()).isEmpty();
            assertThat(rig.lines.stream().filter(line -> line.contains(": down")))
                    .hasSize(9);
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void shouldSetAsideTheOneThatBreaksTheConnectionEachTime(MqttVersion version) throws Exception {
        List<String> breaks = new ArrayList<>();
        Function<String, Answer> breaksAtPoison = payload -> {
            if (payload.contains("poison")) {
                breaks.add(payload);
                return Answer.BREAK;
            }
            return Answer.YES;
        };
        try (ScriptedBroker broker = new ScriptedBroker(version, NOTHING, breaksAtPoison);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            List<String> good = new ArrayList<>(rig.raise("m/", 100));
            String poison = rig.raise("poison");
            good.addAll(rig.raise("n/", 100));
            rig.start().awaitAll();
            rig.awaitLine("up again");

            assertThat(broker.accepted).containsExactlyElementsOf(good);
            assertThat(breaks).as("once with others, then alone").hasSize(4).containsOnly(poison);
            assertThat(rig.deadLetters())
                    .singleElement()
                    .asString()
                    .startsWith("{\"sequence\":100,\"time\":\"2026-11-20T17:31:00Z\",\"sink\":\"up\","
                            + "\"target\":\"topic tocsin/hot/poison\",")
                    .endsWith(",\"event\":" + poison + "}");
            assertThat(rig.lines)
                    .filteredOn(line -> !line.contains(": up, "))
                    .satisfiesExactly(
                            line -> assertThat(line).contains(": down, events wait in the alarm log, MQTT"),
                            line -> assertThat(line)
                                    .startsWith("sink up: set aside, can never be delivered: RAISED hot/1/poison/100, "
                                            + "topic tocsin/hot/poison, " + poison.length() + " bytes: "
                                            + "the broker closed the connection, each of 3 times that it was sent alone; "
                                            + "kept in " + rig.deadLetterFile),
                            line -> assertThat(line).contains(": up again, MQTT"));
            assertThat(rig.counters.get(Counter.UNDELIVERABLE)).isEqualTo(1);
            assertThat(rig.counters.get(Counter.ALARMS_DELIVERED)).isEqualTo(200);
        }
    }

    @Test
    void shouldNotSendWhatIsLargerThanAnMqtt5BrokerTakesToTheByte() throws Exception {
        List<String> seen = new ArrayList<>();
        TestPlant plant = new TestPlant();
        int rule = plant.limitRule("long", "x".repeat(300));
        String largest = plant.formatter()
                .format(TestPlant.raised(rule, plant.sensor("m/1"), 0, 0, 0))
                .json();
        // type, two bytes of length, topic with its length, packet identifier, no properties, payload
        int limit = 1 + 2 + 2 + "tocsin/long/m/1".length() + 2 + 1 + largest.length();
        byte[] property = ScriptedBroker.property(MAXIMUM_PACKET_SIZE, limit, 4);
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, property, payload -> {
                    seen.add(payload);
                    return Answer.YES;
                });
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            String fits = rig.raiseWith("x".repeat(300), "m/1");
            String tooLarge = rig.raiseWith("x".repeat(301), "m/1");
            String small = rig.raise("m/1");
            rig.start().awaitAll();

            assertThat(seen).containsExactly(fits, small);
            assertThat(broker.connectionCount).hasValue(1);
            assertThat(rig.deadLetters())
                    .singleElement()
                    .asString()
                    .contains("\"reason\":\"its packet has " + (limit + 1) + " bytes and the broker takes " + limit
                            + " (Maximum Packet Size)\"")
                    .endsWith(",\"event\":" + tooLarge + "}");
            assertThat(rig.lines).noneMatch(line -> line.contains(": down"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x90, 0x95, 0x99})
    void shouldSetAsideAtOnceWhatTheBrokerRefusesForGood(int code) throws Exception {
        Function<String, Answer> refusesSome = payload -> payload.contains("bad") ? Answer.refuse(code) : Answer.YES;
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, NOTHING, refusesSome);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            List<String> good = new ArrayList<>(rig.raise("m/", 50));
            rig.raise("bad");
            good.addAll(rig.raise("n/", 50));
            rig.start().awaitAll();

            assertThat(broker.accepted).containsExactlyElementsOf(good);
            assertThat(broker.connectionCount).hasValue(1);
            assertThat(rig.deadLetters()).singleElement().asString().contains(String.format("(0x%02X)", code));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x87})
    void shouldTryThreeTimesWhatTheBrokerMayTakeLater(int code) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger triesOfAnother = new AtomicInteger();
        Function<String, Answer> refusesSome = payload -> {
            if (payload.contains("bad")) {
                tries.incrementAndGet();
                return Answer.refuse(code);
            }
            boolean isRefusedTwice = payload.contains("late") && triesOfAnother.incrementAndGet() < 3;
            return isRefusedTwice ? Answer.refuse(code) : Answer.YES;
        };
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, NOTHING, refusesSome);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            List<String> good = new ArrayList<>(rig.raise("m/", 50));
            rig.raise("bad");
            good.addAll(rig.raise("n/", 50));
            good.add(rig.raise("late"));
            rig.start().awaitAll();

            assertThat(tries).hasValue(3);
            assertThat(new LinkedHashSet<>(broker.accepted)).containsExactlyInAnyOrderElementsOf(good);
            assertThat(rig.deadLetters())
                    .singleElement()
                    .asString()
                    .contains("tocsin/hot/bad")
                    .contains(String.format("(0x%02X)", code));
        }
    }

    @Test
    void shouldWaitForAsLongAsTheQuotaIsExceeded() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Function<String, Answer> quota = payload -> tries.incrementAndGet() <= 10 ? Answer.refuse(0x97) : Answer.YES;
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, NOTHING, quota);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            String event = rig.raise("m/1");
            rig.start().awaitAll();

            assertThat(broker.accepted).containsExactly(event);
            assertThat(rig.deadLetters()).isEmpty();
            assertThat(rig.lines).anyMatch(line -> line.contains(": down") && line.contains("quota exceeded (0x97)"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x89, 0x8B, 0x97, 0x98})
    void shouldBlameNoMessageWhenTheBrokerDisconnectsForAReasonOfItsOwn(int code) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Function<String, Answer> disconnects =
                payload -> tries.incrementAndGet() <= 8 ? Answer.disconnect(code) : Answer.YES;
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, NOTHING, disconnects);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            String event = rig.raise("m/1");
            rig.start().awaitAll();

            assertThat(broker.accepted).containsExactly(event);
            assertThat(rig.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldSetAsideWhatMakesTheBrokerDisconnectWithAReason() throws Exception {
        Function<String, Answer> disconnects =
                payload -> payload.contains("bad") ? Answer.disconnect(0x95) : Answer.YES;
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, NOTHING, disconnects);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            rig.raise("bad");
            String good = rig.raise("m/1");
            rig.start().awaitAll();

            assertThat(broker.accepted).containsExactly(good);
            assertThat(rig.deadLetters())
                    .singleElement()
                    .asString()
                    .contains("the broker disconnected: packet too large (0x95), each of 3 times");
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void shouldSendOnceWithQosZero(MqttVersion version) throws Exception {
        byte[] property = ScriptedBroker.property(RECEIVE_MAXIMUM, 1, 2);
        byte[] properties = version == MqttVersion.MQTT_5 ? property : NOTHING;
        try (ScriptedBroker broker = new ScriptedBroker(version, properties, payload -> Answer.YES);
                SinkRig rig = new SinkRig(temp, sink(broker, 0, 1, false))) {
            List<String> raised = rig.raise("m/", 150);
            rig.start().awaitAll().stop();

            assertThat(broker.accepted).containsExactlyElementsOf(raised);
        }
    }

    @Test
    void shouldPingWhenIdleAsOftenAsTheBrokerWants() throws Exception {
        byte[] property = ScriptedBroker.property(SERVER_KEEP_ALIVE, 2, 2);
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, property, payload -> Answer.YES);
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            rig.start();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (broker.pingCount.get() < 3) {
                assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
                TimeUnit.MILLISECONDS.sleep(20);
            }
            String event = rig.raise("m/1");
            rig.awaitAll();

            assertThat(broker.accepted).containsExactly(event);
            assertThat(broker.connectionCount).hasValue(1);
        }
    }

    @Test
    void shouldBeDownWhenTheBrokerAnswersNoPing() throws Exception {
        byte[] property = ScriptedBroker.property(SERVER_KEEP_ALIVE, 2, 2);
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, property, payload -> Answer.YES).mute();
                SinkRig rig = new SinkRig(temp, sink(broker))) {
            rig.start().awaitLine("the broker answers no ping");
        }
    }

    @Test
    void shouldSendAgainWhatTheBrokerTakesAndDoesNotAcknowledge() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Function<String, Answer> forgetsTheFirst =
                payload -> tries.incrementAndGet() == 1 ? Answer.SILENCE : Answer.YES;
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_3_1_1, NOTHING, forgetsTheFirst);
                SinkRig rig = new SinkRig(temp, impatient(config(broker, 1, 10, false)))) {
            String event = rig.raise("m/1");
            rig.start().awaitAll();

            assertThat(broker.accepted).containsExactly(event, event);
            assertThat(broker.connectionCount).hasValue(2);
            assertThat(rig.lines)
                    .anyMatch(line -> line.contains(": down") && line.contains("acknowledged nothing for 3 s"));
            assertThat(rig.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatToConfigureWhenTheBrokerGrantsLess() throws Exception {
        byte[] property = ScriptedBroker.property(MAXIMUM_QOS, 0, 1);
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, property, payload -> Answer.YES);
                SinkRig rig = new SinkRig(temp.resolve("qos"), sink(broker))) {
            rig.raise("m/1");
            rig.start().awaitLine("the broker takes QoS 0 only (Maximum QoS); set qos: 0");
            assertThat(broker.accepted).isEmpty();
        }
        property = ScriptedBroker.property(RETAIN_AVAILABLE, 0, 1);
        try (ScriptedBroker broker = new ScriptedBroker(MqttVersion.MQTT_5, property, payload -> Answer.YES);
                SinkRig rig = new SinkRig(temp.resolve("retain"), sink(broker, 1, 10, true))) {
            rig.raise("m/1");
            rig.start().awaitLine("set retain: false");
            assertThat(broker.accepted).isEmpty();
        }
    }
}
