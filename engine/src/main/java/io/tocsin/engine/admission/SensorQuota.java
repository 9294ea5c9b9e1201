package io.tocsin.engine.admission;

/**
 * A topic filter by which sensors come, and how many of them there may be at once. Sensors that come by a filter may be
 * evicted.
 *
 * @param filter of the source, not empty
 * @param maxSensors the most sensors, from 1
 */
public record SensorQuota(String filter, int maxSensors) {
    public SensorQuota {
        if (filter.isEmpty() || maxSensors < 1) {
            throw new IllegalArgumentException(
                    "a quota is of a filter and at least 1, filter=" + filter + ", maxSensors=" + maxSensors);
        }
    }
}
