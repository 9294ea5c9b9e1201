package io.tocsin.engine.plan.select;

import java.util.List;

/**
 * MQTT topic filters over sensor names: {@code plant/+/+/temp}, {@code plant/#} ({@link TopicFilter}). A sensor is
 * selected, once, if any filter matches it.
 *
 * @param filters the filters, at least one; their order numbers the inputs of a
 *     {@link io.tocsin.engine.plan.ProcessNode}
 */
public record SensorSelector(List<String> filters) {
    /** Index that no filter has. */
    public static final int NO_FILTER = -1;

    public SensorSelector {
        filters = List.copyOf(filters);
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("a selector needs a filter");
        }
        filters.forEach(TopicFilter::validate);
    }

    /** A selector of one filter. */
    public SensorSelector(String filter) {
        this(List.of(filter));
    }

    /** The filter; several with commas between, for people. */
    public String filter() {
        return String.join(", ", filters);
    }

    /** Whether it may select more sensors than it has filters. */
    public boolean hasWildcard() {
        return filters.stream().anyMatch(TopicFilter::hasWildcard);
    }

    /** Whether the sensor of this name is selected. */
    public boolean matches(String sensorName) {
        return indexOf(sensorName) != NO_FILTER;
    }

    /**
     * Whether a filter that selects the sensor of this name begins with the name's first level, and not with a
     * wildcard.
     */
    public boolean names(String sensorName) {
        return filters.stream()
                .anyMatch(filter -> !TopicFilter.beginsWithWildcard(filter) && TopicFilter.matches(filter, sensorName));
    }

    /** Index of the first filter that selects the sensor of this name, or {@link #NO_FILTER}. */
    public int indexOf(String sensorName) {
        for (int i = 0; i < filters.size(); i++) {
            if (TopicFilter.matches(filters.get(i), sensorName)) {
                return i;
            }
        }
        return NO_FILTER;
    }

    @Override
    public String toString() {
        return filter();
    }
}
