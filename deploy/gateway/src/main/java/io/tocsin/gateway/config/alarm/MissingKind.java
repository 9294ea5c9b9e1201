package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.ValueTypes;
import java.io.IOException;
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
    private static final Section KEYS = Section.of(
            "Missing alarm",
            "alarms[] with type: missing",
            "Raised when no good reading has come for a time. A sensor's first good reading arms the alarm.",
            TIMEOUT,
            OF_GROUP);

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
        return entry.rule(() -> new MissingRule(
                entry.name(),
                entry.selector(),
                entry.priority(),
                entry.message(defaultMessage().replace("TIMEOUT", Durations.format(timeoutNs))),
                entry.sinks(),
                timeoutNs,
                group,
                entry.reorderNs()));
    }

    @Override
    void describe(MissingRule rule, List<String> parts) {
        parts.add((rule.group() ? "all silent for " : "silent for ") + Durations.format(rule.timeoutNs()));
    }

    @Override
    void writeFields(MissingRule rule, JsonGenerator json) throws IOException {
        json.writeStringField("timeout", Durations.format(rule.timeoutNs()));
        json.writeStringField("of", rule.group() ? "group" : "each");
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
