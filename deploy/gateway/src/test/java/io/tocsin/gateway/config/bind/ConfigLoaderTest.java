package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.reading.Quality;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.file.FileFormat;
import io.tocsin.ingest.file.FileSourceConfig;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.ValueConfig;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.payload.PayloadFormat;
import io.tocsin.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path dir;

    private ConfigFiles files;

    @BeforeEach
    void setUp() {
        files = new ConfigFiles(dir, Map.of("MQTT_PASSWORD", "canary"));
    }

    @Test
    void shouldTakeDefaultsWhenKeysAreLeftOut() {
        GatewayConfig config = files.load(ConfigFiles.MINIMAL);

        assertThat(config.name()).isEqualTo("test");
        assertThat(config.dataDir()).isEqualTo(dir.resolve("data/test"));
        assertThat(config.journal().dir()).isEqualTo(dir.resolve("data/test/journal"));
        assertThat(config.journal().sync()).isEqualTo(SyncPolicy.every(10_000_000));
        assertThat(config.journal().segmentBytes()).isEqualTo(32 << 20);
        assertThat(config.maxSensors()).isEqualTo(100_000);
        assertThat(config.pipeline())
                .isEqualTo(new PipelineConfig(
                        PipelineConfig.DEFAULT_RING_SIZE, WaitStrategyKind.AUTO, AlarmGate.JOURNALLED));
        assertThat(config.plan().idleAfterNs()).isEqualTo(30 * SECOND_NS);
        assertThat(config.plan().sources())
                .containsExactly(new SourceNode("rate", "rate", "1000 sensors, 1000 readings/s", false));
        assertThat(config.plan().alarms().get(0))
                .isEqualTo(new LimitRule(
                        "high",
                        config.plan().alarms().get(0).selector(),
                        Priority.MEDIUM,
                        "{sensor} {level}: {value}, limit {limit}",
                        List.of(),
                        List.of(new LimitLevel(Level.HI, 9, 0, Priority.MEDIUM)),
                        0,
                        0,
                        AlarmRule.ON_ARRIVAL));
        assertThat(config.sinks()).containsExactly(new SinkConfig.Console("out"));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void shouldReadEveryKeyOfAnMqttSource() throws IOException {
        Files.writeString(dir.resolve("ca.pem"), "");

        GatewayConfig config = files.load("""
                name: g
                time: {futureLimit: 1m}
                sources:
                  - mqtt:
                      name: plant
                      url: ssl://broker:8883
                      clientId: me
                      username: user
                      password: ${env:MQTT_PASSWORD}
                      caFile: ca.pem
                      protocol: v3
                      qos: 0
                      topics:
                        - {filter: a/+, payload: number}
                        - {filter: b/+, value: [x, y.z], time: ts, timeUnit: iso, quality: q, dedupe: 4}
                """);

        MqttSourceConfig source = ((SourceConfig.Mqtt) config.sources().get(0)).config();
        assertThat(source.name()).isEqualTo("plant");
        assertThat(source.qos()).isZero();
        assertThat(source.futureLimitNs()).isEqualTo(60 * SECOND_NS);
        assertThat(source.connection())
                .isEqualTo(new MqttConnectionConfig(
                        "ssl://broker:8883", "me", "user", "canary", dir.resolve("ca.pem"), Protocol.V3));
        TopicConfig number = source.topics().get(0);
        assertThat(number.payload().format()).isEqualTo(PayloadFormat.NUMBER);
        assertThat(number.sensor()).hasToString("{topic}");
        TopicConfig json = source.topics().get(1);
        assertThat(json.payload().values())
                .containsExactly(ValueConfig.at("x", ValueRule.PLAIN), ValueConfig.at("y.z", ValueRule.PLAIN));
        assertThat(json.payload().mapping().time()).isEqualTo(TimeConfig.at("ts", TimeFormat.of(TimeUnits.ISO)));
        assertThat(json.payload().mapping().quality()).isEqualTo(new QualityMapping("q", OpcCodes.UNSAID));
        assertThat(json.dedupeCount()).isEqualTo(4);
        assertThat(json.sensor()).hasToString("{topic}/{member}");
    }

    /** Twice as many as may be unacknowledged, 4,096 or half the ring. */
    @Test
    void shouldReadQualitiesInCodesAndNumbersOnly() throws IOException {
        String source = "name: g\nsources: [{mqtt: {embedded: 1883, topics: [{filter: a, %s}]}}]";

        assertThat(firstTopic(source.formatted("quality: {path: q}"))
                        .payload()
                        .mapping()
                        .quality())
                .isEqualTo(new QualityMapping("q", OpcCodes.UNSAID));
        assertThat(firstTopic(source.formatted("quality: {path: s.v, codes: opcua}"))
                        .payload()
                        .mapping()
                        .quality())
                .isEqualTo(new QualityMapping("s.v", OpcCodes.OPC_UA));
        assertThat(firstTopic(source.formatted("quality: {path: q, codes: opc-classic}"))
                        .payload()
                        .mapping()
                        .quality())
                .isEqualTo(new QualityMapping("q", OpcCodes.OPC_CLASSIC));
        QualityMapping own = firstTopic(source.formatted(
                        "quality: {path: q, good: [true, 3, OK], uncertain: [1, 2], bad: [false, 0.0, '4']}"))
                .payload()
                .mapping()
                .quality();
        assertThat(own.path()).isEqualTo("q");
        assertThat(own.codes().label())
                .isEqualTo("good is true, 3, OK; uncertain is 1, 2; bad is false, 0, 4; all else is uncertain");
        assertThat(own.codes().ofNumber(4)).as("in quotes it is a text").isEqualTo(Quality.UNCERTAIN);
        assertThat(firstTopic(source.formatted("type: number"))
                        .payload()
                        .values()
                        .get(0)
                        .rule()
                        .type())
                .isEqualTo(ValueRule.Type.NUMBER);

        Files.writeString(dir.resolve("r.csv"), "tag,v,q\n");
        GatewayConfig file = files.load("""
                name: g
                sources:
                  - file:
                      path: r.csv
                      columns: {sensor: tag, value: v, type: number, quality: {path: q, codes: opcua}}
                """);
        FileSourceConfig config = ((SourceConfig.File) file.sources().get(0)).config();
        assertThat(((FileFormat.Csv) config.format()).mapping().quality())
                .isEqualTo(new QualityMapping("q", OpcCodes.OPC_UA));
        assertThat(((FileFormat.Csv) config.format()).mapping().values().get(0).rule())
                .isEqualTo(ValueRule.NUMBERS_ONLY);
    }

    @Test
    void shouldRememberReadingsWhenABrokerMayDeliverAgain() {
        assertThat(remembered("1", ", time: t", "")).isEqualTo(8_192);
        assertThat(remembered("1", "", "")).isZero();
        assertThat(remembered("0", ", time: t", "")).isZero();
        assertThat(remembered("1", ", time: t, dedupe: 0", "")).isZero();
        assertThat(remembered("1", ", time: t, dedupe: 16", "")).isEqualTo(8_192);
        assertThat(remembered("1", ", time: t, dedupe: 100000", "")).isEqualTo(100_000);
        assertThat(remembered("0", ", time: t, dedupe: 16", "")).isEqualTo(16);
        assertThat(remembered("1", ", time: t", "engine: {ringSize: 1024}")).isEqualTo(1_024);
        assertThat(remembered("1", ", time: t, dedupe: 0}, {filter: b, time: t", ""))
                .as("one topic of two")
                .isEqualTo(8_192);
    }

    private int remembered(String qos, String topic, String engine) {
        String yaml = "name: g\n%s\nsources: [{mqtt: {embedded: 1883, qos: %s, topics: [{filter: a%s}]}}]";
        return files.load(yaml.formatted(engine, qos, topic))
                .plan()
                .sources()
                .get(0)
                .rememberedCount();
    }

    @Test
    void shouldBoundTheSizeOfMessages() {
        String yaml = "name: g\nsources: [{mqtt: {embedded: 1883, %stopics: [{filter: a}]}}]";
        assertThat(mqtt(yaml.formatted("")).maxMessageBytes()).isEqualTo(1 << 20);
        assertThat(firstTopic(yaml.formatted("")).payload().values())
                .containsExactly(ValueConfig.at("value", ValueRule.PLAIN));
        assertThat(mqtt(yaml.formatted("maxMessageSize: 64KiB, ")).maxMessageBytes())
                .isEqualTo(64 << 10);
    }

    private MqttSourceConfig mqtt(String yaml) {
        return ((SourceConfig.Mqtt) files.load(yaml).sources().get(0)).config();
    }

    @Test
    void shouldPublishRowsUnderATopicOfTheirOwnWhenNoneIsGiven() {
        String sink =
                "name: g\nsources: [{rate: {sensors: 1, perSecond: 1}}]\nsinks: {out: {mqtt: {url: \"tcp://h:1\"%s}}}";

        assertThat(rowTopic(sink.formatted(""))).isEqualTo("tocsin/streams/{stream}/{sensor}");
        assertThat(rowTopic(sink.formatted(", rows: \"x/{stream}\""))).isEqualTo("x/{stream}");
    }

    private String rowTopic(String config) {
        return ((SinkConfig.Mqtt) files.load(config).sinks().get(0)).rowTopic();
    }

    @Test
    void shouldConnectToItselfWhenTheBrokerIsEmbedded() {
        GatewayConfig config = files.load("name: hall\nsources: [{mqtt: {embedded: 1999, topics: [{filter: a}]}}]");

        SourceConfig.Mqtt source = (SourceConfig.Mqtt) config.sources().get(0);
        assertThat(source.embeddedPort()).isEqualTo(1999);
        assertThat(source.config().connection().url()).isEqualTo("tcp://127.0.0.1:1999");
        assertThat(source.config().connection().clientId()).isEqualTo("tocsin-hall");
        assertThat(source.config().connection().protocol()).isEqualTo(Protocol.V5);
    }

    @Test
    void shouldReadAFileSource() throws IOException {
        Files.writeString(dir.resolve("r.csv"), "tag,v,t\n");

        GatewayConfig config = files.load("""
                name: g
                sources:
                  - file: {path: r.csv, columns: {sensor: tag, value: v, time: t}, timeUnit: s, pace: 60x}
                """);

        assertThat(config.sources())
                .containsExactly(new SourceConfig.File(new FileSourceConfig(
                        "file", dir.resolve("r.csv"), "tag", "v", "t", null, TimeUnits.S, 60, 300 * SECOND_NS)));
        assertThat(config.plan().sources().get(0).bounded()).isTrue();
    }

    @Test
    void shouldReadQualityAlarms() {
        GatewayConfig config = files.load("""
                name: g
                sources: [{rate: {sensors: 1}}]
                alarms:
                  - {name: a, sensor: rate/#, type: quality}
                  - {name: b, sensor: rate/#, type: quality, order: arrival, priority: high, message: "{sensor} lost"}
                """);

        SensorSelector all = new SensorSelector("rate/#");
        assertThat(config.plan().alarms())
                .containsExactly(
                        new QualityRule("a", all, Priority.MEDIUM, "{sensor} bad", List.of()),
                        new QualityRule("b", all, Priority.HIGH, "{sensor} lost", List.of()));
    }

    /** Each text that alarms name has a place that no other text takes. */
    @Test
    void shouldRefuseMoreNamedTextsThanThereArePlacesFor() {
        StringBuilder alarms = new StringBuilder("name: g\nsources: [{rate: {sensors: 1}}]\nalarms:\n");
        for (int i = 0; i < 257; i++) {
            alarms.append("  - {name: a").append(i).append(", sensor: rate/#, type: state, in: [");
            for (int k = 0; k < 64; k++) {
                alarms.append(k == 0 ? "" : ", ").append("t").append(i * 64 + k);
            }
            alarms.append("]}\n");
        }
        assertThat(files.errors(alarms.toString()))
                .containsExactly("260:5: alarms[256]: the alarms name more than 16384 different texts; name fewer");
        GatewayConfig fewer = files.load(alarms.toString().replaceAll("\\bt16\\d\\d\\d\\b", "t1"));
        assertThat(fewer.plan().namedTexts()).hasSize(16_000);
    }

    @Test
    void shouldReadStateAlarms() {
        GatewayConfig config = files.load("""
                name: g
                sources: [{rate: {sensors: 1}}]
                alarms:
                  - {name: a, sensor: rate/#, type: state, in: FAULT}
                  - {name: b, sensor: rate/#, type: state, in: [2, FAULT, "2", true], clear: [0.5, NORMAL], reorder: 2s}
                  - {name: c, sensor: rate/#, type: state, in: [FAULT], order: time, message: "{sensor}: {value}"}
                """);

        SensorSelector all = new SensorSelector("rate/#");
        StateSet fault = StateSet.of("FAULT");
        assertThat(config.plan().alarms())
                .containsExactly(
                        new StateRule(
                                "a", all, Priority.MEDIUM, "{sensor} is {value}", List.of(), fault, StateSet.NONE, -1),
                        new StateRule(
                                "b",
                                all,
                                Priority.MEDIUM,
                                "{sensor} is {value}",
                                List.of(),
                                new StateSet(List.of("2", "FAULT"), List.of(1.0, 2.0)),
                                new StateSet(List.of("NORMAL"), List.of(0.5)),
                                2 * SECOND_NS),
                        new StateRule(
                                "c", all, Priority.MEDIUM, "{sensor}: {value}", List.of(), fault, StateSet.NONE, 0));
        assertThat(config.plan().readsTextsOf("rate/1")).isTrue();
        assertThat(config.plan().readsTextsOf("other")).isFalse();
    }

    @Test
    void shouldReadWhatAnAlarmDoesWhenItsValueGoes() {
        GatewayConfig config = files.load("""
                name: g
                sources: [{rate: {sensors: 1}}]
                alarms:
                  - {name: a, sensor: rate/#, type: limit, hi: 1}
                  - {name: b, sensor: rate/#, type: limit, hi: 1, onBad: clear}
                  - {name: c, sensor: rate/#, type: stuck, hold: 1s, onBad: clear}
                  - {name: d, sensor: rate/#, type: state, in: 1, onBad: clear}
                  - {name: e, sensor: rate/#, type: state, in: 1, onBad: hold}
                """);
        assertThat(config.plan().alarms())
                .extracting(AlarmRule::onBad)
                .containsExactly(OnBad.HOLD, OnBad.CLEAR, OnBad.CLEAR, OnBad.CLEAR, OnBad.HOLD);
    }

    @Test
    void shouldReadRateOfChangeAlarms() {
        GatewayConfig config = files.load("""
                name: g
                sources: [{rate: {sensors: 1}}]
                alarms:
                  - {name: a, sensor: rate/#, type: rateOfChange, limit: 2.5, per: 1m}
                  - name: b
                    sensor: rate/#
                    type: rateOfChange
                    limit: 3
                    per: 10s
                    deadband: 0.5
                    maxGap: 15m
                    direction: down
                    reorder: 3s
                    onBad: clear
                """);

        RateOfChangeRule plain = (RateOfChangeRule) config.plan().alarms().get(0);
        assertThat(plain.limit()).isEqualTo(2.5);
        assertThat(plain.perNs()).isEqualTo(60 * SECOND_NS);
        assertThat(plain.deadband()).isZero();
        assertThat(plain.maxGapNs()).isEqualTo(RateOfChangeRule.ANY_GAP);
        assertThat(plain.direction()).isEqualTo(RateDirection.ANY);
        assertThat(plain.message()).isEqualTo("{sensor} changes by more than 2.5 in 1m: {value}");
        RateOfChangeRule full = (RateOfChangeRule) config.plan().alarms().get(1);
        assertThat(full.deadband()).isEqualTo(0.5);
        assertThat(full.maxGapNs()).isEqualTo(900 * SECOND_NS);
        assertThat(full.direction()).isEqualTo(RateDirection.DOWN);
        assertThat(full.reorderNs()).isEqualTo(3 * SECOND_NS);
        assertThat(full.onBad()).isEqualTo(OnBad.CLEAR);
    }

    @Test
    void shouldReadStuckAlarms() {
        GatewayConfig config = files.load("""
                name: g
                sources: [{rate: {sensors: 1}}]
                alarms:
                  - {name: a, sensor: rate/#, type: stuck, hold: 5m}
                  - name: b
                    sensor: rate/#
                    type: stuck
                    hold: 0s
                    tolerance: 0.5
                    minSamples: 5
                    maxGap: 15m
                    ignoreAbsAtMost: 0
                    reorder: 3s
                    message: "{sensor} at {value}"
                """);

        StuckRule plain = (StuckRule) config.plan().alarms().get(0);
        assertThat(plain.holdNs()).isEqualTo(300 * SECOND_NS);
        assertThat(plain.tolerance()).isZero();
        assertThat(plain.minSamples()).isEqualTo(2);
        assertThat(plain.maxGapNs()).isEqualTo(StuckRule.ANY_GAP);
        assertThat(plain.ignoreAbsAtMost()).isEqualTo(StuckRule.IGNORE_NOTHING);
        assertThat(plain.message()).isEqualTo("{sensor} stuck (hold 5m): {value}");
        StuckRule full = (StuckRule) config.plan().alarms().get(1);
        assertThat(full.holdNs()).isZero();
        assertThat(full.tolerance()).isEqualTo(0.5);
        assertThat(full.minSamples()).isEqualTo(5);
        assertThat(full.maxGapNs()).isEqualTo(900 * SECOND_NS);
        assertThat(full.ignoreAbsAtMost()).isZero();
        assertThat(full.reorderNs()).isEqualTo(3 * SECOND_NS);
        assertThat(full.message()).isEqualTo("{sensor} at {value}");
    }

    @Test
    void shouldReadAlarmsWithTheirOwnDeadbandsAndOrder() {
        GatewayConfig config = files.load("""
                name: g
                sources: [{rate: {}}]
                alarms:
                  - name: a
                    sensor: rate/+
                    type: limit
                    priority: high
                    deadband: 2
                    onDelay: 5s
                    offDelay: 1s
                    reorder: 3s
                    hihi: {limit: 20, priority: critical}
                    hi: 10
                    lo: {limit: -5.5, deadband: 0}
                    sinks: out
                  - {name: b, sensor: rate/#, type: missing, timeout: 1m, of: group, order: arrival, message: "{1}"}
                sinks: {out: {console: }}
                """);

        LimitRule limit = (LimitRule) config.plan().alarms().get(0);
        assertThat(limit.levels())
                .containsExactly(
                        new LimitLevel(Level.HIHI, 20, 2, Priority.CRITICAL),
                        new LimitLevel(Level.HI, 10, 2, Priority.HIGH),
                        new LimitLevel(Level.LO, -5.5, 0, Priority.HIGH));
        assertThat(limit.onDelayNs()).isEqualTo(5 * SECOND_NS);
        assertThat(limit.offDelayNs()).isEqualTo(SECOND_NS);
        assertThat(limit.reorderNs()).isEqualTo(3 * SECOND_NS);
        assertThat(limit.sinks()).containsExactly("out");
        MissingRule missing = (MissingRule) config.plan().alarms().get(1);
        assertThat(missing.timeoutNs()).isEqualTo(60 * SECOND_NS);
        assertThat(missing.group()).isTrue();
        assertThat(missing.reorderNs()).isEqualTo(AlarmRule.IN_ARRIVAL_ORDER);
        assertThat(missing.message()).isEqualTo("{1}");
    }

    @Test
    void shouldNameTheTimeoutWhenAMissingAlarmHasNoMessage() {
        GatewayConfig config = files.load(
                "name: g\nsources: [{rate: {}}]\nalarms: [{name: m, sensor: rate/+, type: missing, timeout: 90s}]");

        assertThat(config.plan().alarms().get(0).message()).isEqualTo("{sensor} silent (timeout 90s)");
    }

    @Test
    void shouldAcceptNeutralValuesOfKeysToCome() {
        String neutral = ConfigFiles.MINIMAL.replace("hi: 9", "hi: 9, latch: false, reorder: 0s, order: time")
                + "time: {scope: sensor, outOfOrderness: 0s}\nengine: {shards: 1}\n";

        assertThat(files.load(neutral).warnings()).isEmpty();
    }

    @Test
    void shouldShareValuesWhenAliasesPointAtThem() {
        GatewayConfig config = files.load("""
                name: g
                sources: [{rate: {}}]
                alarms:
                  - {name: a, sensor: &all rate/+, type: limit, hi: &band {limit: 9, deadband: 1}}
                  - {name: b, sensor: *all, type: limit, hi: *band}
                """);

        assertThat(config.plan().alarms())
                .extracting(a -> a.selector().filter())
                .containsOnly("rate/+");
    }

    @Test
    void shouldReadASecretFromAFileThatOthersMayNotRead() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "canary\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        String yaml = "name: g\nsources: [{mqtt: {url: \"tcp://h:1\", username: u, password: \"${file:secret}\","
                + " topics: [{filter: a}]}}]";

        MqttConnectionConfig connection =
                ((SourceConfig.Mqtt) files.load(yaml).sources().get(0)).config().connection();
        assertThat(connection.password()).isEqualTo("canary");

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(files.errors(yaml))
                .containsExactly("2:60: sources[0].mqtt.password: the secret file " + secret
                        + " is readable or writable for other users: remove these permissions with chmod o-rw,g-w");
    }

    @Test
    void shouldNeverPrintASecret() {
        String yaml = "name: g\nsources: [{mqtt: {url: \"tcp://h:1\", username: u, password: %s,"
                + " topics: [{filter: a}]}}]";

        assertThat(files.load(yaml.formatted("\"${env:MQTT_PASSWORD}\"")).toString())
                .doesNotContain("canary");
        assertThat(files.errors(yaml.formatted("\"canary${env:MQTT_PASSWORD}\""))
                        .toString())
                .contains("must be ${env:NAME} or ${file:PATH}, without further text")
                .doesNotContain("canary");
        assertThat(files.warnings(yaml.formatted("canary")).toString())
                .contains("is readable for everyone in this file")
                .doesNotContain("canary");
    }

    @Test
    void shouldWarnOfTheBrokersOwnTopicsOnlyWhenTheirNamesAreRefused() {
        String yaml = """
                name: g
                sources:
                  - mqtt:
                      embedded: 1883
                      topics:
                        - {filter: "#", payload: number}
                        - {filter: "$SYS/broker/clients/+", payload: number%s}
                alarms:
                  - {name: a, sensor: "#", type: limit, hi: 1}
                sinks: {out: {console: {}}}
                """;
        assertThat(files.warnings(yaml.formatted(", sensor: \"broker/{3}/{4}\"")))
                .isEmpty();
        assertThat(files.warnings(yaml.formatted("")))
                .singleElement()
                .asString()
                .contains("every reading of $SYS/broker/clients/+ is dropped");
    }

    @Test
    void shouldGoOnByTheClockAsSoonAsAnAlarmWaitsForIt() {
        String head = "name: g\nsources: [{rate: {}}]\nalarms:\n";
        assertThat(idleAfter("name: g\nsources: [{rate: {}}]")).isEqualTo("30s default");
        assertThat(idleAfter(head + "  - {name: a, sensor: rate/+, type: limit, hi: 1, onDelay: 5s, offDelay: 7s}"))
                .isEqualTo("5s onDelay of alarm a");
        assertThat(idleAfter(head + "  - {name: a, sensor: rate/+, type: limit, hi: 1, onDelay: 5s, offDelay: 3s}"))
                .isEqualTo("3s offDelay of alarm a");
        assertThat(idleAfter(head + "  - {name: a, sensor: rate/+, type: limit, hi: 1, onDelay: 1m}\n"
                        + "  - {name: b, sensor: rate/+, type: missing, timeout: 20s}"))
                .isEqualTo("20s timeout of alarm b");
        assertThat(idleAfter(head + "  - {name: a, sensor: rate/+, type: limit, hi: 1, reorder: 2s}"))
                .isEqualTo("2s reorder of alarm a");
        assertThat(idleAfter(head + "  - {name: a, sensor: rate/+, type: state, in: [1]}"))
                .as("order: arrival waits for nothing")
                .isEqualTo("30s default");
        assertThat(idleAfter(head + "  - {name: a, sensor: rate/+, type: missing, timeout: 2m}"))
                .isEqualTo("30s default");
        assertThat(idleAfter(head + "  - {name: a, sensor: rate/+, type: limit, hi: 1, onDelay: 5s}\n"
                        + "time: {idleAfter: 1m}"))
                .as("what is given wins")
                .isEqualTo("1m time.idleAfter");
        assertThat(idleAfter("name: g\nsources: [{rate: {}}]\nstreams:\n"
                        + "  - {name: w, from: rate/+, window: {type: tumbling, size: 1s}, aggregates: [avg]}"))
                .as("windows are no reason to make readings late")
                .isEqualTo("30s default");
    }

    private String idleAfter(String yaml) {
        GatewayConfig config = files.load(yaml);
        assertThat(config.plan().idleAfterNs()).isEqualTo(config.idleAfter().ns());
        return Durations.format(config.idleAfter().ns())
                + ' '
                + config.idleAfter().origin();
    }

    @Test
    void shouldHaveClocksBeginAnewAfterAMinute() {
        assertThat(files.load("name: g\nsources: [{rate: {}}]").plan().resetAfterNs())
                .isEqualTo(60 * SECOND_NS);
        assertThat(files.load("name: g\nsources: [{rate: {}}]\ntime: {resetAfter: 5m}")
                        .plan()
                        .resetAfterNs())
                .isEqualTo(300 * SECOND_NS);
        assertThat(files.load("name: g\nsources: [{rate: {}}]\ntime: {resetAfter: 0s}")
                        .plan()
                        .resetAfterNs())
                .isZero();
    }

    @Test
    void shouldWarnWhenSomethingIsProbablyNotMeant() {
        assertThat(files.warnings("""
                        name: g
                        sources:
                          - mqtt:
                              embedded: 1883
                              topics:
                                - {filter: plant/+/temp, sensor: "{1}/{3}"}
                                - {filter: "plant/#"}
                        alarms:
                          - {name: a, sensor: plnt/#, type: limit, hi: 1}
                          - {name: b, sensor: plant/temp, type: missing, timeout: 5s}
                        sinks:
                          out: {mqtt: {url: "tcp://127.0.0.1:1883", topic: "plant/alarms/{alarm}"}}
                          out2: {mqtt: {url: "tcp://127.0.0.1:1883", clientId: x, rows: "plant/rows/all/{stream}"}}
                        time: {idleAfter: 30s}
                        """))
                .containsExactly(
                        "6:42: warning: sources[0].mqtt.topics[0].sensor: has no {2}: topics that differ in that level"
                                + " become one sensor",
                        "7:11: warning: sources[0].mqtt.topics[1]: plant/# and plant/+/temp have topics in common;"
                                + " the first one reads those",
                        "9:23: warning: alarms[0].sensor: plnt/# selects no sensor: the sources have plant/temp or"
                                + " plant/#",
                        "10:59: warning: alarms[1].timeout: shorter than time.idleAfter: silence is noticed only after"
                                + " 30s without a reading",
                        "12:52: warning: sinks.out.mqtt.topic: alarms published here would be read again as readings:"
                                + " source mqtt"
                                + " subscribes to plant/+/temp",
                        "12:52: warning: sinks.out.mqtt.topic: alarms published here would be read again as readings:"
                                + " source mqtt"
                                + " subscribes to plant/#",
                        "13:65: warning: sinks.out2.mqtt.rows: rows published here would be read again as readings:"
                                + " source mqtt"
                                + " subscribes to plant/#");
    }

    @Test
    void shouldWarnWhenADeadbandReachesTheNextLimit() {
        String yaml = ConfigFiles.MINIMAL.replace("hi: 9", "%s");

        assertThat(files.warnings(yaml.formatted("hihi: 95, hi: 90, lo: 10, lolo: 5, deadband: 6")))
                .containsExactly(
                        "5:53: warning: alarms[0].hihi: its deadband 6 is wider than the distance 5 to hi: HIHI stays until"
                                + " the value is at 89 or below",
                        "5:79: warning: alarms[0].lolo: its deadband 6 is wider than the distance 5 to lo: LOLO stays until"
                                + " the value is at 11 or above");
        assertThat(files.warnings(yaml.formatted("hi: {limit: 20, deadband: 11}, lo: 10")))
                .containsExactly("5:51: warning: alarms[0].hi: its deadband 11 is wider than the distance 10 to lo: HI"
                        + " stays until the value is at 9 or below");
        assertThat(files.warnings(yaml.formatted("hihi: 95, hi: 94.9, deadband: 0.1")))
                .isEmpty();
        assertThat(files.warnings(yaml.formatted("hi: 9, deadband: 1000"))).isEmpty();
    }

    @Test
    void shouldWarnOfANumberInQuotesThatNoSourceGives() {
        String yaml = """
                name: g
                sources: [{%s}]
                alarms:
                  - {name: a, sensor: "#", type: state, in: ["1", FAULT], clear: "0"}
                sinks: {c: {console: {}}}
                """;
        String file = "file: {path: r.csv, columns: {sensor: s, value: v}}";
        files.write("s,v\n", "r.csv");

        assertThat(files.warnings(yaml.formatted(file)))
                .containsExactly(
                        "4:45: warning: alarms[0].in: \"1\" in quotes is a text and never matches, because the"
                                + " sources read numbers as numbers:"
                                + " write 1 without quotes",
                        "4:66: warning: alarms[0].clear: \"0\" in quotes is a text and never matches, because the"
                                + " sources read numbers as numbers:"
                                + " write 0 without quotes");
        assertThat(files.warnings(yaml.formatted("mqtt: {embedded: 1883, topics: [{filter: a}]}")))
                .noneMatch(line -> line.contains("in quotes"));
    }

    @Test
    void shouldWarnWhenNoNameHasALevelOfTheKey() {
        String yaml = """
                name: g
                sources: [{rate: {}}, {file: {path: r.csv, columns: {sensor: s, value: v}}}]
                streams:
                  - {name: a, from: rate/+, groupBy: "{1}/{3}", window: {type: tumbling, size: 1s}, aggregates: avg}
                  - {name: b, from: "#", groupBy: "{3}", window: {type: tumbling, size: 1s}, aggregates: avg}
                  - {name: j, from: plant/+/x, groupBy: "{2}", join: {with: plant/+, groupBy: "{3}", latest: true}}
                alarms: [{name: high, sensor: rate/+, type: limit, hi: 9}]
                sinks: {out: {console: {}}}
                """;
        files.write("s,v\n", "r.csv");

        assertThat(files.warnings(yaml))
                .containsExactly(
                        "4:38: warning: streams[0].groupBy: no selected sensor has a level {3}: names that rate/+"
                                + " selects have at"
                                + " most 2 levels, so the group is empty",
                        "6:79: warning: streams[2].join.groupBy: no selected sensor has a level {3}: names that"
                                + " plant/+ selects have"
                                + " at most 2 levels, so the group is empty");
    }

    @Test
    void shouldWarnOfAKeyWhenTheSourcesNamesAreShorter() {
        assertThat(files.warnings("""
                        name: g
                        sources: [{rate: {}}]
                        streams:
                          - {name: a, from: "#", groupBy: "{3}", window: {type: tumbling, size: 1s}, aggregates: avg}
                        alarms: [{name: high, sensor: rate/+, type: limit, hi: 9}]
                        sinks: {out: {console: {}}}
                        """))
                .containsExactly(
                        "4:35: warning: streams[0].groupBy: no selected sensor has a level {3}: names that # selects"
                                + " have"
                                + " at most 2 levels, so the group is empty");
    }

    @Test
    void shouldWarnWhenNothingIsWatchedOrToldOf() {
        assertThat(files.warnings("name: g\nsources: [{rate: {}}]"))
                .containsExactly(
                        "1:1: warning: alarms: none; readings are journalled only",
                        "1:1: warning: sinks: none; alarms go to the alarm log only");
    }

    @Test
    void shouldReadJoins() {
        GatewayConfig config = files.load(ConfigFiles.MINIMAL + """
                time: {outOfOrderness: 2s}
                streams:
                  - name: gap
                    from: rate/+
                    groupBy: "{1}"
                    join: {with: "rate/#", groupBy: "{2}", type: anti, lower: -1s, upper: 5s}
                    values: difference
                    sinks: out
                  - {name: both, from: rate/+, groupBy: "{1}", join: {with: gap/#, window: {type: tumbling, size: 1m}}}
                """);

        SensorSelector rates = new SensorSelector("rate/+");
        assertThat(config.plan().streams())
                .containsExactly(
                        new JoinNode(
                                "gap",
                                new Input(rates, "{1}"),
                                new Input(new SensorSelector("rate/#"), "{2}"),
                                JoinType.ANTI,
                                new JoinCondition.Interval(-1_000_000_000L, 5_000_000_000L),
                                false,
                                List.of(JoinValue.DIFFERENCE),
                                2_000_000_000L,
                                List.of("out")),
                        new JoinNode(
                                "both",
                                new Input(rates, "{1}"),
                                new Input(new SensorSelector("gap/#"), "{1}"),
                                JoinType.INNER,
                                new JoinCondition.SameWindow(new AlignedWindow(60_000_000_000L, 60_000_000_000L, 0)),
                                false,
                                List.of(JoinValue.LEFT, JoinValue.RIGHT),
                                2_000_000_000L,
                                List.of()));
    }

    @Test
    void shouldReadTimesInStatesAndRollingWindows() {
        GatewayConfig config = files.load(ConfigFiles.MINIMAL + """
                time: {outOfOrderness: 2s}
                streams:
                  - name: states
                    from: rate/+
                    window: {type: rolling, size: 10m}
                    timeIn:
                      running: 1
                      hot: {above: 80}
                      idle: {min: 0.5, below: 2}
                    sinks: out
                  - {name: both, from: states/+/+/time_in_hot, window: {type: tumbling, size: 1m}, aggregates: max, timeIn: {long: {min: 60}}}
                """);

        StreamNode states = (StreamNode) config.plan().streams().get(0);
        assertThat(states.window()).isEqualTo(new RollingWindow(600_000_000_000L));
        assertThat(states.aggregates()).isEmpty();
        assertThat(states.timeIn())
                .containsExactly(
                        TimeInState.at("running", 1),
                        TimeInState.above("hot", 80),
                        new TimeInState("idle", 0.5, true, 2, false));
        assertThat(states.outOfOrdernessNs()).isEqualTo(2_000_000_000L);
        StreamNode both = (StreamNode) config.plan().streams().get(1);
        assertThat(both.outputLabel(0)).isEqualTo("max");
        assertThat(both.outputLabel(1)).isEqualTo("time_in_long");
        assertThat(both.labelOfCode(both.outputCode(1))).isEqualTo("time_in_long");
    }

    @Test
    void shouldExpectTheSensorsThatAreNamed() throws IOException {
        Files.writeString(dir.resolve("names.txt"), "# pumps\n\np/1\n  p/2 \np/1\n");
        GatewayConfig config = files.load("""
                name: test
                sources:
                  - rate: {}
                alarms:
                  - {name: one, sensor: p/1, type: missing, timeout: 5s}
                  - {name: any, sensor: p/+, type: missing, timeout: 5s}
                  - {name: some, sensor: p/+, type: missing, timeout: 5s, expect: [p/3, p/4]}
                  - {name: file, sensor: p/+, type: missing, timeout: 5s, expectFile: names.txt}
                  - {name: all, sensor: p/1, type: missing, timeout: 5s, of: group}
                  - {name: day, sensor: w/p/1/avg, type: missing, timeout: 5s}
                streams:
                  - {name: w, from: p/+, window: {type: tumbling, size: 1d}, aggregates: avg}
                sinks:
                  out: {console: {}}
                """);

        assertThat(config.plan().alarms().stream().map(alarm -> ((MissingRule) alarm).expected()))
                .containsExactly(
                        List.of("p/1"), List.of(), List.of("p/3", "p/4"), List.of("p/1", "p/2"), List.of(), List.of());
    }

    @Test
    void shouldCarryValuesForAWeekUnlessToldOtherwise() {
        GatewayConfig config = files.load(ConfigFiles.MINIMAL + """
                streams:
                  - {name: a, from: rate/+, window: {type: tumbling, size: 1d}, timeIn: {on: 1}, sinks: out}
                  - {name: b, from: rate/+, window: {type: tumbling, size: 1s}, aggregates: time_weighted_avg, sinks: out}
                  - {name: c, from: rate/+, window: {type: tumbling, size: 1d}, timeIn: {on: 1}, carryFor: 2h, sinks: out}
                  - {name: d, from: rate/+, window: {type: tumbling, size: 1d}, timeIn: {on: 1}, carryFor: 0s, sinks: out}
                  - {name: e, from: rate/+, window: {type: session, gap: 1s}, timeIn: {on: 1}, sinks: out}
                  - {name: f, from: rate/+, window: {type: tumbling, size: 1d}, aggregates: avg, sinks: out}
                """);

        assertThat(config.plan().streams().stream().map(stream -> ((StreamNode) stream).carryForNs() / 1_000_000_000))
                .containsExactly(604_800L, 65_535L, 7_200L, 0L, 0L, 0L);
    }

    @Test
    void shouldReadEveryAggregateByItsLabel() {
        for (Aggregate aggregate : Aggregate.values()) {
            GatewayConfig config = files.load(ConfigFiles.MINIMAL + """
                    streams:
                      - {name: w, from: rate/+, window: {type: tumbling, size: 1m}, aggregates: %s, sinks: out}
                    """.formatted(aggregate.label()));

            assertThat(((StreamNode) config.plan().streams().get(0)).aggregates())
                    .containsExactly(aggregate);
        }
    }

    @Test
    void shouldNameTheFileWhenItCannotBeRead() {
        assertThatThrownBy(() -> new ConfigLoader().load(dir.resolve("no.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(dir.resolve("no.yaml") + ": no such file");
        assertThatThrownBy(() -> new ConfigLoader().load(dir))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(dir + ": cannot be read");
    }

    private TopicConfig firstTopic(String yaml) {
        return ((SourceConfig.Mqtt) files.load(yaml).sources().get(0))
                .config()
                .topics()
                .get(0);
    }
}
