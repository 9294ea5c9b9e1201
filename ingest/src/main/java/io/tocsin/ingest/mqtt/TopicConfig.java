package io.tocsin.ingest.mqtt;

import io.tocsin.engine.plan.SourceNode;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.payload.PayloadConfig;

/**
 * One topic filter of an MQTT source.
 *
 * @param filter MQTT topic filter
 * @param payload how its payloads are read
 * @param dedupeCount how many readings of the source are remembered at least, to drop those that are delivered again; 0
 *     = readings of this topic are never dropped
 * @param maxSensors the most sensors that come by the filter; {@link #DEFAULT_MAX_SENSORS} when nothing is said of it
 * @param sensor template of the sensor's name
 * @param skipRetained whether retained messages give no readings
 */
public record TopicConfig(
        String filter,
        PayloadConfig payload,
        int dedupeCount,
        int maxSensors,
        NameTemplate sensor,
        boolean skipRetained) {
    /** No bound but that of all sensors. */
    public static final int DEFAULT_MAX_SENSORS = Integer.MAX_VALUE;

    public TopicConfig {
        if (dedupeCount < 0 || dedupeCount > SourceNode.MAX_REMEMBERED_COUNT) {
            throw new IllegalArgumentException(
                    "dedupe must be 0 to " + SourceNode.MAX_REMEMBERED_COUNT + ", dedupe=" + dedupeCount);
        }
        if (maxSensors < 1) {
            throw new IllegalArgumentException("maxSensors must be at least 1, maxSensors=" + maxSensors);
        }
    }

    /** A filter by which as many sensors come as {@code engine.maxSensors} allows; retained messages count. */
    public TopicConfig(String filter, PayloadConfig payload, int dedupeCount, String sensor) {
        this(filter, payload, dedupeCount, DEFAULT_MAX_SENSORS, NameTemplate.parse(sensor), false);
    }

    /** This filter with another bound. */
    public TopicConfig withMaxSensors(int otherMaxSensors) {
        return new TopicConfig(filter, payload, dedupeCount, otherMaxSensors, sensor, skipRetained);
    }
}
