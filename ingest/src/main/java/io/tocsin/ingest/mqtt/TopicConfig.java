package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.decode.PayloadConfig;

/**
 * One topic filter of an MQTT source.
 *
 * @param filter MQTT topic filter
 * @param payload how its payloads are read
 * @param dedupeCount re-delivered (event time, value) pairs remembered per sensor, 0 = off
 * @param sensor template of the sensor's name: {@code {topic}}, {@code {1}}…{@code {n}} its levels, {@code {member}}
 */
public record TopicConfig(String filter, PayloadConfig payload, int dedupeCount, String sensor) {
    public TopicConfig {
        if (dedupeCount < 0 || dedupeCount > 1024) {
            throw new IllegalArgumentException("dedupe must be 0 to 1024, dedupe=" + dedupeCount);
        }
    }
}
