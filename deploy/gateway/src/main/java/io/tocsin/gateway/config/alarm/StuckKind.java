package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.print.Numbers;
import java.io.IOException;
import java.util.List;

/** The {@code stuck} alarm: one value for too long. */
final class StuckKind extends AlarmKind<StuckRule> {
    private static final int MAX_MIN_SAMPLES = 1_000_000;

    private static final Key<Long> HOLD = Key.required(
            "hold",
            ValueTypes.DURATION,
            "The alarm is raised at the first sample that is this long after the first sample of its run. `0s`: as"
                    + " soon as the run has `minSamples`.");
    private static final Key<Double> TOLERANCE = Key.withDefault(
            "tolerance",
            ValueTypes.NOT_NEGATIVE,
            "0",
            "Greatest difference from the first value of the run for which a value counts as unchanged; a slow drift"
                    + " exceeds it.");
    private static final Key<Long> MIN_SAMPLES = Key.withDefault(
            "minSamples",
            ValueTypes.integer(StuckRule.LEAST_SAMPLES, MAX_MIN_SAMPLES),
            String.valueOf(StuckRule.LEAST_SAMPLES),
            "Number of samples that a run needs to raise the alarm, including the first one.");
    private static final Key<Long> MAX_GAP = Key.optional(
            "maxGap",
            ValueTypes.POSITIVE_DURATION,
            "any gap",
            "Longest time between two samples of a run. A longer gap ends the run, because the value in between is"
                    + " unknown.");
    private static final Key<Double> IGNORE_ABS_AT_MOST = Key.optional(
            "ignoreAbsAtMost",
            ValueTypes.NOT_NEGATIVE,
            "no sample is ignored",
            "Samples whose absolute value is at most this end a run and begin none. Use 0 for a sensor that rests at"
                    + " zero, such as a solar inverter at night.");
    private static final Section KEYS = Section.of(
            "Stuck alarm",
            "alarms[] with type: stuck",
            "Raised when the value has not changed for a time although samples came. The sample that ends the run"
                    + " clears the alarm: it differs, is ignored, or comes after a gap.",
            HOLD,
            TOLERANCE,
            MIN_SAMPLES,
            MAX_GAP,
            IGNORE_ABS_AT_MOST);

    StuckKind() {
        super(AlarmType.STUCK, StuckRule.class, "{sensor} stuck (hold HOLD): {value}");
    }

    @Override
    Section keys() {
        return KEYS;
    }

    @Override
    StuckRule bind(AlarmEntry entry) {
        SectionReader keys = entry.keys();
        Long holdNs = keys.get(HOLD);
        Double tolerance = keys.get(TOLERANCE);
        Long minSamples = keys.get(MIN_SAMPLES);
        Long maxGapNs = keys.get(MAX_GAP);
        Double ignoreAbsAtMost = keys.get(IGNORE_ABS_AT_MOST);
        entry.requireNoLimitInMessage();
        return entry.rule(() -> new StuckRule(
                entry.name(),
                entry.selector(),
                entry.priority(),
                entry.message(defaultMessage().replace("HOLD", Durations.format(holdNs))),
                entry.sinks(),
                tolerance,
                holdNs,
                Math.toIntExact(minSamples),
                maxGapNs == null ? StuckRule.ANY_GAP : maxGapNs,
                ignoreAbsAtMost == null ? StuckRule.IGNORE_NOTHING : ignoreAbsAtMost,
                entry.reorderNs(),
                entry.onBad()));
    }

    @Override
    void describe(StuckRule rule, List<String> parts) {
        parts.add("one value" + (rule.tolerance() == 0 ? "" : " ± " + Numbers.plain(rule.tolerance())) + " for "
                + Durations.format(rule.holdNs()));
        parts.add("at least " + rule.minSamples() + " samples");
        if (rule.maxGapNs() != StuckRule.ANY_GAP) {
            parts.add("gaps ≤ " + Durations.format(rule.maxGapNs()));
        }
        if (rule.ignoreAbsAtMost() != StuckRule.IGNORE_NOTHING) {
            parts.add("not for |value| ≤ " + Numbers.plain(rule.ignoreAbsAtMost()));
        }
    }

    @Override
    void writeFields(StuckRule rule, JsonGenerator json) throws IOException {
        json.writeStringField("hold", Durations.format(rule.holdNs()));
        json.writeNumberField("tolerance", rule.tolerance());
        json.writeNumberField("minSamples", rule.minSamples());
        if (rule.maxGapNs() != StuckRule.ANY_GAP) {
            json.writeStringField("maxGap", Durations.format(rule.maxGapNs()));
        }
        if (rule.ignoreAbsAtMost() != StuckRule.IGNORE_NOTHING) {
            json.writeNumberField("ignoreAbsAtMost", rule.ignoreAbsAtMost());
        }
    }
}
