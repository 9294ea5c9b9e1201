package io.tocsin.ingest.mqtt;

import io.tocsin.engine.plan.SourceNode;
import io.tocsin.ingest.decode.PayloadConfig;

/**
 * One topic filter of an MQTT source.
 *
 * @param filter MQTT topic filter
 * @param payload how its payloads are read
 * @param dedupeCount how many readings of the source are remembered at least, to drop those that are delivered again; 0 = readings
 *     of this topic are never dropped
 * @param sensor template of the sensor's name: {@code {topic}}, {@code {1}}…{@code {n}} its levels, {@code {member}}
 */
public record TopicConfig(String filter, PayloadConfig payload, int dedupeCount, String sensor) {
    public TopicConfig {
        if (dedupeCount < 0 || dedupeCount > SourceNode.MAX_REMEMBERED_COUNT) {
            throw new IllegalArgumentException(
                    "dedupe must be 0 to " + SourceNode.MAX_REMEMBERED_COUNT + ", dedupe=" + dedupeCount);
        }
    }
}
