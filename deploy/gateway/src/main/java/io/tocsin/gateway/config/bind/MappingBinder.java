package io.tocsin.gateway.config.bind;

import io.tocsin.engine.reading.Quality;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.TimeKeys;
import io.tocsin.gateway.config.schema.TopicKeys;
import io.tocsin.gateway.config.schema.ValueKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.ValueConfig;
import io.tocsin.ingest.payload.PayloadFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads which readings the messages of a topic hold. */
final class MappingBinder {
    private static final MemberPath DEFAULT_VALUE = MemberPath.parse("value");
    private static final MemberPath ROOT_ELEMENTS = MemberPath.parse("[]");

    private final BindContext context;
    private final Problems problems;
    private final QualityBinder qualities;
    private final ValueRuleBinder rules;

    MappingBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
        this.qualities = new QualityBinder(context);
        this.rules = new ValueRuleBinder(context);
    }

    /** The mapping, or null when it has errors. */
    Mapping bind(SectionReader keys, PayloadFormat format) {
        int errorsBefore = problems.errorCount();
        ValueRule rule = rules.bind(keys, ValueRule.PLAIN);
        if (!format.hasMembers()) {
            checkMemberKeys(keys, format);
            return problems.errorCount() > errorsBefore ? null : Mapping.of(List.of("."), rule, null, null);
        }
        MemberPath each = keys.get(TopicKeys.EACH);
        MemberPath repeated = each == null ? MemberPath.SELF : each.equals(MemberPath.SELF) ? ROOT_ELEMENTS : each;
        List<ValueConfig> values = values(keys, rule);
        List<MemberPath> except = keys.getAll(TopicKeys.EXCEPT);
        if (!except.isEmpty()
                && values.stream().noneMatch(v -> hasStar(v))
                && !repeated.toString().contains("*")) {
            problems.error(
                    keys.item(TopicKeys.EXCEPT), "leaves members out of a *, and neither value nor each has one");
        }
        TimeConfig time = time(keys);
        QualityMapping quality = qualities.bind(keys, TopicKeys.QUALITY);
        if (quality != null) {
            context.attempt(keys.item(TopicKeys.QUALITY), () -> MemberPath.parse(quality.path()));
        }
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        return context.attempt(keys.item(), () -> new Mapping(repeated, values, except, time, quality));
    }

    private void checkMemberKeys(SectionReader keys, PayloadFormat format) {
        String why = format.hasRecords()
                ? "; a payload " + format.label() + " says itself where its values and times are"
                : "; a payload " + format.label() + " has no members";
        for (Key<?> key :
                List.of(TopicKeys.VALUE, TopicKeys.EACH, TopicKeys.EXCEPT, TopicKeys.TIME, TopicKeys.QUALITY)) {
            if (keys.has(key)) {
                problems.error(keys.item(key), "is for payloads json, cbor and msgpack" + why);
            }
        }
        if (!format.hasTimeUnit()) {
            checkTimeKeys(keys);
            return;
        }
        for (Key<?> key : List.of(TopicKeys.ZONE, TopicKeys.BAD_TIME)) {
            if (keys.has(key)) {
                problems.error(keys.item(key), "is not for payload " + format.label() + ", whose times are numbers");
            }
        }
    }

    /** How the times of a format's records are written; null when the format has none. */
    TimeFormat recordTimes(SectionReader keys, PayloadFormat format) {
        TimeFormat said = format.hasTimeUnit() && keys.has(TopicKeys.TIME_UNIT) ? keys.get(TopicKeys.TIME_UNIT) : null;
        return said != null ? said : format.recordTimes();
    }

    private static boolean hasStar(ValueConfig value) {
        return value.paths().stream().anyMatch(path -> path.toString().contains("*"));
    }

    private List<ValueConfig> values(SectionReader keys, ValueRule rule) {
        if (!keys.has(TopicKeys.VALUE)) {
            return List.of(new ValueConfig(List.of(DEFAULT_VALUE), null, rule, null));
        }
        Item item = keys.item(TopicKeys.VALUE);
        List<Item> elements = item.isList() ? item.elements() : List.of(item);
        if (elements.isEmpty()) {
            problems.error(item, "must not be an empty list; leave the key out instead");
        }
        List<ValueConfig> values = new ArrayList<>();
        Set<MemberPath> seen = new HashSet<>();
        for (Item element : elements) {
            ValueConfig value = element.isMapping() ? section(element, rule) : path(element, rule);
            if (value == null) {
                continue;
            }
            if (value.paths().stream().anyMatch(path -> !seen.add(path))) {
                problems.error(item, "names a member twice");
            }
            values.add(value);
        }
        return values.isEmpty() ? List.of(new ValueConfig(List.of(DEFAULT_VALUE), null, rule, null)) : values;
    }

    private ValueConfig path(Item element, ValueRule rule) {
        if (element.isList()) {
            problems.error(element, "must be a member path, is a list");
            return null;
        }
        MemberPath path = context.attempt(element, () -> ValueKeys.MEMBER.parse(element.scalar()));
        return path == null ? null : new ValueConfig(List.of(path), null, rule, null);
    }

    private ValueConfig section(Item element, ValueRule base) {
        SectionReader keys = new SectionReader(element, ValueKeys.VALUE, problems);
        List<MemberPath> paths = keys.getAll(ValueKeys.PATH);
        String name = keys.get(ValueKeys.NAME);
        ValueRule rule = rules.bind(keys, base);
        Quality quality = keys.get(ValueKeys.FIXED_QUALITY);
        if (!keys.has(ValueKeys.PATH)) {
            problems.error(element, "needs path, where the value is");
        }
        BytesType bytes = keys.get(ValueKeys.BYTES);
        return paths.isEmpty()
                ? null
                : context.attempt(element, () -> new ValueConfig(paths, name, rule, quality, bytes));
    }

    private TimeConfig time(SectionReader keys) {
        checkTimeKeys(keys);
        if (!keys.has(TopicKeys.TIME)) {
            return null;
        }
        MemberPath path;
        MemberPath nanos = null;
        boolean isPair = keys.item(TopicKeys.TIME).isMapping();
        if (isPair) {
            SectionReader pair = keys.section(TopicKeys.TIME, TimeKeys.TIME);
            path = pair.get(TimeKeys.SECONDS);
            nanos = pair.get(TimeKeys.NANOS);
            if (keys.has(TopicKeys.TIME_UNIT)) {
                problems.error(keys.item(TopicKeys.TIME_UNIT), "not with seconds and nanos, which say it");
            }
        } else {
            path = keys.get(TopicKeys.TIME);
        }
        TimeFormat format = isPair ? TimeFormat.of(TimeUnits.S) : TimeFormatBinder.bind(keys, context);
        MemberPath nanosPath = nanos;
        return path == null || format == null
                ? null
                : context.attempt(
                        keys.item(TopicKeys.TIME),
                        () -> new TimeConfig(path, nanosPath, format, keys.get(TopicKeys.BAD_TIME)));
    }

    private void checkTimeKeys(SectionReader keys) {
        if (keys.has(TopicKeys.TIME)) {
            return;
        }
        for (Key<?> key : List.of(TopicKeys.TIME_UNIT, TopicKeys.ZONE, TopicKeys.BAD_TIME)) {
            if (keys.has(key)) {
                problems.error(keys.item(key), "needs time, the member with the event time");
            }
        }
    }
}
