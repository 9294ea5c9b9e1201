package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.plan.PlanReport;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkplugConfigTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    private Path directory;

    private GatewayConfig load(String mqtt) throws IOException, ConfigException {
        Path file = Files.writeString(
                directory.resolve("g.yaml"), "name: hall\nsources: [{mqtt: {url: \"tcp://h:1\", " + mqtt + "}}]\n");
        return new ConfigLoader().load(file);
    }

    private MqttSourceConfig source(String mqtt) throws IOException, ConfigException {
        return ((SourceConfig.Mqtt) load(mqtt).sources().get(0)).config();
    }

    @Test
    void shouldReadAHostWithoutTopics() throws Exception {
        assertThat(source("sparkplug: {}").sparkplug()).isEqualTo(new SparkplugConfig("hall"));
        assertThat(source("sparkplug: {}").sparkplug().filters()).containsExactly("spBv1.0/#");
    }

    @Test
    void shouldReadEveryKeyBesideTopics() throws Exception {
        MqttSourceConfig source = source("topics: [{filter: a}], sparkplug: {hostId: scada, groups: [G1, G2],"
                + " reorderTimeout: 2s, rebirthInterval: 1m, commands: true}");
        assertThat(source.topics()).hasSize(1);
        assertThat(source.sparkplug())
                .isEqualTo(new SparkplugConfig("scada", List.of("G1", "G2"), 2 * SECOND_NS, 60 * SECOND_NS, true));
        assertThat(source.sparkplug().filters()).containsExactly("spBv1.0/G1/#", "spBv1.0/G2/#", "spBv1.0/STATE/scada");
    }

    @Test
    void shouldDescribeTheHost() throws Exception {
        assertThat(new PlanReport(load("sparkplug: {groups: G1}"), 2).lines())
                .anyMatch(
                        line -> line.contains(
                                "Sparkplug B host, groups G1, rebirth after 5s without a sequence number,"
                                        + " at most every 10s, state spBv1.0/STATE/hall → sensors {group}/{node}/{device}/{metric}"));
    }

    @Test
    void shouldRefuseWhatNoTopicCanHave() {
        assertThatThrownBy(() -> load("sparkplug: {hostId: a/b, groups: [\"+\"], rebirthInterval: 0s}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mqtt.sparkplug.hostId: must be one level of a topic")
                .hasMessageContaining("mqtt.sparkplug.groups[0]: must be one level of a topic")
                .hasMessageContaining("mqtt.sparkplug.rebirthInterval");
    }

    @Test
    void shouldPointToTheKeyWhenAPayloadIsSparkplug() {
        assertThatThrownBy(() -> load("topics: [{filter: a, payload: sparkplugB}]"))
                .hasMessageContaining("give the source the key sparkplug instead");
    }
}
