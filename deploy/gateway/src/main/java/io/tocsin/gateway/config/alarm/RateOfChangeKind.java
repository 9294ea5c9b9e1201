package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.print.Numbers;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The {@code rateOfChange} alarm: a value that changes too fast. */
final class RateOfChangeKind extends AlarmKind<RateOfChangeRule> {
    private static final Key<Long> PER =
            Key.required("per", ValueTypes.POSITIVE_DURATION, "Unit of time of `limit`: `1m` for degrees a minute.");
    private static final Key<Double> LIMIT = Key.required(
            "limit",
            ValueTypes.NOT_NEGATIVE,
            "The alarm is raised when the value changes by more than this within" + " `per`.");
    private static final Key<Double> DEADBAND = Key.withDefault(
            "deadband", ValueTypes.NOT_NEGATIVE, "0", "Distance below `limit` at which the rate clears the alarm.");
    private static final Key<Long> MAX_GAP = Key.optional(
            "maxGap", ValueTypes.POSITIVE_DURATION, "any gap", "Longest time between two samples that are compared.");
    private static final Key<RateDirection> DIRECTION = Key.withDefault(
            "direction",
            ValueTypes.choice(Suggestions.ordered(
                    Arrays.stream(RateDirection.values())
                            .map(RateDirection::label)
                            .toList(),
                    RateDirection.values())),
            RateDirection.ANY.label(),
            "Changes that count: `up`, `down` or both.");
    private static final Section KEYS = Section.of(
            "Rate-of-change alarm",
            "alarms[] with type: rateOfChange",
            "Raised when the value changes too fast from one good sample to the next. Cleared at the first pair of"
                    + " samples with a small enough change. Samples of one instant, or further apart than `maxGap`,"
                    + " are not compared.",
            PER,
            LIMIT,
            DEADBAND,
            MAX_GAP,
            DIRECTION);

    RateOfChangeKind() {
        super(AlarmType.RATE_OF_CHANGE, RateOfChangeRule.class, "{sensor} changes by more than LIMIT in PER: {value}");
    }

    @Override
    Section keys() {
        return KEYS;
    }

    @Override
    RateOfChangeRule bind(AlarmEntry entry) {
        SectionReader keys = entry.keys();
        Long perNs = keys.get(PER);
        Double limit = keys.get(LIMIT);
        Double deadband = keys.get(DEADBAND);
        Long maxGapNs = keys.get(MAX_GAP);
        RateDirection direction = keys.get(DIRECTION);
        entry.requireNoLimitInMessage();
        return entry.rule(() -> new RateOfChangeRule(
                entry.name(),
                entry.selector(),
                entry.priority(),
                entry.message(defaultMessage()
                        .replace("LIMIT", Numbers.plain(limit))
                        .replace("PER", Durations.format(perNs))),
                entry.sinks(),
                perNs,
                limit,
                deadband,
                maxGapNs == null ? RateOfChangeRule.ANY_GAP : maxGapNs,
                direction,
                entry.reorderNs(),
                entry.onBad()));
    }

    @Override
    void describe(RateOfChangeRule rule, List<String> parts) {
        String direction = rule.direction() == RateDirection.ANY
                ? ""
                : " " + rule.direction().label();
        parts.add("changes" + direction + " by > " + Numbers.plain(rule.limit()) + " in "
                + Durations.format(rule.perNs())
                + (rule.deadband() == 0 ? "" : " (clears ≤ " + Numbers.plain(rule.limit() - rule.deadband()) + ")"));
        if (rule.maxGapNs() != RateOfChangeRule.ANY_GAP) {
            parts.add("gaps ≤ " + Durations.format(rule.maxGapNs()));
        }
    }

    @Override
    void writeFields(RateOfChangeRule rule, JsonGenerator json) throws IOException {
        json.writeStringField("per", Durations.format(rule.perNs()));
        json.writeNumberField("limit", rule.limit());
        json.writeNumberField("deadband", rule.deadband());
        if (rule.maxGapNs() != RateOfChangeRule.ANY_GAP) {
            json.writeStringField("maxGap", Durations.format(rule.maxGapNs()));
        }
        json.writeStringField("direction", rule.direction().label());
    }
}
