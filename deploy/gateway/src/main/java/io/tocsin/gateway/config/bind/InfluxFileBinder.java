package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.FileKeys;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.TopicKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.file.FileFormat;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.payload.PayloadFormat;

/** Reads the format of a file source with InfluxDB line protocol. */
final class InfluxFileBinder {
    private static final PayloadFormat FORMAT = PayloadFormat.INFLUX;

    private final BindContext context;
    private final Problems problems;
    private final ValueRuleBinder rules;

    InfluxFileBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
        this.rules = new ValueRuleBinder(context);
    }

    /** The format, or null when it has errors. */
    FileFormat bind(SectionReader keys) {
        int errorsBefore = problems.errorCount();
        for (Key<?> key : FileKeys.ONLY_CSV) {
            if (keys.has(key)) {
                problems.error(
                        keys.item(key),
                        "is for format: csv; InfluxDB lines are UTF-8 and say themselves where"
                                + " their values and times are");
            }
        }
        ValueRule rule = rules.bind(keys, ValueRule.PLAIN);
        NameTemplate sensor = sensor(keys);
        TimeFormat said = keys.has(TopicKeys.TIME_UNIT) ? keys.get(TopicKeys.TIME_UNIT) : FORMAT.recordTimes();
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        return context.attempt(keys.nearest(TopicKeys.TIME_UNIT), () -> new FileFormat.Influx(rule, said, sensor));
    }

    private NameTemplate sensor(SectionReader keys) {
        String text = keys.get(FileKeys.INFLUX_SENSOR);
        if (text == null) {
            return NameTemplate.parse(FORMAT.recordName());
        }
        Item item = keys.item(FileKeys.INFLUX_SENSOR);
        NameTemplate template = context.attempt(item, () -> NameTemplate.parse(text));
        if (template != null && (template.hasTopic() || template.maxLevel() > 0)) {
            problems.error(item, "has a part of a topic, and a file has none; {file} is the file's name");
        }
        String part = FORMAT.distinctPart();
        if (template != null
                && !template.hasMember()
                && !template.capturedPaths().contains(part)) {
            problems.warn(item, "has no {" + part + "}: values that differ in it become one sensor");
        }
        return template;
    }
}
