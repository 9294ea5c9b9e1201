package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.SourceKeys;
import io.tocsin.gateway.config.schema.Template;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.decode.PayloadConfig;
import io.tocsin.ingest.decode.PayloadConfig.Format;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mqtt.TopicConfig;
import java.util.List;
import java.util.Set;

/** Reads one topic of an MQTT source. */
final class TopicBinder {
    /** As many as may come again: the source knows how many that are. */
    private static final int DEFAULT_DEDUPE_COUNT = 1;

    private static final String DEFAULT_MEMBER = "value";
    private static final Template SENSOR_TEMPLATE = new Template(Set.of("topic", "member"), true);

    private final BindContext context;
    private final Problems problems;
    private final QualityBinder qualities;

    TopicBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
        this.qualities = new QualityBinder(context);
    }

    /**
     * @param qos of the source
     * @return the topic, or null when it has errors
     */
    TopicConfig bind(Item item, long qos) {
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, SourceKeys.TOPIC, problems);
        String filter = keys.get(SourceKeys.FILTER);
        Format format = keys.get(SourceKeys.PAYLOAD);
        List<String> members = keys.getAll(SourceKeys.VALUE);
        String time = keys.get(SourceKeys.TIME);
        TimeUnits timeUnit = keys.get(SourceKeys.TIME_UNIT);
        boolean numbersOnly = keys.get(SourceKeys.TYPE);
        QualityMapping quality = qualities.bind(keys, SourceKeys.QUALITY);
        Long dedupe = keys.get(SourceKeys.DEDUPE);
        checkMembers(keys, format, members, dedupe);
        if (format == Format.JSON && members.isEmpty()) {
            members = List.of(DEFAULT_MEMBER);
        }
        String sensor = sensor(keys, filter, members, format);
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        warnOfMergedTopics(keys, filter, sensor);
        warnOfRefusedNames(keys, filter, sensor);
        long dedupeCount = dedupe != null ? dedupe : qos >= 1 && time != null ? DEFAULT_DEDUPE_COUNT : 0;
        List<String> values = members;
        Long maxSensors = keys.get(SourceKeys.FILTER_MAX_SENSORS);
        return context.attempt(
                item,
                () -> new TopicConfig(
                        filter,
                        new PayloadConfig(format, values, time, timeUnit, quality, numbersOnly),
                        (int) dedupeCount,
                        maxSensors == null ? TopicConfig.DEFAULT_MAX_SENSORS : maxSensors.intValue(),
                        sensor));
    }

    private void checkMembers(SectionReader keys, Format format, List<String> members, Long dedupe) {
        if (format == Format.NUMBER) {
            for (Key<?> key : List.of(SourceKeys.VALUE, SourceKeys.TIME, SourceKeys.QUALITY)) {
                if (keys.has(key)) {
                    problems.error(keys.item(key), "is for payload json; a payload number has no members");
                }
            }
        }
        if (members.stream().distinct().count() < members.size()) {
            problems.error(keys.item(SourceKeys.VALUE), "names a member twice");
        }
        if (!keys.has(SourceKeys.TIME)) {
            if (keys.has(SourceKeys.TIME_UNIT)) {
                problems.error(keys.item(SourceKeys.TIME_UNIT), "needs time, the member with the event time");
            }
            if (dedupe != null && dedupe > 0) {
                problems.error(
                        keys.item(SourceKeys.DEDUPE), "needs time: without event times no re-delivery can be told");
            }
        }
    }

    private String sensor(SectionReader keys, String filter, List<String> members, Format format) {
        String template = keys.get(SourceKeys.SENSOR);
        if (template == null) {
            return members.size() > 1 ? "{topic}/{member}" : "{topic}";
        }
        Item item = keys.item(SourceKeys.SENSOR);
        String complaint = SENSOR_TEMPLATE.complaint(template);
        if (complaint != null) {
            problems.error(item, complaint);
            return template;
        }
        List<String> placeholders = Template.placeholders(template);
        if (members.size() > 1 && !placeholders.contains("member")) {
            problems.error(item, "needs {member}: " + members.size() + " values would be one sensor");
        }
        if (format == Format.NUMBER && placeholders.contains("member")) {
            problems.error(item, "has {member}, but a payload number has no members");
        }
        if (filter != null && !filter.endsWith("#")) {
            int levelCount = filter.split("/", -1).length;
            for (String placeholder : placeholders) {
                if (Template.isLevel(placeholder) && Integer.parseInt(placeholder) > levelCount) {
                    problems.error(item, "has {" + placeholder + "}, but the filter has " + levelCount + " levels");
                }
            }
        }
        return template;
    }

    private void warnOfMergedTopics(SectionReader keys, String filter, String sensor) {
        List<String> placeholders = Template.placeholders(sensor);
        if (placeholders.contains("topic")) {
            return;
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].equals("+") && !placeholders.contains(Integer.toString(i + 1))) {
                problems.warn(
                        keys.nearest(SourceKeys.SENSOR),
                        "has no {" + (i + 1) + "}: topics that differ in that level become one sensor");
            }
        }
    }

    private void warnOfRefusedNames(SectionReader keys, String filter, String sensor) {
        if (filter.startsWith("$") && (sensor.startsWith("{topic}") || sensor.startsWith("{1}"))) {
            problems.warn(
                    keys.nearest(SourceKeys.SENSOR),
                    "every reading of " + filter
                            + " is dropped, for no sensor's name may begin with $: leave the first level out,"
                            + " as in sensor: \"broker/{2}/{3}\"");
        }
    }
}
