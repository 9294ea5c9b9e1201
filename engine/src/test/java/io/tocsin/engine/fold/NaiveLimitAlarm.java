package io.tocsin.engine.fold;

import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.SeenEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.DoublePredicate;

/**
 * The oracle of the limit alarm: looks at the whole history of one sensor at once, finds for each level the runs that
 * raise and clear it, then lays the levels over each other. Slow, quadratic, and shares nothing with the operator.
 */
final class NaiveLimitAlarm {
    /** A level goes on or off: at a sample, or by a timer before the sample of that step. */
    private record Change(int step, boolean atSample, long timeNs, LimitLevel level, boolean on) {}

    private final LimitRule rule;
    private final List<KeyHistory.Step> steps;
    /** When each sample counts: at its time, but never before what was already reported. */
    private final long[] countsAtNs;

    private NaiveLimitAlarm(LimitRule rule, List<KeyHistory.Step> steps) {
        this.rule = rule;
        this.steps = steps;
        this.countsAtNs = new long[steps.size()];
    }

    static List<SeenEvent> events(LimitRule rule, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        NaiveLimitAlarm alarm = new NaiveLimitAlarm(rule, steps);
        long clockNs = Long.MIN_VALUE;
        for (int i = 0; i < steps.size(); i++) {
            long reportedNs = Long.MIN_VALUE;
            clockNs = Math.max(clockNs, steps.get(i).knownNs());
            if (steps.get(i).knownNs() < clockNs) {
                for (SeenEvent event : alarm.merge(ruleId, sensorId, i)) {
                    reportedNs = event.timeNs();
                }
            }
            alarm.countsAtNs[i] = Math.max(steps.get(i).knownNs(), reportedNs);
        }
        return alarm.merge(ruleId, sensorId, steps.size());
    }

    /** The events of the first {@code stepCount} steps. */
    private List<SeenEvent> merge(int ruleId, int sensorId, int stepCount) {
        List<Change> changes = new ArrayList<>();
        for (LimitLevel level : rule.levels()) {
            addChanges(changes, level, stepCount);
        }
        changes.sort(Comparator.comparingInt(Change::step)
                .thenComparing(Change::atSample)
                .thenComparingLong(Change::timeNs));
        List<SeenEvent> events = new ArrayList<>();
        List<LimitLevel> on = new ArrayList<>();
        LimitLevel stood = null;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change.on()) {
                on.add(change.level());
            } else {
                on.remove(change.level());
            }
            boolean lastOfInstant = i + 1 == changes.size() || !sameInstant(change, changes.get(i + 1));
            if (!lastOfInstant) {
                continue;
            }
            LimitLevel stands =
                    on.stream().min(Comparator.comparing(LimitLevel::level)).orElse(null);
            if (!Objects.equals(stands, stood)) {
                events.add(event(ruleId, sensorId, change, stood, stands, events));
                stood = stands;
            }
        }
        return events;
    }

    private static boolean sameInstant(Change a, Change b) {
        return a.step() == b.step() && a.atSample() == b.atSample() && a.timeNs() == b.timeNs();
    }

    private SeenEvent event(
            int ruleId, int sensorId, Change change, LimitLevel stood, LimitLevel stands, List<SeenEvent> before) {
        AlarmEventKind kind = stood == null
                ? AlarmEventKind.RAISED
                : stands == null ? AlarmEventKind.CLEARED : AlarmEventKind.LEVEL_CHANGED;
        long raisedNs = change.timeNs();
        int occurrence = 1;
        if (kind != AlarmEventKind.RAISED) {
            SeenEvent previous = before.get(before.size() - 1);
            raisedNs = previous.raisedNs();
            occurrence = previous.occurrence();
        } else {
            for (SeenEvent event : before) {
                if (event.kind() == AlarmEventKind.RAISED && event.timeNs() == raisedNs) {
                    occurrence++;
                }
            }
        }
        int held = change.atSample() ? change.step() : change.step() - 1;
        while (!steps.get(held).sample()) {
            held--;
        }
        KeyHistory.Step cause = steps.get(change.step());
        LimitLevel shown = stands == null ? stood : stands;
        return new SeenEvent(
                        cause.position(),
                        cause.receivedNs(),
                        ruleId,
                        sensorId,
                        kind,
                        shown.level().ordinal(),
                        change.timeNs(),
                        raisedNs,
                        occurrence,
                        steps.get(held).value(),
                        shown.limit(),
                        AlarmEventReason.RULE)
                .earlierAtInstant(kind == AlarmEventKind.LEVEL_CHANGED ? earlierAtInstant(change, before) : 0);
    }

    private static long earlierAtInstant(Change change, List<SeenEvent> before) {
        long count = 0;
        for (SeenEvent event : before) {
            boolean begins = event.kind() == AlarmEventKind.RAISED;
            boolean sameInstant = event.timeNs() == change.timeNs();
            count = (begins ? 0 : count) + (sameInstant ? 1 : 0);
        }
        return count;
    }

    private void addChanges(List<Change> changes, LimitLevel level, int stepCount) {
        double limit = level.limit();
        double deadband = level.deadband();
        boolean high = level.level().isHigh();
        DoublePredicate inAlarm = v -> high ? v > limit : v < limit;
        DoublePredicate clear = v -> high ? v <= limit - deadband : v >= limit + deadband;
        boolean on = true;
        Change change = firstRun(level, 0, stepCount, inAlarm, rule.onDelayNs(), true);
        while (change != null) {
            changes.add(change);
            int next = change.atSample() ? change.step() + 1 : change.step();
            on = !on;
            change = on
                    ? firstRun(level, next, stepCount, inAlarm, rule.onDelayNs(), true)
                    : firstRun(level, next, stepCount, clear, rule.offDelayNs(), false);
        }
    }

    /** The end of the first unbroken run of samples that meet the condition and lasts the delay. */
    private Change firstRun(
            LimitLevel level, int from, int stepCount, DoublePredicate meets, long delayNs, boolean on) {
        for (int start = from; start < stepCount; start++) {
            KeyHistory.Step first = steps.get(start);
            if (!first.sample() || !meets.test(first.value())) {
                continue;
            }
            if (delayNs == 0) {
                return new Change(start, true, countsAtNs[start], level, on);
            }
            long dueNs = countsAtNs[start] + delayNs;
            int broken = stepCount;
            for (int i = start + 1; i < broken; i++) {
                KeyHistory.Step step = steps.get(i);
                if (step.knownNs() > dueNs) {
                    return new Change(i, false, dueNs, level, on);
                }
                if (step.sample() && !meets.test(step.value())) {
                    broken = i;
                }
            }
            start = broken;
        }
        return null;
    }
}
