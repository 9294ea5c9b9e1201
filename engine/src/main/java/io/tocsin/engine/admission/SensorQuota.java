package io.tocsin.engine.admission;

/**
 * The limit of sensors received by a topic filter. Sensors with a quota may be evicted.
 *
 * @param filter of the source, not empty
 * @param maxSensors the most sensors at once, from 1
 */
public record SensorQuota(String filter, int maxSensors) {
    public SensorQuota {
        if (filter.isEmpty() || maxSensors < 1) {
            throw new IllegalArgumentException(
                    "a quota needs a filter and at least one sensor, filter=" + filter + ", maxSensors=" + maxSensors);
        }
    }
}
