package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.payload.Payloads;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import io.tocsin.ingest.sparkplug.SparkplugPayloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkplugTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_MS = 1_700_000_002_000L;
    private static final String COMMANDS = "spBv1.0/G1/NCMD/E1";

    @TempDir
    private Path directory;

    private final AtomicLong nowNs = new AtomicLong(START_MS * 1_000_000);
    private final List<String> commands = new ArrayList<>();
    private Rig rig;
    private MessageHandler handler;
    private int told;

    @BeforeEach
    void configure() {
        rig = new Rig(directory, 1_000, nowNs::get);
        handler = handler(new SparkplugConfig("tocsin"));
        handler.onConnected();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private MessageHandler handler(SparkplugConfig config) {
        return new MessageHandler(
                new MqttSourceConfig(
                        "s", null, 1, List.of(), Duration.ofMinutes(5).toNanos(), 1 << 20, 4_096, config),
                rig.context);
    }

    private void message(String topic, byte[] payload) {
        handler.onMessage("spBv1.0/" + topic, payload, 0, false);
        assertThat(rig.count(Counter.RECEIVED))
                .as("every reading is counted once")
                .isEqualTo(rig.intake.readingCount() + drops());
    }

    private long drops() {
        long sum = 0;
        for (Counter counter : Counter.values()) {
            sum += counter.isDrop() ? rig.count(counter) : 0;
        }
        return sum;
    }

    private void birth(int bdSeq, Metric... more) {
        List<Metric> metrics = new ArrayList<>(List.of(SparkplugPayloads.bdSeq(bdSeq)));
        metrics.addAll(List.of(more));
        message("G1/NBIRTH/E1", SparkplugPayloads.payload(START_MS, 0, metrics));
    }

    private void deviceBirth(int seq, Metric... metrics) {
        message("G1/DBIRTH/E1/D1", SparkplugPayloads.payload(START_MS, seq, List.of(metrics)));
    }

    private void data(int seq, Metric... metrics) {
        message("G1/DDATA/E1/D1", SparkplugPayloads.payload(START_MS, seq, List.of(metrics)));
    }

    private static Metric metric(String name, long alias, double value) {
        return SparkplugPayloads.birth(name, alias, START_MS, value);
    }

    private static Metric value(long alias, double value) {
        return SparkplugPayloads.data(alias, START_MS + 1, value);
    }

    private boolean pass(long ns) {
        nowNs.addAndGet(ns);
        return handler.onTime((topic, payload) -> {
            commands.add(topic);
            return true;
        });
    }

    /** Readings since the last call: {@code sensor=value quality}. */
    private List<String> news() {
        List<Reading> all = rig.intake.readings();
        List<String> said =
                all.subList(told, all.size()).stream().map(this::said).toList();
        told = all.size();
        return said;
    }

    private String said(Reading reading) {
        String text = rig.intake.text(reading.value());
        return reading.sensor() + "=" + (text == null ? Double.toString(reading.value()) : text) + " "
                + Quality.ofCode(reading.quality()).name().toLowerCase(Locale.ROOT);
    }

    @Test
    void shouldReadASession() {
        message("G1/NBIRTH/E1", SparkplugPayloads.kept("1-nbirth"));
        assertThat(news()).containsExactly("G1/E1/Node/CPU=12.5 good");
        message("G1/DBIRTH/E1/Press3", SparkplugPayloads.kept("2-dbirth"));
        assertThat(news())
                .containsExactly(
                        "G1/E1/Press3/Bearing/Temp=71.5 good",
                        "G1/E1/Press3/Count=-2.0 good",
                        "G1/E1/Press3/Total=9.223372036854776E18 good",
                        "G1/E1/Press3/Running=1.0 good",
                        "G1/E1/Press3/Mode=AUTO good",
                        "G1/E1/Press3/Spare=NaN bad",
                        "G1/E1/Press3/Offset=-9.0 good");
        assertThat(rig.intake.readings().get(1).eventTimeNs()).isEqualTo(1_700_000_000_009_000_000L);
        message("G1/DDATA/E1/Press3", SparkplugPayloads.kept("3-ddata"));
        assertThat(news())
                .containsExactly(
                        "G1/E1/Press3/Bearing/Temp=96.25 good",
                        "G1/E1/Press3/Count=5.0 bad",
                        "G1/E1/Press3/Bearing/Temp=60.0 good");
        assertThat(rig.intake.readings())
                .extracting(Reading::eventTimeNs)
                .endsWith(1_700_000_000_990_000_000L, 1_700_000_000_991_000_000L, 1_699_999_940_000_000_000L);

        message("G1/DDATA/E1/Press3", SparkplugPayloads.kept("4-ddata-gap"));
        assertThat(news()).containsExactly("G1/E1/Press3/Bearing/Temp=97.0 good");
        pass(4 * SECOND_NS);
        assertThat(commands).isEmpty();
        pass(SECOND_NS);
        assertThat(commands).containsExactly(COMMANDS);
        assertThat(rig.count(Counter.SPARKPLUG_REBIRTHS)).isEqualTo(1);
        assertThat(rig.log)
                .contains("source s: edge node G1/E1 must publish its births again: a sequence number is"
                        + " missing; requested");

        for (int i = 0; i < 5; i++) {
            message("G1/DDATA/E2/Press9", SparkplugPayloads.kept("5-unknown-alias"));
            pass(SECOND_NS);
        }
        assertThat(news()).isEmpty();
        assertThat(rig.count(Counter.DROPPED_NO_BIRTH)).isEqualTo(5);
        assertThat(commands).containsExactly(COMMANDS, "spBv1.0/G1/NCMD/E2");

        message("G1/NDEATH/E1", SparkplugPayloads.death(6));
        assertThat(news()).as("an old will").isEmpty();
        message("G1/NDEATH/E1", SparkplugPayloads.kept("6-ndeath"));
        assertThat(news())
                .containsExactly(
                        "G1/E1/Node/CPU=NaN bad",
                        "G1/E1/Press3/Bearing/Temp=NaN bad",
                        "G1/E1/Press3/Count=NaN bad",
                        "G1/E1/Press3/Total=NaN bad",
                        "G1/E1/Press3/Running=NaN bad",
                        "G1/E1/Press3/Mode=NaN bad",
                        "G1/E1/Press3/Spare=NaN bad",
                        "G1/E1/Press3/Offset=NaN bad");
        Reading last = rig.intake.readings().get(told - 1);
        assertThat(last.flags()).isEqualTo(ReadingFlags.NO_EVENT_TIME);
        assertThat(last.receiveTimeNs()).isEqualTo(nowNs.get());
        message("G1/NDEATH/E1", SparkplugPayloads.kept("6-ndeath"));
        assertThat(news()).as("dead already").isEmpty();
    }

    @Test
    void shouldAskNoOneWhenAMessageIsOnlyLate() {
        birth(1);
        deviceBirth(1, metric("t", 1, 1));
        data(3, value(1, 3));
        data(2, value(1, 2));
        pass(60 * SECOND_NS);
        assertThat(commands).isEmpty();
    }

    @Test
    void shouldAskLessOftenAndTellWhenANodeNeverAnswers() {
        for (int second = 0; second < 100; second++) {
            data(0, value(1, 1));
            pass(SECOND_NS);
        }
        assertThat(commands).as("after 1, 11, 31 and 71 s").hasSize(4).containsOnly(COMMANDS);
        assertThat(rig.log)
                .anyMatch(line -> line.contains("edge node G1/E1 has not answered 3 requests for its births"));
        birth(1);
        deviceBirth(1, metric("t", 1, 1));
        assertThat(news()).containsExactly("G1/E1/D1/t=1.0 good");
    }

    @Test
    void shouldPublishNothingWithoutCommands() {
        handler = handler(new SparkplugConfig("tocsin", List.of("G1"), SECOND_NS, SECOND_NS, false));
        data(0, value(1, 1));
        pass(SECOND_NS);
        assertThat(commands).isEmpty();
        assertThat(rig.log).anyMatch(line -> line.contains("commands is false, so no request is sent"));
        birth(1, metric("t", 1, 1));
        handler.onConnected();
        message("G1/NDATA/E1", SparkplugPayloads.payload(START_MS, 1, List.of(value(1, 2))));
        assertThat(news()).as("the births hold").containsExactly("G1/E1/t=1.0 good", "G1/E1/t=2.0 good");
    }

    @Test
    void shouldMakeBadWhatABirthNoLongerHas() {
        birth(1, metric("a", 1, 1), metric("b", 2, 2));
        deviceBirth(1, metric("x", 3, 3));
        news();
        birth(1, metric("b", 1, 4));
        assertThat(news()).containsExactly("G1/E1/b=4.0 good", "G1/E1/a=NaN bad");
        data(1, value(3, 9));
        assertThat(rig.count(Counter.DROPPED_NO_BIRTH))
                .as("its alias is of the birth before")
                .isEqualTo(1);
        pass(4 * SECOND_NS);
        assertThat(news()).isEmpty();
        pass(SECOND_NS);
        assertThat(news()).as("the birth of the device has not come again").containsExactly("G1/E1/D1/x=NaN bad");
        assertThat(commands).isEmpty();
    }

    @Test
    void shouldKeepTheValuesWhenBirthsComeAgain() {
        birth(1, metric("a", 1, 1));
        deviceBirth(1, metric("x", 3, 3));
        birth(1, metric("a", 1, 1));
        deviceBirth(1, metric("x", 4, 3));
        pass(60 * SECOND_NS);
        data(2, value(4, 5));
        assertThat(news())
                .containsExactly(
                        "G1/E1/a=1.0 good",
                        "G1/E1/D1/x=3.0 good",
                        "G1/E1/a=1.0 good",
                        "G1/E1/D1/x=3.0 good",
                        "G1/E1/D1/x=5.0 good");
    }

    @Test
    void shouldMakeADeviceBadWhenItDies() {
        birth(1, metric("a", 1, 1));
        deviceBirth(1, metric("x", 2, 3));
        news();
        message("G1/DDEATH/E1/D1", SparkplugPayloads.payload(START_MS, 2, List.of()));
        assertThat(news()).containsExactly("G1/E1/D1/x=NaN bad");
        data(3, value(2, 4));
        pass(SECOND_NS);
        assertThat(commands).as("data of the dead").containsExactly(COMMANDS);
        deviceBirth(4, metric("x", 2, 3));
        Reading born = rig.intake.readings().get(told);
        assertThat(said(born)).isEqualTo("G1/E1/D1/x=3.0 good");
        assertThat(born.flags())
                .as("a value from before the death is the newest all the same")
                .isEqualTo(ReadingFlags.NO_EVENT_TIME);
    }

    @Test
    void shouldAskEveryLivingNodeAfterAReconnect() {
        birth(1, metric("a", 1, 1));
        deviceBirth(1, metric("x", 2, 3));
        news();
        handler.onConnected();
        pass(SECOND_NS);
        assertThat(commands).containsExactly(COMMANDS);
        data(2, value(2, 4));
        assertThat(rig.count(Counter.DROPPED_NO_BIRTH)).isEqualTo(1);
        pass(8 * SECOND_NS);
        assertThat(news()).isEmpty();
        pass(SECOND_NS);
        assertThat(news()).as("nobody has answered").containsExactly("G1/E1/a=NaN bad", "G1/E1/D1/x=NaN bad");
        assertThat(rig.log).anyMatch(line -> line.contains("the birth of G1/E1 has not come again"));
    }

    @Test
    void shouldNotMoveLiveValuesByHistoricalOnes() {
        birth(1, metric("a", 1, 1));
        Metric older = Metric.newBuilder(SparkplugPayloads.data(1, START_MS - 1, 7))
                .setIsHistorical(true)
                .build();
        Metric newer = Metric.newBuilder(SparkplugPayloads.data(1, START_MS + 5, 8))
                .setIsHistorical(true)
                .build();
        message("G1/NDATA/E1", SparkplugPayloads.payload(START_MS, 1, List.of(older, newer)));
        assertThat(news()).containsExactly("G1/E1/a=1.0 good", "G1/E1/a=7.0 good");
        assertThat(rig.count(Counter.DROPPED_HISTORICAL)).isEqualTo(1);
        assertThat(handler.tallies().get(0).steps().count())
                .as("no step back of a clock")
                .isZero();
    }

    @Test
    void shouldCountMetricsThatNoReadingCanHold() {
        birth(1, metric("a", 1, 1), SparkplugPayloads.bytes("raw", 2), metric("50 % #1+2", 3, 4), metric("", 4, 4));
        assertThat(news()).containsExactly("G1/E1/a=1.0 good", "G1/E1/50 % %231%2B2=4.0 good");
        assertThat(rig.count(Counter.DROPPED_UNSUPPORTED_TYPE)).isEqualTo(1);
        assertThat(rig.count(Counter.DROPPED_BAD_NAME)).isEqualTo(1);
        message("G1/NDATA/E1", new byte[] {0x0A});
        assertThat(rig.count(Counter.DROPPED_BAD_PAYLOAD)).isEqualTo(1);
        message("G1/NBIRTH/E1/D1", new byte[0]);
        message("G1/XDATA/E1", new byte[0]);
        assertThat(rig.count(Counter.DROPPED_BAD_TOPIC)).isEqualTo(2);
        message("G1/NCMD/E1", new byte[] {0x0A});
        assertThat(rig.count(Counter.RECEIVED)).as("a command is no reading").isEqualTo(7);
    }

    @Test
    void shouldReadDataByName() {
        birth(1, metric("a/b", 1, 1));
        Metric named = Metric.newBuilder()
                .setName("a/b")
                .setTimestamp(START_MS + 1)
                .setDoubleValue(2)
                .build();
        Metric unknown = Metric.newBuilder().setName("c").setDoubleValue(2).build();
        message("G1/NDATA/E1", SparkplugPayloads.payload(START_MS, 1, List.of(named, unknown)));
        assertThat(news()).containsExactly("G1/E1/a/b=1.0 good", "G1/E1/a/b=2.0 good");
        assertThat(rig.count(Counter.DROPPED_NO_BIRTH)).isEqualTo(1);
        pass(SECOND_NS);
        assertThat(commands).containsExactly(COMMANDS);
    }

    @Test
    void shouldComeBeforeATopicFilterForAll() {
        TopicConfig all = new TopicConfig("#", Payloads.number(), 0, "{topic}");
        handler = new MessageHandler(
                new MqttSourceConfig("s", null, 1, List.of(all), 0, 1 << 20, 4_096, new SparkplugConfig("tocsin")),
                rig.context);
        birth(1, metric("a", 1, 1));
        handler.onMessage("b", "7".getBytes(StandardCharsets.UTF_8), 0, false);
        assertThat(news()).containsExactly("G1/E1/a=1.0 good", "b=7.0 good");
    }

    @Test
    void shouldPublishTheStateAgainWhenAnOldWillReplacesIt() {
        handler.onMessage("spBv1.0/STATE/other", state("{\"online\": false, \"timestamp\": 1}"), 1, true);
        assertThat(pass(0)).isFalse();
        handler.onMessage("spBv1.0/STATE/tocsin", state("{\"online\": true, \"timestamp\": 1}"), 1, true);
        assertThat(pass(0)).isFalse();
        handler.onMessage("spBv1.0/STATE/tocsin", state("{\"online\": false, \"timestamp\": 1}"), 1, true);
        assertThat(pass(0)).isTrue();
        assertThat(pass(0)).isFalse();
    }

    @Test
    void shouldRefuseABirthWithoutRoom() {
        rig.intake.room(0);
        long position = handler.onMessage(
                "spBv1.0/G1/NBIRTH/E1", SparkplugPayloads.payload(START_MS, 0, List.of(metric("a", 1, 1))), 0, false);
        assertThat(position)
                .as("the connection ends, and the births are asked for")
                .isEqualTo(MessageHandler.NO_ROOM);
        assertThat(rig.count(Counter.RECEIVED)).isZero();
    }

    private static byte[] state(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
