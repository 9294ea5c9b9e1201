package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.Placeholders;
import io.tocsin.alerts.event.RowFields;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The template of an MQTT topic. Placeholders for events: {@code {alarm} {sensor} {level} {priority} {gateway}
 * {event}}, for rows: {@code {stream} {sensor} {gateway}}.
 *
 * <p>Inserted names cannot make a topic illegal or equal to another sensor's. Wildcards and a leading {@code $} become
 * {@code _}; only the selector of a group can have them, not a sensor's name. {@code /} becomes {@code _} in everything
 * but the sensor's name, whose levels are levels of the topic. {@link TopicText} escapes invisible characters. An
 * absent level reads {@code none}. Immutable.
 */
final class TopicTemplate {
    private static final Set<String> EVENT_NAMES = Set.of("alarm", "sensor", "level", "priority", "gateway", "event");
    private static final Set<String> ROW_NAMES = Set.of("stream", "sensor", "gateway");
    private static final String NO_LEVEL = "none";
    private static final char SUBSTITUTE = '_';

    private final Placeholders placeholders;

    private TopicTemplate(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /**
     * @throws IllegalArgumentException with the fault in the template
     */
    static TopicTemplate forEvents(String template) {
        return new TopicTemplate(parse(template, EVENT_NAMES));
    }

    /**
     * @throws IllegalArgumentException with the fault in the template
     */
    static TopicTemplate forRows(String template) {
        return new TopicTemplate(parse(template, ROW_NAMES));
    }

    /** The topic of an event. */
    String topic(EventFields event) {
        return topic(name -> switch (name) {
            case "alarm" -> level(event.alarm());
            case "sensor" -> safe(event.sensor());
            case "level" -> event.level().isEmpty() ? NO_LEVEL : level(event.level());
            case "priority" -> level(event.priority());
            case "gateway" -> level(event.gateway());
            default -> level(event.event());
        });
    }

    /** The topic of a row. */
    String topic(RowFields row) {
        return topic(name -> switch (name) {
            case "stream" -> level(row.stream());
            case "sensor" -> safe(row.sensor());
            default -> level(row.gateway());
        });
    }

    private String topic(UnaryOperator<String> values) {
        String topic = placeholders.fill(values);
        return topic.startsWith("$") ? SUBSTITUTE + topic.substring(1) : topic;
    }

    private static Placeholders parse(String template, Set<String> names) {
        Placeholders placeholders = Placeholders.parse(template, names, false);
        String literals = placeholders.literals();
        if (template.isEmpty()
                || literals.indexOf('+') >= 0
                || literals.indexOf('#') >= 0
                || template.charAt(0) == '$') {
            throw new IllegalArgumentException(
                    "a topic must not be empty, begin with $ or have + or #, topic=" + template);
        }
        if (!TopicText.isPlain(literals)) {
            throw new IllegalArgumentException(
                    "a topic must not have Unicode non-characters, which brokers refuse, topic="
                            + TopicText.escape(template));
        }
        return placeholders;
    }

    private static String level(String text) {
        return safe(text).replace('/', SUBSTITUTE);
    }

    private static String safe(String text) {
        return TopicText.escape(text).replace('+', SUBSTITUTE).replace('#', SUBSTITUTE);
    }
}
