package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics of formats that need no mapping. */
class RecordFormatsTest {
    private static final String YAML = """
            name: plant
            sources:
              - mqtt:
                  url: tcp://localhost:1883
                  topics:
                    - %s
            alarms:
              - {name: hot, type: limit, sensor: "#", hi: 80}
            sinks:
              out: {console: {}}
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{filter: a/+, payload: influx}|INFLUX|{measurement}/{tags}/{field}|NS",
                "{filter: a/+, payload: lines, timeUnit: s, type: number}|INFLUX|{measurement}/{tags}/{field}|S",
                "{filter: a/+, payload: senml}|SENML|{+name}|S",
                "{filter: a/+, payload: senml-cbor, sensor: '{2}/{name}'}|SENML_CBOR|{2}/{name}|S"
            })
    void shouldNeedNoMapping(String topic, String format, String sensor, TimeUnits unit)
            throws IOException, ConfigException {
        TopicConfig config = topic(topic);
        assertThat(config.payload().format()).hasToString(format);
        assertThat(config.sensor()).hasToString(sensor);
        assertThat(config.payload().timeFormat().unit()).isEqualTo(unit);
        assertThat(config.dedupeCount()).as("records have times").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{filter: a, payload: influx, value: v}|value: is for payloads json, cbor and msgpack; a payload influx says itself where its values and times are",
                "{filter: a, payload: senml, time: t}|time: is for payloads json, cbor and msgpack; a payload senml says itself where its values and times are",
                "{filter: a, payload: senml, timeUnit: ms}|timeUnit: needs time, the member with the event time",
                "{filter: a, payload: influx, zone: Europe/Berlin}|zone: is not for payload influx, whose times are numbers",
                "{filter: a, payload: influx, timeUnit: iso}|times of payload influx are numbers: timeUnit must be s, ms, us or ns, timeUnit=ISO",
                "{filter: a, payload: senml, sensor: '{unit}/{name}'}|sensor has {unit}, which the format lacks; it has {name}, {topic} and its levels, sensor={unit}/{name}"
            })
    void shouldRefuseKeysOfAMapping(String topic, String error) {
        assertThatThrownBy(() -> topic(topic))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(error);
    }

    @Test
    void shouldWarnWhenRecordsBecomeOneSensor() throws IOException, ConfigException {
        assertThat(load("{filter: a, payload: influx, sensor: '{host}'}").warnings())
                .anySatisfy(warning ->
                        assertThat(warning).contains("has no {field}: values that differ in it become one sensor"));
    }

    private TopicConfig topic(String topic) throws IOException, ConfigException {
        return ((SourceConfig.Mqtt) load(topic).sources().get(0))
                .config()
                .topics()
                .get(0);
    }

    private GatewayConfig load(String topic) throws IOException, ConfigException {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), YAML.formatted(topic));
        return new ConfigLoader().load(file);
    }
}
