package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.preset.Preset;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.PayloadChoice;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.TopicKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.gateway.config.yaml.YamlReader;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.PayloadFormat;
import java.util.List;

/** Reads one topic of an MQTT source. */
public final class TopicBinder {
    /** As many as may come again: the source knows how many that are. */
    private static final int DEFAULT_DEDUPE_COUNT = 1;

    private final BindContext context;
    private final Problems problems;
    private final MappingBinder mappings;

    public TopicBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
        this.mappings = new MappingBinder(context);
    }

    /**
     * @param qos of the source
     * @return the topic, or null when it has errors
     */
    public TopicConfig bind(Item item, long qos) {
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, TopicKeys.TOPIC, problems);
        String filter = keys.get(TopicKeys.FILTER);
        PayloadFormat format = format(keys);
        boolean hasTime = keys.has(TopicKeys.TIME) || format.hasRecords();
        Long dedupe = keys.get(TopicKeys.DEDUPE);
        if (!hasTime && dedupe != null && dedupe > 0) {
            problems.error(keys.item(TopicKeys.DEDUPE), "needs time: without event times no re-delivery can be told");
        }
        Mapping mapping = mappings.bind(keys, format);
        NameTemplate sensor = mapping == null ? null : sensor(keys, filter, mapping, format);
        boolean skipRetained = keys.get(TopicKeys.SKIP_RETAINED);
        Long maxSensors = keys.get(TopicKeys.FILTER_MAX_SENSORS);
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        warnOfMergedTopics(keys, filter, sensor);
        warnOfRefusedNames(keys, filter, sensor);
        long dedupeCount = dedupe != null ? dedupe : qos >= 1 && hasTime ? DEFAULT_DEDUPE_COUNT : 0;
        return context.attempt(item, () -> {
            PayloadConfig payload = format.hasRecords()
                    ? new PayloadConfig(format, mapping, mappings.recordTimes(keys, format))
                    : new PayloadConfig(format, mapping);
            payload.reader(sensor); // which finds what mapping and template cannot do together
            return new TopicConfig(
                    filter,
                    payload,
                    (int) dedupeCount,
                    maxSensors == null ? TopicConfig.DEFAULT_MAX_SENSORS : maxSensors.intValue(),
                    sensor,
                    skipRetained);
        });
    }

    private PayloadFormat format(SectionReader keys) {
        PayloadChoice choice = keys.get(TopicKeys.PAYLOAD);
        if (choice == null) {
            return PayloadFormat.JSON;
        }
        if (choice.preset() == null) {
            return choice.format();
        }
        Item defaults = keysOf(choice.preset());
        keys.useDefaults(defaults, TopicKeys.EXCEPT, TopicKeys.VALUE);
        Item format = defaults.child(TopicKeys.PAYLOAD.name());
        return TopicKeys.PAYLOAD.type().parse(format.scalar()).format();
    }

    /** The keys of a topic that a preset gives. */
    private static Item keysOf(Preset preset) {
        try {
            return new Item(YamlReader.read(preset.yaml(), preset.name() + ".yaml"), "").child("keys");
        } catch (ConfigException e) {
            throw new IllegalStateException("the preset " + preset.name() + " is no YAML", e);
        }
    }

    private NameTemplate sensor(SectionReader keys, String filter, Mapping mapping, PayloadFormat format) {
        String text = keys.get(TopicKeys.SENSOR);
        if (text == null) {
            return NameTemplate.parse(defaultName(mapping, format));
        }
        Item item = keys.item(TopicKeys.SENSOR);
        NameTemplate template = context.attempt(item, () -> NameTemplate.parse(text));
        if (template == null) {
            return NameTemplate.parse(NameTemplate.DEFAULT);
        }
        if (mapping.needsMember() && !template.hasMember()) {
            problems.error(
                    item,
                    mapping.values().size() > 1
                            ? "needs {member}: " + mapping.values().size() + " values would be one sensor"
                            : "needs {member}: all members that * meets would be one sensor");
        }
        checkPlaceholders(item, template, format);
        if (filter != null && !TopicFilter.isOpen(filter)) {
            int levelCount = TopicFilter.levelCount(filter);
            if (template.maxLevel() > levelCount) {
                problems.error(item, "has {" + template.maxLevel() + "}, but the filter has " + levelCount + " levels");
            }
        }
        return template;
    }

    private static String defaultName(Mapping mapping, PayloadFormat format) {
        if (format.hasRecords()) {
            return format.recordName();
        }
        return mapping.needsMember() || mapping.hasKeys() ? NameTemplate.DEFAULT_OF_SEVERAL : NameTemplate.DEFAULT;
    }

    private void checkPlaceholders(Item item, NameTemplate template, PayloadFormat format) {
        List<String> paths = template.capturedPaths();
        if (format.hasRecords()) {
            String part = format.distinctPart();
            if (!template.hasMember() && !paths.contains(part)) {
                problems.warn(item, "has no {" + part + "}: values that differ in it become one sensor");
            }
            return;
        }
        if (!format.hasMembers() && (template.hasMember() || !paths.isEmpty())) {
            String placeholder = template.hasMember() ? "member" : paths.get(0);
            String meant = template.hasMember() ? "" : Suggestions.didYouMean(placeholder, NameTemplate.WORDS);
            problems.error(
                    item, "has {" + placeholder + "}, but a payload " + format.label() + " has no members" + meant);
            return;
        }
        for (String path : paths) {
            String meant = Suggestions.didYouMean(path, NameTemplate.WORDS);
            if (!meant.isEmpty()) {
                problems.warn(item, "has {" + path + "}, which is the member " + path + " of the message" + meant);
            }
        }
    }

    private void warnOfMergedTopics(SectionReader keys, String filter, NameTemplate sensor) {
        if (sensor.hasTopic() || sensor.hasCaptured() || sensor.hasKey()) {
            return;
        }
        String[] levels = TopicFilter.levels(filter);
        for (int i = 0; i < levels.length; i++) {
            if (TopicFilter.isAny(levels[i]) && !sensor.hasLevel(i + 1)) {
                problems.warn(
                        keys.nearest(TopicKeys.SENSOR),
                        "has no {" + (i + 1) + "}: topics that differ in that level become one sensor");
            }
        }
    }

    private void warnOfRefusedNames(SectionReader keys, String filter, NameTemplate sensor) {
        String text = sensor.toString();
        if (filter.startsWith("$") && (text.startsWith("{topic}") || text.startsWith("{1}"))) {
            problems.warn(
                    keys.nearest(TopicKeys.SENSOR),
                    "every reading of " + filter
                            + " is dropped, for no sensor's name may begin with $: leave the first level out,"
                            + " as in sensor: \"broker/{2}/{3}\"");
        }
    }
}
