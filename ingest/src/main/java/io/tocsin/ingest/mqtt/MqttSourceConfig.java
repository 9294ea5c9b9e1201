package io.tocsin.ingest.mqtt;

import io.tocsin.engine.plan.SourceNode;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import java.util.List;

/**
 * An MQTT source.
 *
 * @param name unique among the sources
 * @param connection to which broker, and as whom
 * @param qos 0 or 1
 * @param topics at least one, unless there is Sparkplug
 * @param futureLimitNs event times further than this beyond the receive time are replaced by it
 * @param maxMessageBytes the largest message that is taken, with its topic; larger ones are skipped
 * @param unacknowledged how many readings may be taken and not yet acknowledged, with QoS 1
 * @param sparkplug a Sparkplug host application beside the topics, or null
 * @param cleanSession whether the session ends with the connection
 */
public record MqttSourceConfig(
        String name,
        MqttConnectionConfig connection,
        int qos,
        List<TopicConfig> topics,
        long futureLimitNs,
        int maxMessageBytes,
        int unacknowledged,
        SparkplugConfig sparkplug,
        boolean cleanSession) {
    /** Message size when nothing else is asked for, bytes. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;
    /** Unacknowledged readings when nothing else is asked for. */
    public static final int DEFAULT_UNACKNOWLEDGED = 4_096;

    public MqttSourceConfig {
        if (qos != 0 && qos != 1) {
            throw new IllegalArgumentException("qos must be 0 or 1, qos=" + qos);
        }
        if (topics.isEmpty() && sparkplug == null) {
            throw new IllegalArgumentException("an mqtt source needs at least one topic, name=" + name);
        }
        if (maxMessageBytes < 1_024 || maxMessageBytes > 16 << 20) {
            throw new IllegalArgumentException(
                    "maxMessageSize must be 1KiB to 16MiB, maxMessageBytes=" + maxMessageBytes);
        }
        if (unacknowledged < 1 || unacknowledged > SourceNode.MAX_REMEMBERED_COUNT / 2) {
            throw new IllegalArgumentException("unacknowledged readings must be 1 to "
                    + SourceNode.MAX_REMEMBERED_COUNT / 2 + ", unacknowledged=" + unacknowledged);
        }
        topics = List.copyOf(topics);
    }

    /** With the default bounds. */
    public MqttSourceConfig(
            String name, MqttConnectionConfig connection, int qos, List<TopicConfig> topics, long futureLimitNs) {
        this(name, connection, qos, topics, futureLimitNs, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_UNACKNOWLEDGED);
    }

    /** Without Sparkplug. */
    public MqttSourceConfig(
            String name,
            MqttConnectionConfig connection,
            int qos,
            List<TopicConfig> topics,
            long futureLimitNs,
            int maxMessageBytes,
            int unacknowledged) {
        this(name, connection, qos, topics, futureLimitNs, maxMessageBytes, unacknowledged, null);
    }

    /** With a persistent session; without topics a clean one, as the specification of Sparkplug wants it of a host. */
    public MqttSourceConfig(
            String name,
            MqttConnectionConfig connection,
            int qos,
            List<TopicConfig> topics,
            long futureLimitNs,
            int maxMessageBytes,
            int unacknowledged,
            SparkplugConfig sparkplug) {
        this(
                name,
                connection,
                qos,
                topics,
                futureLimitNs,
                maxMessageBytes,
                unacknowledged,
                sparkplug,
                topics.isEmpty());
    }

    /** This source with other topics. */
    public MqttSourceConfig withTopics(List<TopicConfig> otherTopics) {
        return new MqttSourceConfig(
                name,
                connection,
                qos,
                otherTopics,
                futureLimitNs,
                maxMessageBytes,
                unacknowledged,
                sparkplug,
                cleanSession);
    }

    /**
     * This source as a listener that leaves no trace at the broker: QoS 0, a session that ends with the connection,
     * nothing published.
     *
     * @param clientId of the listener alone, so that no other session is taken over
     */
    public MqttSourceConfig listening(String clientId) {
        return new MqttSourceConfig(
                name,
                connection.withClientId(clientId),
                0,
                topics,
                futureLimitNs,
                maxMessageBytes,
                unacknowledged,
                sparkplug == null ? null : sparkplug.withoutCommands(),
                true);
    }

    /**
     * How many readings of this source must be remembered so that none counts twice that the broker delivers again; 0
     * when no topic wants that. Twice the unacknowledged ones, or as many as a topic asks for: the broker may not have
     * read as many acknowledgements when the gateway or the connection ends. The source takes no more than that without
     * knowing.
     */
    public int rememberedCount() {
        int asked = topics.stream().mapToInt(TopicConfig::dedupeCount).max().orElse(0);
        return asked == 0 || qos == 0 ? asked : Math.max(asked, 2 * unacknowledged);
    }
}
