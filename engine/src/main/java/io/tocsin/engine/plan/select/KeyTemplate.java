package io.tocsin.engine.plan.select;

import java.util.ArrayList;
import java.util.List;

/**
 * Derives a shared key from the levels of sensors' names: {@code {1}/{2}} puts all sensors of a machine into one group.
 * Levels count from 1.
 */
public final class KeyTemplate {
    private final List<Object> parts = new ArrayList<>();

    /**
     * @throws IllegalArgumentException with the fault of an invalid template
     */
    public KeyTemplate(String template) {
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0) {
                parts.add(template.substring(at));
                break;
            }
            int close = template.indexOf('}', open);
            if (open > at) {
                parts.add(template.substring(at, open));
            }
            parts.add(level(template, open, close));
            at = close + 1;
        }
        if (parts.stream().noneMatch(Integer.class::isInstance)) {
            throw new IllegalArgumentException("a key needs at least one level of the sensor's name, such as {1}");
        }
        if (template.chars().anyMatch(c -> c == '+' || c == '#' || c < ' ')) {
            throw new IllegalArgumentException("a key must have no + # or control character");
        }
    }

    private static int level(String template, int open, int close) {
        String level = close < 0 ? "" : template.substring(open + 1, close);
        if (!level.matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException(
                    "a level of the sensor's name must be {1} to {99}, template=" + template);
        }
        return Integer.parseInt(level);
    }

    /** The key of a sensor; null when the sensor's name lacks a level of the template. */
    public String keyOf(String sensorName) {
        String[] levels = TopicFilter.levels(sensorName);
        StringBuilder key = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof Integer level) {
                if (level > levels.length) {
                    return null;
                }
                key.append(levels[level - 1]);
            } else {
                key.append(part);
            }
        }
        return key.toString();
    }
}
