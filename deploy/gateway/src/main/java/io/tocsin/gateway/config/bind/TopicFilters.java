package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.config.schema.Template;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.ValueConfig;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.payload.PayloadFormat;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Computes MQTT topic filters for the names that a template can produce. */
final class TopicFilters {
    private TopicFilters() {}

    /** The sensors of a source's topic, as filters. */
    static List<String> sensorsOf(TopicConfig topic) {
        Mapping mapping = topic.payload().mapping();
        if (!topic.sensor().hasMember()) {
            return List.of(sensors(topic, ""));
        }
        if (topic.payload().format().hasRecords()) {
            return List.of(sensors(topic, "{key}"));
        }
        List<String> filters = new ArrayList<>();
        for (ValueConfig value : mapping.values()) {
            String member = value.fixedMember();
            filters.add(sensors(topic, mapping.hasFixedMember(value) ? member : "{key}"));
        }
        return filters;
    }

    /** The sensors of a Sparkplug host, as filters. */
    static List<String> sensorsOf(SparkplugConfig sparkplug) {
        List<String> groups = sparkplug.groups().isEmpty() ? List.of("+") : sparkplug.groups();
        return groups.stream().map(group -> group + "/+/#").toList();
    }

    /** The derived sensors of a stream, as filters. */
    static List<String> sensorsOf(DerivedNode stream) {
        Input first = stream.inputs().get(0);
        String keys = first.groupBy().isEmpty() ? first.selector().filter() : "#";
        if (TopicFilter.isOpen(keys)) {
            return List.of(stream.name() + "/" + keys);
        }
        return IntStream.range(0, stream.outputCount())
                .mapToObj(output -> stream.name() + "/" + keys + "/" + stream.outputLabel(output))
                .toList();
    }

    /** The filter that matches all expansions of a text with placeholders. */
    static String ofTemplate(String template, String multiLevelPlaceholder) {
        String[] levels = TopicFilter.levels(template);
        StringBuilder filter = new StringBuilder();
        for (int i = 0; i < levels.length; i++) {
            filter.append(i == 0 ? "" : "/");
            if (levels[i].contains(multiLevelPlaceholder)) {
                return filter.append('#').toString();
            }
            filter.append(Template.placeholders(levels[i]).isEmpty() ? levels[i] : "+");
        }
        return filter.toString();
    }

    private static String sensors(TopicConfig topic, String member) {
        String[] topicLevels = TopicFilter.levels(topic.filter());
        List<String> filter = new ArrayList<>();
        for (String level : TopicFilter.levels(topic.sensor().toString().replace("{member}", member))) {
            if (level.contains("{tags}") && topic.payload().format() == PayloadFormat.INFLUX) {
                filter.add("#"); // a level for each tag
            } else if (level.equals("{topic}")) {
                filter.addAll(List.of(topicLevels));
            } else {
                filter.add(levelOf(level, topicLevels));
            }
            if (TopicFilter.isRest(filter.get(filter.size() - 1))) {
                break;
            }
        }
        return String.join("/", filter);
    }

    private static String levelOf(String level, String[] topicLevels) {
        List<String> placeholders = Template.placeholders(level);
        if (placeholders.isEmpty()) {
            return level;
        }
        if (level.contains("{topic}") || level.contains("{+")) {
            return "#";
        }
        boolean whole = placeholders.size() == 1
                && level.equals("{" + placeholders.get(0) + "}")
                && Template.isLevel(placeholders.get(0));
        int index = whole ? Integer.parseInt(placeholders.get(0)) - 1 : topicLevels.length;
        boolean known = index < topicLevels.length && !TopicFilter.isRest(topicLevels[index]);
        return known ? topicLevels[index] : "+";
    }
}
