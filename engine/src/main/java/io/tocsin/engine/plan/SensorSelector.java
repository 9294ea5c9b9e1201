package io.tocsin.engine.plan;

import java.util.List;

/**
 * MQTT topic filters over sensor names: {@code plant/+/+/temp}, {@code plant/#} (MQTT 5, section 4.7). What any of them
 * selects is selected, once.
 *
 * @param filters the filters, at least one; their order numbers the inputs of a {@link ProcessNode}
 */
public record SensorSelector(List<String> filters) {
    /** Nothing has this index among the filters. */
    public static final int NO_FILTER = -1;

    public SensorSelector {
        filters = List.copyOf(filters);
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("a selector needs a filter");
        }
        filters.forEach(SensorSelector::validate);
    }

    /** A selector of one filter. */
    public SensorSelector(String filter) {
        this(List.of(filter));
    }

    /** The filter; several with commas between, for people. */
    public String filter() {
        return String.join(", ", filters);
    }

    /** Whether the sensor of this name is selected. */
    public boolean matches(String sensorName) {
        return indexOf(sensorName) != NO_FILTER;
    }

    /** Index of the first filter that selects the sensor of this name, or {@link #NO_FILTER}. */
    public int indexOf(String sensorName) {
        for (int i = 0; i < filters.size(); i++) {
            if (matches(filters.get(i), sensorName)) {
                return i;
            }
        }
        return NO_FILTER;
    }

    private static void validate(String filter) {
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("a selector must not be empty");
        }
        if (filter.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("no sensor's name has a line break, filter=" + filter);
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean hashAlone = level.equals("#") && i == levels.length - 1;
            boolean plusAlone = level.equals("+");
            if (!hashAlone && !plusAlone && (level.contains("#") || level.contains("+"))) {
                throw new IllegalArgumentException(
                        "'+' must be a whole level and '#' the whole last level, filter=" + filter);
            }
        }
    }

    private static boolean matches(String filter, String sensorName) {
        int f = 0;
        int s = 0;
        while (f < filter.length()) {
            char c = filter.charAt(f);
            if (c == '#') {
                return true;
            }
            if (c == '+') {
                while (s < sensorName.length() && sensorName.charAt(s) != '/') {
                    s++;
                }
                f++;
            } else if (s < sensorName.length() && sensorName.charAt(s) == c) {
                f++;
                s++;
            } else {
                // "plant/#" selects "plant" too.
                return s == sensorName.length() && filter.startsWith("/#", f) && f + 2 == filter.length();
            }
        }
        return s == sensorName.length();
    }

    @Override
    public String toString() {
        return filter();
    }
}
