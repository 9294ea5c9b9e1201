package io.tocsin.ingest.payload;

import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the payloads of one topic filter become readings.
 *
 * @param format of the payloads
 * @param mapping which readings they hold; of a format without members only the rule of its one value counts
 * @param timeFormat how event times are written
 */
public record PayloadConfig(PayloadFormat format, Mapping mapping, TimeFormat timeFormat) {
    public PayloadConfig {
        if (!format.hasMembers() && !isOneScalar(mapping)) {
            throw new IllegalArgumentException(
                    "payload " + format.label() + " has no members: value, each, time and quality must be absent");
        }
        if (format.hasRecords() && timeFormat.unit().nanos() == 0) {
            throw new IllegalArgumentException("times of payload " + format.label()
                    + " are numbers: timeUnit must be s, ms, us or ns, timeUnit=" + timeFormat.label());
        }
    }

    /** A payload whose times are as the mapping or the format says. */
    public PayloadConfig(PayloadFormat format, Mapping mapping) {
        this(format, mapping, timeFormat(format, mapping));
    }

    /** A payload that is one number, boolean or text. */
    public static PayloadConfig number(ValueRule rule) {
        return scalar(PayloadFormat.NUMBER, rule);
    }

    /** A payload of a format without members, all of whose values are read by one rule. */
    public static PayloadConfig scalar(PayloadFormat format, ValueRule rule) {
        return new PayloadConfig(format, Mapping.of(List.of("."), rule, null, null));
    }

    /** A JSON object with a value at each path. */
    public static PayloadConfig json(Mapping mapping) {
        return new PayloadConfig(PayloadFormat.JSON, mapping);
    }

    /** Whether the readings have event times of their own. */
    public boolean hasTimes() {
        return mapping.time() != null || format.hasRecords();
    }

    /**
     * Reader of such payloads.
     *
     * @param template of the sensors' names
     * @throws IllegalArgumentException when mapping and template cannot work together
     */
    public PayloadReader reader(NameTemplate template) {
        return new UnwrappingReader(format.reader(mapping, timeFormat, template), format.isText());
    }

    private static TimeFormat timeFormat(PayloadFormat format, Mapping mapping) {
        if (format.hasRecords()) {
            return format.recordTimes();
        }
        return mapping.time() == null ? TimeFormat.MS : mapping.time().format();
    }

    /**
     * Names of the scalars that a message has beside a value, or else of those in and below its elements, for people;
     * none of a format without members.
     *
     * @param path of the value
     * @param message a payload
     */
    public List<String> membersBeside(MemberPath path, byte[] message) {
        if (!format.hasMembers()) {
            return List.of();
        }
        MemberPath every = MemberPath.parse("*");
        List<String> beside = members(mapping.each(), path.beside(), message);
        if (!beside.isEmpty()) {
            return beside;
        }
        List<String> all = new ArrayList<>(members(mapping.each(), every, message));
        all.addAll(members(mapping.each(), MemberPath.parse("*.*"), message));
        return all.isEmpty() ? members(MemberPath.SELF, every, message) : all;
    }

    private List<String> members(MemberPath each, MemberPath path, byte[] message) {
        ValueConfig value = new ValueConfig(List.of(path), null, ValueRule.PLAIN, null);
        Mapping every = new Mapping(each, List.of(value), List.of(), null, null);
        NameTemplate template = NameTemplate.parse("{member}");
        Readings readings = new Readings();
        new UnwrappingReader(format.reader(every, timeFormat, template), format.isText())
                .read(message, 0, message.length, new TopicLevels("sample"), readings);
        return IntStream.range(0, readings.reason() == null ? readings.size() : 0)
                .filter(i -> readings.refusal(i) == null)
                .mapToObj(readings::name)
                .distinct()
                .toList();
    }

    private static boolean isOneScalar(Mapping mapping) {
        return mapping.values().size() == 1
                && mapping.values().get(0).paths().equals(List.of(MemberPath.SELF))
                && mapping.each().equals(MemberPath.SELF)
                && mapping.time() == null
                && mapping.quality() == null;
    }

    /** The values, for people and checks. */
    public List<ValueConfig> values() {
        return mapping.values();
    }
}
