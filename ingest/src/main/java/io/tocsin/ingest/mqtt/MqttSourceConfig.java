package io.tocsin.ingest.mqtt;

import java.util.List;

/**
 * An MQTT source.
 *
 * @param name unique among the sources
 * @param connection to which broker, and as whom
 * @param qos 0 or 1
 * @param topics at least one
 * @param futureLimitNs event times further than this beyond the receive time are replaced by it
 */
public record MqttSourceConfig(
        String name, MqttConnectionConfig connection, int qos, List<TopicConfig> topics, long futureLimitNs) {
    public MqttSourceConfig {
        if (qos != 0 && qos != 1) {
            throw new IllegalArgumentException("qos must be 0 or 1, qos=" + qos);
        }
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("an mqtt source needs at least one topic, name=" + name);
        }
        topics = List.copyOf(topics);
    }
}
