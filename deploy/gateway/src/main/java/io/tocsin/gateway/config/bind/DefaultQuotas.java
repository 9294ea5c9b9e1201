package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.util.List;

/**
 * Default quotas of topic filters: a filter with a wildcard leaves a tenth of all sensors to the other filters, so that
 * a flood of its topics does not exclude their new sensors.
 */
final class DefaultQuotas {
    private static final int PARTS = 10;

    private DefaultQuotas() {}

    /**
     * @param maxSensors of the gateway
     * @return the sources with their default quotas
     */
    static List<SourceConfig> give(List<SourceConfig> sources, int maxSensors) {
        long filterCount = sources.stream()
                .filter(SourceConfig.Mqtt.class::isInstance)
                .mapToLong(
                        source -> ((SourceConfig.Mqtt) source).config().topics().size())
                .sum();
        int left = Math.max(1, maxSensors / PARTS);
        int quota = Math.max(1, maxSensors - left);
        return filterCount < 2
                ? sources
                : sources.stream().map(source -> give(source, quota)).toList();
    }

    private static SourceConfig give(SourceConfig source, int quota) {
        if (!(source instanceof SourceConfig.Mqtt mqtt)) {
            return source;
        }
        MqttSourceConfig config = mqtt.config();
        List<TopicConfig> topics =
                config.topics().stream().map(topic -> give(topic, quota)).toList();
        return new SourceConfig.Mqtt(config.withTopics(topics), mqtt.embeddedPort());
    }

    private static TopicConfig give(TopicConfig topic, int quota) {
        boolean isDue =
                topic.maxSensors() == TopicConfig.DEFAULT_MAX_SENSORS && TopicFilter.hasWildcard(topic.filter());
        return isDue ? topic.withMaxSensors(quota) : topic;
    }
}
