package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.PayloadFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicFiltersTest {
    @ParameterizedTest
    @CsvSource({
        "plant/+/+/temp, {topic}, plant/+/+/temp",
        "plant/+/+/temp, hall/{3}/{4}, hall/+/temp",
        "plant/#, x/{2}/{5}, x/+/+",
        "plant/#, {topic}/t, plant/#",
        "plant/+, press-{2}/t, +/t",
        "plant/+, all, all"
    })
    void shouldGiveSensorsOfATemplate(String filter, String template, String sensors) {
        TopicConfig topic = new TopicConfig(filter, payload("value"), 0, template);

        assertThat(TopicFilters.sensorsOf(topic)).containsExactly(sensors);
    }

    @Test
    void shouldGiveOneFilterAMemberWhenTheTemplateHasMembers() {
        TopicConfig topic = new TopicConfig("m/+", payload("kw", "v"), 0, "{topic}/{member}");

        assertThat(TopicFilters.sensorsOf(topic)).containsExactly("m/+/kw", "m/+/v");
    }

    @ParameterizedTest
    @CsvSource({
        "SENML, {+name}, #",
        "SENML, {1}/{name}, m/+",
        "INFLUX, {measurement}/{tags}/{field}, +/#",
        "INFLUX, {location}/{member}, +/+"
    })
    void shouldGiveSensorsOfRecords(PayloadFormat format, String template, String sensors) {
        TopicConfig topic = new TopicConfig("m/+", PayloadConfig.scalar(format, ValueRule.PLAIN), 0, template);

        assertThat(TopicFilters.sensorsOf(topic)).containsExactly(sensors);
    }

    private static PayloadConfig payload(String... values) {
        return PayloadConfig.json(Mapping.of(List.of(values), ValueRule.PLAIN, null, null));
    }
}
