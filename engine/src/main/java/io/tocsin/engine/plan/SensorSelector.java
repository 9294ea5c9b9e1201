package io.tocsin.engine.plan;

/**
 * An MQTT topic filter over sensor names: {@code plant/+/+/temp}, {@code plant/#} (MQTT 5, section 4.7).
 *
 * @param filter the filter
 */
public record SensorSelector(String filter) {
    public SensorSelector {
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("a selector must not be empty");
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

    /** Whether the sensor of this name is selected. */
    public boolean matches(String sensorName) {
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
        return filter;
    }
}
