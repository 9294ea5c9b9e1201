package io.tocsin.gateway.config.preset;

import io.tocsin.engine.plan.select.TopicFilter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping for a device or gateway. Its file is read when it is needed, and few configurations need one.
 *
 * @param name that {@code payload} takes
 */
public record Preset(String name) {
    private static final Pattern FILTER = Pattern.compile("(?m)^filter: \"?([^\"\\n]+)\"?$");
    /** Elements of an array that name themselves. */
    private static final Pattern NAMED_ELEMENTS =
            Pattern.compile("(?m)^ {2}each: .*\\[][\\s\\S]*^ {2}sensor: .*\\{(?!topic|key|member)\\+?[a-zA-Z]");

    /**
     * The whole file: {@code device}, {@code family}, {@code documentation}, {@code filter}, the topics that the device
     * publishes on, {@code topic}, {@code sample}, {@code readings} and {@code keys}, the keys of a topic.
     */
    public String yaml() {
        return Presets.read(name + ".yaml");
    }

    /**
     * Whether messages under a topic may be this device's: the topic is one that the device publishes on, or the user
     * chooses the topic and each element of a message says its own name.
     */
    public boolean recognises(String topic) {
        String yaml = yaml();
        Matcher filter = FILTER.matcher(yaml);
        boolean isItsTopic = filter.find() && TopicFilter.matches(filter.group(1), topic);
        return isItsTopic || NAMED_ELEMENTS.matcher(yaml).find();
    }
}
