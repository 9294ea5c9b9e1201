package io.tocsin.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a sensor's name of a topic and a value member: {@code {topic}}, {@code {1}}…{@code {n}} its levels, {@code
 * {member}}. Immutable.
 */
final class SensorTemplate {
    private static final String TOPIC = "topic";
    private static final String MEMBER = "member";

    private final String text;
    private final List<Part> parts = new ArrayList<>();

    /**
     * @param text the template; when it has no {@code {member}} and a payload has several, {@code /{member}} is added,
     *     for two members cannot be one sensor
     * @throws IllegalArgumentException when it has a placeholder that does not exist
     */
    SensorTemplate(String text, int memberCount) {
        boolean ambiguous = memberCount > 1 && !text.contains("{" + MEMBER + "}");
        this.text = ambiguous ? text + "/{" + MEMBER + "}" : text;
        int from = 0;
        while (from < this.text.length()) {
            int open = this.text.indexOf('{', from);
            if (open < 0) {
                parts.add(Part.literal(this.text.substring(from)));
                break;
            }
            if (open > from) {
                parts.add(Part.literal(this.text.substring(from, open)));
            }
            int close = this.text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("a '{' has no '}', sensor=" + text);
            }
            parts.add(placeholder(this.text.substring(open + 1, close)));
            from = close + 1;
        }
    }

    private Part placeholder(String name) {
        if (name.equals(TOPIC) || name.equals(MEMBER)) {
            return new Part(null, name, 0);
        }
        if (name.matches("[1-9][0-9]{0,2}")) {
            return new Part(null, null, Integer.parseInt(name));
        }
        throw new IllegalArgumentException("a sensor is made of {topic}, {1} to {n} and {member}, sensor=" + text);
    }

    /** The name, UTF-8; null when the topic has too few levels. Allocates. */
    byte[] name(String topic, String member) {
        StringBuilder name = new StringBuilder();
        String[] levels = topic.split("/", -1);
        for (Part part : parts) {
            if (part.literal != null) {
                name.append(part.literal);
            } else if (TOPIC.equals(part.variable)) {
                name.append(topic);
            } else if (MEMBER.equals(part.variable)) {
                name.append(member);
            } else if (part.level <= levels.length) {
                name.append(levels[part.level - 1]);
            } else {
                return null;
            }
        }
        return name.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Exactly one of: a text, a variable, a level from 1. */
    private record Part(String literal, String variable, int level) {
        private static Part literal(String text) {
            return new Part(text, null, 0);
        }
    }
}
