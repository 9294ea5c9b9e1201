package io.tocsin.engine.operator;

import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.SeenEvent;
import java.util.ArrayList;
import java.util.List;

/** The oracle of the stuck alarm: cuts the history into runs, then looks in each for the sample that raises. */
final class NaiveStuckAlarm {
    private NaiveStuckAlarm() {}

    static List<SeenEvent> events(StuckRule rule, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        List<KeyHistory.Step> samples =
                steps.stream().filter(step -> step.sample() && !step.retained()).toList();
        List<SeenEvent> events = new ArrayList<>();
        int start = 0;
        while (start < samples.size()) {
            int end = endOfRun(rule, samples, start);
            for (int i = start; i < end; i++) {
                long lastedNs = samples.get(i).knownNs() - samples.get(start).knownNs();
                if (lastedNs >= rule.holdNs() && i - start + 1 >= rule.minSamples()) {
                    long raisedNs = samples.get(i).knownNs();
                    int occurrence = 1
                            + (int) events.stream()
                                    .filter(event ->
                                            event.kind() == AlarmEventKind.RAISED && event.timeNs() == raisedNs)
                                    .count();
                    events.add(event(ruleId, sensorId, AlarmEventKind.RAISED, samples.get(i), raisedNs, occurrence));
                    if (end < samples.size()) {
                        events.add(event(
                                ruleId, sensorId, AlarmEventKind.CLEARED, samples.get(end), raisedNs, occurrence));
                    }
                    break;
                }
            }
            start = Math.max(end, start + 1);
        }
        return events;
    }

    /** The index behind the run's last sample; {@code start} itself when the sample there begins none. */
    private static int endOfRun(StuckRule rule, List<KeyHistory.Step> samples, int start) {
        double reference = samples.get(start).value();
        for (int i = start; i < samples.size(); i++) {
            double value = samples.get(i).value();
            boolean ignored = rule.ignoreAbsAtMost() != StuckRule.IGNORE_NOTHING
                    && value >= -rule.ignoreAbsAtMost()
                    && value <= rule.ignoreAbsAtMost();
            boolean differs = value > reference + rule.tolerance() || value < reference - rule.tolerance();
            boolean isFar = i > start
                    && samples.get(i).knownNs() > samples.get(i - 1).knownNs() + Math.min(rule.maxGapNs(), 1L << 60);
            if (ignored || differs || isFar) {
                return i;
            }
        }
        return samples.size();
    }

    private static SeenEvent event(
            int ruleId, int sensorId, AlarmEventKind kind, KeyHistory.Step cause, long raisedNs, int occurrence) {
        return new SeenEvent(
                cause.position(),
                cause.receivedNs(),
                ruleId,
                sensorId,
                kind,
                AlarmEventFlyweight.NO_LEVEL,
                cause.knownNs(),
                raisedNs,
                occurrence,
                cause.value(),
                Double.NaN,
                AlarmEventReason.RULE);
    }
}
