package io.tocsin.engine.plan.select;

import java.util.Objects;

/**
 * Readings that an operator sees.
 *
 * @param selector which sensors
 * @param groupBy "" when every sensor is a key of its own, or the key that sensors share, a template over the levels of
 *     their names: {@code {1}/{2}}
 */
public record Input(SensorSelector selector, String groupBy) {
    public Input {
        Objects.requireNonNull(selector, "selector");
        if (!groupBy.isEmpty()) {
            new KeyTemplate(groupBy);
        }
    }

    /** Whether the sensor of this name has a key, and so is seen if it is selected. */
    public boolean hasKey(String sensorName) {
        return groupBy.isEmpty() || keyTemplate().keyOf(sensorName) != null;
    }

    /** The template, or null when every sensor is a key of its own. */
    public KeyTemplate keyTemplate() {
        return groupBy.isEmpty() ? null : new KeyTemplate(groupBy);
    }
}
