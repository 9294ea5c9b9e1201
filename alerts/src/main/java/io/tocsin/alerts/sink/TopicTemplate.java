package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.Placeholders;
import io.tocsin.alerts.event.PlainText;
import java.util.Set;

/**
 * The template of an MQTT topic. Placeholders: {@code {alarm} {sensor} {level} {priority} {gateway} {event}}.
 *
 * <p>What is put in cannot make a topic illegal or another one: wildcards, control characters and a leading {@code $}
 * become {@code _}, and so does {@code /} in everything but the sensor's name, whose levels are levels of the topic. A
 * level an event has not reads {@code none}. Immutable.
 */
public final class TopicTemplate {
    private static final Set<String> NAMES = Set.of("alarm", "sensor", "level", "priority", "gateway", "event");
    private static final String NO_LEVEL = "none";
    private static final char SUBSTITUTE = '_';

    private final Placeholders placeholders;

    TopicTemplate(String template) {
        this.placeholders = parse(template);
    }

    /**
     * @throws IllegalArgumentException saying what is wrong with the template: for the loader of the configuration
     */
    public static void validate(String template) {
        parse(template);
    }

    /** The topic of an event. */
    String topic(EventFields event) {
        String topic = placeholders.fill(name -> switch (name) {
            case "alarm" -> level(event.alarm());
            case "sensor" -> safe(event.sensor());
            case "level" -> event.level().isEmpty() ? NO_LEVEL : level(event.level());
            case "priority" -> level(event.priority());
            case "gateway" -> level(event.gateway());
            default -> level(event.event());
        });
        return topic.startsWith("$") ? SUBSTITUTE + topic.substring(1) : topic;
    }

    private static Placeholders parse(String template) {
        Placeholders placeholders = Placeholders.parse(template, NAMES, false);
        String literals = placeholders.literals();
        if (template.isEmpty()
                || literals.indexOf('+') >= 0
                || literals.indexOf('#') >= 0
                || template.charAt(0) == '$') {
            throw new IllegalArgumentException(
                    "a topic must not be empty, begin with $ or have + or #, topic=" + template);
        }
        return placeholders;
    }

    private static String level(String text) {
        return safe(text).replace('/', SUBSTITUTE);
    }

    private static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '+' || c == '#' || !PlainText.isPlain(c) ? SUBSTITUTE : c)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }
}
