package io.tocsin.engine.fold;

import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.SeenEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The oracle of the rate-of-change alarm: a list of all pairs of neighbours, each with a verdict; then the verdicts
 * that change something. Compares products of exact decimals, so that it never divides.
 */
final class NaiveRateAlarm {
    /** The verdict of one pair of samples. */
    enum Verdict {
        TOO_FAST,
        SLOW_ENOUGH,
        BETWEEN
    }

    private NaiveRateAlarm() {}

    static List<SeenEvent> events(RateOfChangeRule rule, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        List<KeyHistory.Step> samples =
                steps.stream().filter(step -> step.sample() && !step.retained()).toList();
        List<SeenEvent> events = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            KeyHistory.Step second = samples.get(i);
            Verdict verdict = verdict(rule, samples.get(i - 1), second);
            SeenEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
            boolean active = last != null && last.kind() == AlarmEventKind.RAISED;
            long atNs = last == null ? second.knownNs() : Math.max(second.knownNs(), last.timeNs());
            if (!active && verdict == Verdict.TOO_FAST) {
                int occurrence = 1
                        + (int) events.stream()
                                .filter(event -> event.kind() == AlarmEventKind.RAISED && event.timeNs() == atNs)
                                .count();
                events.add(event(AlarmEventKind.RAISED, ruleId, sensorId, second, atNs, atNs, occurrence));
            } else if (active && verdict == Verdict.SLOW_ENOUGH) {
                events.add(event(
                        AlarmEventKind.CLEARED, ruleId, sensorId, second, atNs, last.raisedNs(), last.occurrence()));
            }
        }
        return events;
    }

    /** Change × per against limit × passed. */
    static Verdict verdict(RateOfChangeRule rule, KeyHistory.Step first, KeyHistory.Step second) {
        return verdict(rule, first.knownNs(), first.value(), second.knownNs(), second.value())
                .orElse(Verdict.BETWEEN);
    }

    static Optional<Verdict> verdict(RateOfChangeRule rule, long fromNs, double from, long toNs, double to) {
        if (toNs <= fromNs || toNs - fromNs > rule.maxGapNs()) {
            return Optional.empty();
        }
        BigDecimal change = new BigDecimal(to).subtract(new BigDecimal(from));
        if (rule.direction() == RateDirection.ANY) {
            change = change.abs();
        } else if (rule.direction() == RateDirection.DOWN) {
            change = change.negate();
        }
        BigDecimal changed = change.multiply(BigDecimal.valueOf(rule.perNs()));
        BigDecimal passed = BigDecimal.valueOf(toNs - fromNs);
        BigDecimal limit = new BigDecimal(rule.limit());
        if (changed.compareTo(limit.multiply(passed)) > 0) {
            return Optional.of(Verdict.TOO_FAST);
        }
        BigDecimal clearAt = limit.subtract(new BigDecimal(rule.deadband()));
        return Optional.of(changed.compareTo(clearAt.multiply(passed)) <= 0 ? Verdict.SLOW_ENOUGH : Verdict.BETWEEN);
    }

    private static SeenEvent event(
            AlarmEventKind kind,
            int ruleId,
            int sensorId,
            KeyHistory.Step cause,
            long timeNs,
            long raisedNs,
            int occurrence) {
        return new SeenEvent(
                cause.position(),
                cause.receivedNs(),
                ruleId,
                sensorId,
                kind,
                AlarmEventFlyweight.NO_LEVEL,
                timeNs,
                raisedNs,
                occurrence,
                cause.value(),
                Double.NaN,
                AlarmEventReason.RULE);
    }
}
