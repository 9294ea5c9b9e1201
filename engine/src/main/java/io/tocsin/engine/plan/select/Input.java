package io.tocsin.engine.plan.select;

import java.util.Objects;

/**
 * Readings that an operator receives.
 *
 * @param selector of the sensors
 * @param groupBy "" when every sensor is a key of its own, or the template of a shared key over the levels of the
 *     sensors' names: {@code {1}/{2}}
 */
public record Input(SensorSelector selector, String groupBy) {
    public Input {
        Objects.requireNonNull(selector, "selector");
        if (!groupBy.isEmpty()) {
            new KeyTemplate(groupBy);
        }
    }

    /** Whether the sensor of this name has a key in this input, apart from being selected. */
    public boolean hasKey(String sensorName) {
        return groupBy.isEmpty() || keyTemplate().keyOf(sensorName) != null;
    }

    /** The template, or null when every sensor is a key of its own. */
    public KeyTemplate keyTemplate() {
        return groupBy.isEmpty() ? null : new KeyTemplate(groupBy);
    }
}
