package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The payloads of docs/how-to/read-other-formats.md, from the formats' specifications, with all their readings. */
class FormatCasesTest {
    private static final Mapping EVERY_MEMBER = new Mapping(
            MemberPath.SELF,
            List.of(ValueConfig.at("*", ValueRule.PLAIN)),
            List.of(),
            TimeConfig.at("ts", TimeFormat.MS),
            null);
    private static final String DEVICE = "urn:dev:ow:10e2073a0108006:";
    private static final List<String> PACK = List.of(
            DEVICE + "voltage 1276020076001000000 120.1 GOOD",
            DEVICE + "current 1276020071001000000 1.2 GOOD",
            DEVICE + "current 1276020072001000000 1.3 GOOD",
            DEVICE + "current 1276020073001000000 1.4 GOOD",
            DEVICE + "current 1276020074001000000 1.5 GOOD",
            DEVICE + "current 1276020075001000000 1.6 GOOD",
            DEVICE + "current 1276020076001000000 1.7 GOOD");

    /** One payload under its topic, the configuration it needs, and its readings. */
    private record Case(String file, PayloadConfig config, String sensor, String topic, List<String> readings) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "44-line-protocol.lp",
                        PayloadConfig.scalar(PayloadFormat.INFLUX, ValueRule.PLAIN),
                        PayloadFormat.INFLUX.recordName(),
                        "telegraf/gw1",
                        List.of(
                                "weather/us-midwest/temperature 1465839830100400200 82.0 GOOD",
                                "weather/us-midwest/humidity 1465839830100400200 71.0 GOOD",
                                "weather/us west/summer/temperature 1465839830100400201 81.5 GOOD",
                                "weather/us west/summer/ok 1465839830100400201 1.0 GOOD",
                                "weather/us west/summer/note 1465839830100400201 'dry, \"hot\" day' GOOD",
                                "cpu,load/gw1/value - -0.0015 GOOD")),
                new Case(
                        "46-senml.senml.json",
                        PayloadConfig.scalar(PayloadFormat.SENML, ValueRule.PLAIN),
                        PayloadFormat.SENML.recordName(),
                        "senml/dev",
                        PACK),
                new Case(
                        "48-senml-cbor.senml.cbor",
                        PayloadConfig.scalar(PayloadFormat.SENML_CBOR, ValueRule.PLAIN),
                        PayloadFormat.SENML_CBOR.recordName(),
                        "senml/dev",
                        PACK),
                new Case(
                        "49-cbor.cbor",
                        new PayloadConfig(PayloadFormat.CBOR, EVERY_MEMBER),
                        NameTemplate.DEFAULT_OF_SEVERAL,
                        "gw/press3",
                        List.of(
                                "gw/press3/temp 1700000000123000000 71.5 GOOD",
                                "gw/press3/vib 1700000000123000000 2.25 GOOD",
                                "gw/press3/ok 1700000000123000000 1.0 GOOD",
                                "gw/press3/fan 1700000000123000000 NaN BAD")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldReadThePayload(Case of) throws IOException {
        byte[] payload = Files.readAllBytes(Path.of("src/test/resources/payloads", of.file));
        List<String> found = Payloads.lines(
                of.config.reader(NameTemplate.parse(of.sensor)), payload, payload.length, new TopicLevels(of.topic));
        assertThat(found).isEqualTo(of.readings);
    }
}
