package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.file.PlainFile;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.ValueTypes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The {@code missing} alarm: no good reading for a time. */
final class MissingKind extends AlarmKind<MissingRule> {
    private static final Key<Long> TIMEOUT = Key.required(
            "timeout",
            ValueTypes.POSITIVE_DURATION,
            "Raised this long after the last good reading. Without any traffic the gateway notices the silence after"
                    + " `time.idleAfter`.");
    private static final Key<Boolean> OF_GROUP = Key.withDefault(
            "of",
            ValueTypes.choice(Suggestions.ordered(List.of("each", "group"), false, true)),
            "each",
            "`each` watches every selected sensor separately; `group` raises the alarm when all of them are silent"
                    + " together.");
    private static final Key<String> EXPECT = Key.several(
            "expect",
            ValueTypes.TEXT,
            "the sensor, if `sensor` has no wildcard and is no result of a stream",
            "Names of sensors that are expected to speak: the start of the gateway arms the alarm for them, not their"
                    + " first good reading. So a sensor that was dead before the gateway began to watch raises it.");
    private static final Key<Path> EXPECT_FILE = Key.optional(
            "expectFile",
            ValueTypes.PATH,
            "none",
            "Instead of `expect`: a file with one name a line. Empty lines and lines that begin with `#` count for"
                    + " nothing. Read at the start.");
    private static final Section KEYS = Section.of(
            "Missing alarm",
            "alarms[] with type: missing",
            "Raised when no good reading has come for a time. A sensor's first good reading arms the alarm; for"
                    + " expected sensors the start of the gateway does.",
            TIMEOUT,
            OF_GROUP,
            EXPECT,
            EXPECT_FILE);
    /** The most expected sensors of an alarm. */
    private static final int MAX_EXPECTED = 16_384;

    MissingKind() {
        super(AlarmType.MISSING, MissingRule.class, "{sensor} silent (timeout TIMEOUT)");
    }

    @Override
    Section keys() {
        return KEYS;
    }

    @Override
    MissingRule bind(AlarmEntry entry) {
        Long timeoutNs = entry.keys().get(TIMEOUT);
        boolean group = entry.keys().get(OF_GROUP);
        entry.requireNoLimitInMessage();
        entry.requireNoOnBad("cannot be combined with type: missing, where a BAD reading is no sign of life; leave"
                + " the key out");
        List<String> expected = expected(entry, group);
        return entry.rule(() -> new MissingRule(
                entry.name(),
                entry.selector(),
                entry.priority(),
                entry.message(defaultMessage().replace("TIMEOUT", Durations.format(timeoutNs))),
                entry.sinks(),
                timeoutNs,
                group,
                entry.reorderNs(),
                expected));
    }

    private static List<String> expected(AlarmEntry entry, boolean group) {
        boolean hasNames = entry.keys().has(EXPECT);
        boolean hasFile = entry.keys().has(EXPECT_FILE);
        List<String> names = entry.keys().getAll(EXPECT);
        Path file = entry.keys().get(EXPECT_FILE);
        Key<?> key = hasFile ? EXPECT_FILE : EXPECT;
        if (hasNames && hasFile) {
            entry.error(EXPECT_FILE, "cannot be combined with expect; use one of the two keys");
            return List.of();
        }
        if (group && (hasNames || hasFile)) {
            entry.error(key, "cannot be combined with of: group, whose first reading arms the alarm");
            return List.of();
        }
        SensorSelector selector = entry.selector();
        if (hasFile && file != null) {
            names = lines(entry, file);
        } else if (!hasNames && !group && selector != null) {
            return selector.filters().stream()
                    // A derived sensor speaks when its first window closes, which may be a day after the start.
                    .filter(filter -> !TopicFilter.hasWildcard(filter) && !entry.isDerived(filter))
                    .distinct()
                    .toList();
        }
        if (names.size() > MAX_EXPECTED) {
            entry.error(key, "has " + names.size() + " names, at most " + MAX_EXPECTED + " are possible");
        }
        for (String name : names) {
            if (selector != null && !selector.matches(name)) {
                entry.error(key, "the alarm does not select " + name + "; correct the name, or the alarm's sensor");
            }
        }
        return names.stream().distinct().toList();
    }

    private static List<String> lines(AlarmEntry entry, Path file) {
        Path path = entry.resolve(file);
        try {
            PlainFile.require(path);
            return Files.readAllLines(path).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (NoSuchFileException e) {
            entry.error(EXPECT_FILE, "no such file: " + file);
        } catch (CharacterCodingException e) {
            entry.error(EXPECT_FILE, "cannot be read as UTF-8: " + file);
        } catch (IOException e) {
            entry.error(EXPECT_FILE, "cannot be read: " + FaultText.of(e));
        }
        return List.of();
    }

    @Override
    void describe(MissingRule rule, List<String> parts) {
        parts.add((rule.group() ? "all silent for " : "silent for ") + Durations.format(rule.timeoutNs()));
        if (!rule.expected().isEmpty()) {
            parts.add("expects "
                    + (rule.expected().size() == 1
                            ? rule.expected().get(0)
                            : rule.expected().size() + " sensors"));
        }
    }

    @Override
    void writeFields(MissingRule rule, JsonGenerator json) throws IOException {
        json.writeStringField("timeout", Durations.format(rule.timeoutNs()));
        json.writeStringField("of", rule.group() ? "group" : "each");
        if (!rule.expected().isEmpty()) {
            json.writeArrayFieldStart("expect");
            for (String sensor : rule.expected()) {
                json.writeString(sensor);
            }
            json.writeEndArray();
        }
    }

    @Override
    void warn(MissingRule rule, SectionReader keys, AlarmWarnings warnings) {
        if (rule.timeoutNs() < warnings.idleAfterNs()) {
            warnings.warn(
                    keys.item(TIMEOUT),
                    "shorter than time.idleAfter: silence is noticed only after "
                            + Durations.format(warnings.idleAfterNs()) + " without a reading");
        }
    }
}
