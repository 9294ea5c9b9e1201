package io.tocsin.alerts.event;

import java.util.Set;

/**
 * The template of an alarm's message. Placeholders: {@code {sensor} {value} {limit} {level} {alarm} {time} {priority}
 * {gateway}} and {@code {1}} … {@code {n}}, the topic levels of the sensor's name (empty beyond the last). A value that
 * the event lacks reads {@code none}. Immutable.
 */
public final class MessageTemplate {
    private static final Set<String> NAMES =
            Set.of("sensor", "value", "limit", "level", "alarm", "time", "priority", "gateway");
    private static final String NONE = "none";

    private final String source;
    private final Placeholders placeholders;

    MessageTemplate(String source) {
        this(source, Placeholders.parse(source, NAMES, true));
    }

    private MessageTemplate(String source, Placeholders placeholders) {
        this.source = source;
        this.placeholders = placeholders;
    }

    /** A message without placeholders, of any length; characters that are not plain are escaped. */
    static MessageTemplate literal(String text) {
        return new MessageTemplate(text, Placeholders.none(PlainText.escape(text)));
    }

    /**
     * @throws IllegalArgumentException with the fault in the template, for the loader of the configuration
     */
    public static void validate(String template) {
        Placeholders.parse(template, NAMES, true);
    }

    /** The template's text. */
    String source() {
        return source;
    }

    String fill(EventText event) {
        return placeholders.fill(name -> switch (name) {
            case "sensor" -> event.sensor();
            case "value" -> event.valueText() == null ? number(event.value()) : event.valueText();
            case "limit" -> number(event.limit());
            case "level" -> event.level().isEmpty() ? NONE : event.level();
            case "alarm" -> event.alarm();
            case "time" -> event.time();
            case "priority" -> event.priority();
            case "gateway" -> event.gateway();
            default -> topicLevel(event.sensor(), Integer.parseInt(name));
        });
    }

    private static String number(double value) {
        return Double.isFinite(value) ? HumanNumber.format(value) : NONE;
    }

    private static String topicLevel(String sensor, int number) {
        String[] levels = sensor.split("/", -1);
        return number <= levels.length ? levels[number - 1] : "";
    }
}
