package io.tocsin.engine.fold;

import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.SeenEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The oracle of the stuck alarm: cuts the history into runs, then looks in each for the sample that raises. When a
 * sample counts, the events before it say, so it looks at the history again for each sample.
 */
final class NaiveStuckAlarm {
    private final StuckRule rule;
    private final int ruleId;
    private final int sensorId;
    private final List<KeyHistory.Step> samples;
    /** When each sample counts: at its time, but never before what was already reported. */
    private final long[] countsAtNs;

    private NaiveStuckAlarm(StuckRule rule, int ruleId, int sensorId, List<KeyHistory.Step> samples) {
        this.rule = rule;
        this.ruleId = ruleId;
        this.sensorId = sensorId;
        this.samples = samples;
        this.countsAtNs = new long[samples.size()];
    }

    static List<SeenEvent> events(StuckRule rule, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        List<KeyHistory.Step> samples =
                steps.stream().filter(step -> step.sample() && !step.retained()).toList();
        NaiveStuckAlarm alarm = new NaiveStuckAlarm(rule, ruleId, sensorId, samples);
        for (int i = 0; i < samples.size(); i++) {
            List<SeenEvent> before = alarm.events(i);
            long reportedNs = before.isEmpty()
                    ? Long.MIN_VALUE
                    : before.get(before.size() - 1).timeNs();
            alarm.countsAtNs[i] = Math.max(samples.get(i).knownNs(), reportedNs);
        }
        return alarm.events(samples.size());
    }

    /** The events of the first samples. */
    private List<SeenEvent> events(int sampleCount) {
        List<SeenEvent> events = new ArrayList<>();
        int start = 0;
        while (start < sampleCount) {
            int end = endOfRun(start, sampleCount);
            for (int i = start; i < end; i++) {
                if (countsAtNs[i] - countsAtNs[start] >= rule.holdNs() && i - start + 1 >= rule.minSamples()) {
                    long raisedNs = countsAtNs[i];
                    int occurrence = 1
                            + (int) events.stream()
                                    .filter(event ->
                                            event.kind() == AlarmEventKind.RAISED && event.timeNs() == raisedNs)
                                    .count();
                    events.add(event(AlarmEventKind.RAISED, i, raisedNs, occurrence));
                    if (end < sampleCount) {
                        events.add(event(AlarmEventKind.CLEARED, end, raisedNs, occurrence));
                    }
                    break;
                }
            }
            start = Math.max(end, start + 1);
        }
        return events;
    }

    /** The index behind the run's last sample; {@code start} itself when the sample there begins none. */
    private int endOfRun(int start, int sampleCount) {
        double reference = samples.get(start).value();
        for (int i = start; i < sampleCount; i++) {
            double value = samples.get(i).value();
            boolean ignored = rule.ignoreAbsAtMost() != StuckRule.IGNORE_NOTHING
                    && value >= -rule.ignoreAbsAtMost()
                    && value <= rule.ignoreAbsAtMost();
            boolean differs = value > reference + rule.tolerance() || value < reference - rule.tolerance();
            boolean isFar = i > start && countsAtNs[i] > countsAtNs[i - 1] + Math.min(rule.maxGapNs(), 1L << 60);
            if (ignored || differs || isFar) {
                return i;
            }
        }
        return sampleCount;
    }

    private SeenEvent event(AlarmEventKind kind, int sample, long raisedNs, int occurrence) {
        KeyHistory.Step cause = samples.get(sample);
        return new SeenEvent(
                cause.position(),
                cause.receivedNs(),
                ruleId,
                sensorId,
                kind,
                AlarmEventFlyweight.NO_LEVEL,
                countsAtNs[sample],
                raisedNs,
                occurrence,
                cause.value(),
                Double.NaN,
                AlarmEventReason.RULE);
    }
}
