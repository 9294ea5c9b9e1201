package io.tocsin.engine.plan.select;

import java.util.List;

/**
 * MQTT topic filters over sensor names: {@code plant/+/+/temp}, {@code plant/#} (MQTT 5, section 4.7). A sensor is
 * selected, once, if any filter matches it. A filter that begins with a wildcard matches no name that begins with
 * {@code $}: such topics are the broker's own.
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

    /** Whether it may select more sensors than it has filters. */
    public boolean hasWildcard() {
        return filters.stream().anyMatch(filter -> filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0);
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
                .anyMatch(filter -> filter.charAt(0) != '+' && filter.charAt(0) != '#' && matches(filter, sensorName));
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

    /** Whether some name matches both filters. */
    public static boolean overlap(String a, String b) {
        String[] left = a.split("/", -1);
        String[] right = b.split("/", -1);
        if (hidesFrom(left[0], right[0]) || hidesFrom(right[0], left[0])) {
            return false;
        }
        int i = 0;
        while (i < left.length && i < right.length) {
            if (left[i].equals("#") || right[i].equals("#")) {
                return true;
            }
            if (!left[i].equals("+") && !right[i].equals("+") && !left[i].equals(right[i])) {
                return false;
            }
            i++;
        }
        // "plant/#" matches "plant" too.
        return left.length == right.length || isRest(left, i) || isRest(right, i);
    }

    private static boolean isRest(String[] levels, int index) {
        return index == levels.length - 1 && levels[index].equals("#");
    }

    /** Whether a first level is the broker's own ({@code $SYS}), which a wildcard does not match. */
    private static boolean hidesFrom(String level, String other) {
        return level.startsWith("$") && (other.equals("#") || other.equals("+"));
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
        char first = filter.charAt(0);
        if ((first == '#' || first == '+') && sensorName.startsWith("$")) {
            return false;
        }
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
