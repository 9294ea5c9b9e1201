package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.FakeIntake;
import io.tocsin.ingest.FakeIntake.Definition;
import io.tocsin.ingest.FakeIntake.Entry;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.FakeIntake.State;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class MqttSourceSystemTest {
    private static final PayloadConfig NUMBER = Payloads.number();
    private static final PayloadConfig JSON = Payloads.json(List.of("t", "p"), "ts", TimeUnits.MS, "q");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldGiveReadingsOfBothQosWhenConnected(Protocol protocol) throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            device.publish("plant/old/x", "7".getBytes(StandardCharsets.UTF_8), 1, true);
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), "gw", 1, protocol, number("plant/+/x"), json("cell/#"));
            source.start();
            rig.await("the retained reading", () -> rig.intake.readingCount() == 1);
            device.publish("plant/a/x", "1.5", 0);
            device.publish("plant/a/x", "2.5", 1);
            device.publish("plant/a/x", "NaN", 1);
            device.publish("plant/a/x", "", 1);
            device.publish("cell/1", "{\"ts\":1000,\"t\":20,\"p\":1013,\"q\":64}", 1);
            device.publish("cell/1", "{\"ts\":2000,\"t\":21}", 1);
            rig.await("all readings", () -> rig.intake.readingCount() == 7);
            rig.await("the last drop", () -> rig.count(Counter.RECEIVED) == 8);
            List<Reading> readings = rig.intake.readings();
            assertThat(readings)
                    .extracting(Reading::sensor)
                    .containsExactly(
                            "plant/old/x", "plant/a/x", "plant/a/x", "plant/a/x", "cell/1/t", "cell/1/p", "cell/1/t");
            assertThat(readings.get(0).flags()).isEqualTo(ReadingFlags.RETAINED | ReadingFlags.NO_EVENT_TIME);
            assertThat(readings.get(1).value()).isEqualTo(1.5);
            assertThat(readings.get(3).quality()).isEqualTo(Quality.BAD.code());
            assertThat(readings.get(1).flags())
                    .as("without an event time none is known again")
                    .isEqualTo(ReadingFlags.NO_EVENT_TIME);
            assertThat(readings.get(4).eventTimeNs()).isEqualTo(1_000_000_000L);
            assertThat(readings.get(4).flags()).isEqualTo(ReadingFlags.REDELIVERABLE);
            assertThat(readings.get(5).quality()).isEqualTo(Quality.UNCERTAIN.code());
            assertThat(rig.intake.entries()).contains(new Definition("cell/1/p"));
            assertThat(rig.count(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(1);
            assertThat(rig.count(Counter.DROPPED_MISSING_MEMBER)).isZero();
            assertThat(rig.count(Counter.RETAINED)).isEqualTo(1);
            assertThat(rig.log)
                    .anyMatch(line -> line.contains("connected to")
                            && line.contains(protocol == Protocol.V3 ? "MQTT 3.1.1" : "MQTT 5"));
            stop(source, rig);
        }
    }

    /** The broker never counts its own topics among all. */
    @Test
    void shouldHearTheBrokersOwnTopicsBesideAllOthers() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory, "sys_interval 1");
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            TopicConfig own = new TopicConfig("$SYS/broker/clients/+", NUMBER, 0, "broker/{3}/{4}");
            MqttSource source = source(rig, broker.url(), "gw", 1, Protocol.AUTO, number("#"), own);
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            device.publish("a/b", "1", 1);
            rig.await(
                    "both",
                    () -> List.of("a/b", "broker/clients/connected").stream()
                            .allMatch(name -> rig.intake.readings().stream()
                                    .anyMatch(r -> r.sensor().equals(name))));
            assertThat(rig.count(Counter.DROPPED_BAD_NAME)).isZero();
            stop(source, rig);
        }
    }

    @Test
    void shouldTakeTexts() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            rig.intake.keepsNumeralsOf(sensor -> sensor.equals("cell/1/t"));
            rig.intake.numberReaders(sensor ->
                    sensor.equals("cell/1/p") ? List.of() : List.of("alarm a", "alarm b", "stream c", "stream d"));
            MqttSource source = source(rig, broker.url(), "gw", 1, Protocol.AUTO, number("plant/#"), json("cell/#"));
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            for (int round = 0; round < 2; round++) { // a new topic, then a known one
                device.publish("plant/a/mode", "RUN", 1);
                device.publish("plant/a/mode", "7", 1);
                device.publish("cell/1", "{\"ts\":1000,\"t\":\"STOP\",\"p\":\"Störung\"}", 1);
                device.publish("cell/1", "{\"ts\":1000,\"t\":\"1.5\",\"p\":\"1.5\"}", 1);
                device.publish("cell/1", "{\"ts\":1000,\"t\":\"\",\"p\":\"x\"}", 1);
            }
            device.publish("plant/a/mode", "a\u0001b", 1);
            rig.await("all of them", () -> rig.count(Counter.RECEIVED) == 2 * 8 + 1);
            List<String> round = List.of(
                    "plant/a/mode=RUN",
                    "plant/a/mode=7.0",
                    "cell/1/t=STOP",
                    "cell/1/p=Störung",
                    "cell/1/t=1.5 in words",
                    "cell/1/p=1.5",
                    "cell/1/p=x");
            assertThat(rig.intake.readings().stream().map(reading -> said(rig, reading)))
                    .containsExactlyElementsOf(
                            Stream.concat(round.stream(), round.stream()).toList());
            assertThat(rig.intake.readings()).extracting(Reading::quality).containsOnly((int) Quality.GOOD.code());
            assertThat(rig.count(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(3);
            assertThat(rig.log)
                    .filteredOn(line -> line.contains("no number so far"))
                    .containsExactly(
                            "source m: sensor plant/a/mode sends texts and no number so far, \"RUN\"; rules that take numbers only"
                                    + " look over them: alarm a, alarm b, stream c and 1 more. Select sensors with numbers there, or"
                                    + " watch the text with an alarm of type state",
                            "source m: sensor cell/1/t sends texts and no number so far, \"STOP\"; rules that take numbers only look"
                                    + " over them: alarm a, alarm b, stream c and 1 more. Select sensors with numbers there, or watch"
                                    + " the text with an alarm of type state");
            stop(source, rig);
        }
    }

    private static String said(Rig rig, Reading reading) {
        String text = rig.intake.text(reading.value());
        boolean isNumeral = text != null && Character.isDigit(text.charAt(0));
        return reading.sensor() + '=' + (text == null ? reading.value() : text + (isNumeral ? " in words" : ""));
    }

    /** Texts without a place are readings, counted, and told of once. */
    @Test
    void shouldReadTextsWithoutAPlaceAsOther() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), "gw", 1, Protocol.AUTO, number("s/#"));
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            for (int i = 0; i < FakeIntake.MAX_TEXTS + 3; i++) {
                device.publish("s/1", "lot " + i, 1);
            }
            rig.await("all of them", () -> rig.intake.readingCount() == FakeIntake.MAX_TEXTS + 3);
            List<Reading> readings = rig.intake.readings();
            assertThat(rig.intake.text(readings.get(FakeIntake.MAX_TEXTS - 1).value()))
                    .isEqualTo("lot 7");
            assertThat(readings.subList(FakeIntake.MAX_TEXTS, readings.size()))
                    .allMatch(reading -> rig.intake.text(reading.value()).equals("OTHER"));
            assertThat(rig.count(Counter.OTHER_TEXTS)).isEqualTo(3);
            assertThat(rig.counters.dropped()).isZero();
            assertThat(rig.log)
                    .filteredOn(line -> line.contains("OTHER"))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "source m: the text \"lot 8\" of sensor s/1 is read as OTHER, as further new texts are");
            stop(source, rig);
        }
    }

    @Test
    void shouldTellOfQualityZeroInUnsaidCodes() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), "gw", 1, Protocol.AUTO, json("cell/#"));
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            for (int i = 0; i < 3; i++) {
                device.publish("cell/1", "{\"ts\":" + i + ",\"t\":20,\"p\":1013,\"q\":0}", 1);
            }
            rig.await("all of them", () -> rig.intake.readingCount() == 6);
            assertThat(rig.intake.readings()).extracting(Reading::quality).containsOnly((int) Quality.BAD.code());
            assertThat(rig.log)
                    .filteredOn(line -> line.contains("quality 0"))
                    .containsExactly(
                            "source m: quality 0 of sensor cell/1/t makes its reading BAD, as in OPC classic; in OPC"
                                    + " UA 0 is good. Say which it is: quality: {path: q, codes: opcua}, or codes: opc-classic");
            stop(source, rig);
        }
    }

    /** A message whose text has no room for a definition is refused, and comes again. */
    @Test
    void shouldLoseNoTextWhenTheRingIsFull() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            rig.intake.room(3);
            MqttSource source = source(rig, broker.url(), "gw", 1, Protocol.AUTO, number("s/#"));
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            device.publish("s/1", "RUN", 1);
            device.publish("s/1", "STOP", 1);
            rig.await("back-pressure", () -> rig.count(Counter.MQTT_BACK_PRESSURE) >= 1);
            rig.intake.room(1_000);
            rig.await("the rest", () -> rig.intake.readingCount() >= 2);
            assertThat(rig.intake.readings().stream().map(reading -> rig.intake.text(reading.value())))
                    .containsExactly("RUN", "STOP");
            assertThat(rig.counters.dropped()).isZero();
            stop(source, rig);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldAcknowledgeOnlyWhatIsDurable(Protocol protocol) throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig first = Rig.withSystemClock(directory);
            first.intake.durablePosition(0);
            MqttSource before = source(first, broker.url(), "gw", 1, protocol, number("s/#"));
            before.start();
            first.await("the connection", () -> connected(first, 1));
            for (int i = 0; i < 50; i++) {
                device.publish("s/1", Integer.toString(i), 1);
            }
            device.publish("s/1", " ", 1);
            first.await("all readings", () -> first.intake.readingCount() == 50);
            // Position 0 is the sensor's definition: 20 readings are durable.
            first.intake.durablePosition(21);
            before.stop();
            assertThat(first.failures).isEmpty();

            Rig second = Rig.withSystemClock(directory);
            MqttSource after = source(second, broker.url(), "gw", 1, protocol, number("s/#"));
            after.start();
            second.await("re-delivery", () -> second.intake.readingCount() == 30);
            second.await("the bad one too", () -> second.count(Counter.DROPPED_NOT_A_NUMBER) == 1);
            assertThat(second.intake.readings())
                    .extracting(Reading::value)
                    .containsExactlyElementsOf(
                            IntStream.range(20, 50).mapToObj(i -> (double) i).toList());
            stop(after, second);

            Rig third = Rig.withSystemClock(directory);
            MqttSource last = source(third, broker.url(), "gw", 1, protocol, number("s/#"));
            last.start();
            third.await("the connection", () -> connected(third, 1));
            device.publish("s/1", "99", 1);
            third.await("only the new one", () -> third.intake.readingCount() == 1);
            assertThat(third.intake.readings().get(0).value()).isEqualTo(99);
            stop(last, third);
        }
    }

    @Test
    void shouldLoseNothingWhenTheRingIsFull() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            rig.intake.room(11);
            MqttSource source = source(rig, broker.url(), "gw", 1, Protocol.AUTO, number("s/#"));
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            for (int i = 0; i < 40; i++) {
                device.publish("s/1", Integer.toString(i), 1);
            }
            rig.await("back-pressure", () -> rig.count(Counter.MQTT_BACK_PRESSURE) >= 1);
            assertThat(rig.intake.readingCount()).isEqualTo(10);
            rig.intake.room(1_000);
            rig.await("the rest", () -> rig.intake.readingCount() >= 40);
            assertThat(rig.intake.readings())
                    .extracting(Reading::value)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 40).mapToObj(i -> (double) i).toList());
            assertThat(rig.count(Counter.RECEIVED)).isEqualTo(40);
            assertThat(rig.counters.dropped()).isZero();
            stop(source, rig);
        }
    }

    @Test
    void shouldShedAndCountQos0WhenTheRingIsFull() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            rig.intake.room(3);
            MqttSource source = source(rig, broker.url(), "gw", 0, Protocol.AUTO, number("s/#"));
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            for (int i = 0; i < 10; i++) {
                device.publish("s/1", Integer.toString(i), 0);
            }
            rig.await("all counted", () -> rig.count(Counter.RECEIVED) == 10);
            assertThat(rig.intake.readingCount()).isEqualTo(2);
            assertThat(rig.count(Counter.DROPPED_OVERLOAD)).isEqualTo(8);
            stop(source, rig);
        }
    }

    @Test
    void shouldReconnectAndResumeWhenTheBrokerRestarts() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory)) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source = source(rig, broker.url(), "gw", 1, Protocol.AUTO, number("s/#"));
            broker.stop();
            source.start();
            rig.await(
                    "the refusal",
                    () -> rig.log.stream()
                            .anyMatch(line -> line.startsWith(
                                    "source m: cannot reach " + broker.url() + ": Connection refused")));
            broker.start();
            rig.await("the connection", () -> connected(rig, 1));
            try (Publisher device = new Publisher(broker.url())) {
                device.publish("s/1", "1", 1);
            }
            rig.await("the first", () -> rig.intake.readingCount() == 1);
            broker.stop();
            rig.await("the loss", () -> rig.log.stream().anyMatch(line -> line.contains("lost the connection")));
            broker.start();
            try (Publisher device = new Publisher(broker.url())) {
                device.publish("s/1", "2", 1);
                rig.await("the second", () -> rig.intake.readingCount() == 2);
                device.publish("s/2", "3", 1);
                rig.await("the third", () -> rig.intake.readingCount() == 3);
            }
            rig.await("its line", () -> rig.log.stream().anyMatch(line -> line.contains("session resumed")));
            assertThat(rig.log)
                    .filteredOn(line -> line.contains("Connection refused"))
                    .hasSizeLessThan(4);
            assertThat(states(rig)).extracting(State::isUp).containsExactly(true, false, true);
            assertThat(states(rig).get(1).reason()).isNotEmpty();
            stop(source, rig);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V5", "V3"})
    void shouldSayThatThePasswordIsWrongAndNeverPrintIt(Protocol protocol) throws Exception {
        Path passwords = Files.writeString(directory.resolve("passwords"), "");
        try (Mosquitto broker = Mosquitto.start(directory, "allow_anonymous false", "password_file " + passwords)) {
            Rig rig = Rig.withSystemClock(directory);
            MqttConnectionConfig connection =
                    new MqttConnectionConfig(broker.url(), "gw", "user", "canary-secret", null, protocol);
            MqttSource source =
                    new MqttSource(new MqttSourceConfig("m", connection, 1, List.of(number("s/#")), 1), rig.context);
            source.start();
            rig.await("the refusal", () -> !rig.log.isEmpty());
            assertThat(rig.log.get(0))
                    .startsWith("source m: cannot connect to " + broker.url())
                    .contains("user name or password");
            assertThat(rig.log.toString() + connection).doesNotContain("canary");
            stop(source, rig);
        }
    }

    @Test
    void shouldCountMessagesOnceWhenFiltersOverlap() throws Exception {
        try (Mosquitto broker = Mosquitto.start(directory);
                Publisher device = new Publisher(broker.url())) {
            Rig rig = Rig.withSystemClock(directory);
            MqttSource source =
                    source(rig, broker.url(), "gw", 1, Protocol.AUTO, json("p/1/+"), number("p/+/t"), number("p/1/t"));
            source.start();
            rig.await("the connection", () -> connected(rig, 1));
            device.publish("p/1/t", "{\"t\":1,\"p\":2}", 1);
            device.publish("p/2/t", "3", 1);
            device.publish("p/2/u", "nobody asked", 1);
            device.publish("p/2/t", "4", 1);
            rig.await("the last", () -> rig.intake.readingCount() >= 4);
            assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(1.0, 2.0, 3.0, 4.0);
            assertThat(rig.count(Counter.RECEIVED)).isEqualTo(4);
            assertThat(rig.log.get(0)).contains("subscribing to p/+/+");
            stop(source, rig);
        }
    }

    private static boolean connected(Rig rig, int times) {
        return rig.log.stream().filter(line -> line.contains("connected to")).count() >= times;
    }

    private static void stop(MqttSource source, Rig rig) throws InterruptedException {
        source.stop();
        assertThat(source.awaitEnd(0)).isTrue();
        assertThat(rig.failures).isEmpty();
        assertReadingsCameWhileUp(rig);
        rig.close();
    }

    private static List<State> states(Rig rig) {
        return rig.intake.entries().stream()
                .filter(State.class::isInstance)
                .map(State.class::cast)
                .toList();
    }

    /** The journal orders connections, their messages and their losses. */
    private static void assertReadingsCameWhileUp(Rig rig) {
        boolean isUp = false;
        for (Entry entry : rig.intake.entries()) {
            if (entry instanceof State state) {
                assertThat(state.isUp()).as("changes only").isNotEqualTo(isUp);
                isUp = state.isUp();
            } else {
                assertThat(isUp).as("%s", entry).isTrue();
            }
        }
    }

    private static TopicConfig number(String filter) {
        return new TopicConfig(filter, NUMBER, 0, "{topic}");
    }

    private static TopicConfig json(String filter) {
        return new TopicConfig(filter, JSON, 16, "{topic}/{member}");
    }

    private static MqttSource source(
            Rig rig, String url, String clientId, int qos, Protocol protocol, TopicConfig... topics) {
        MqttConnectionConfig connection = new MqttConnectionConfig(url, clientId, null, null, null, protocol);
        return new MqttSource(
                new MqttSourceConfig("m", connection, qos, List.of(topics), 300_000_000_000L), rig.context);
    }
}
