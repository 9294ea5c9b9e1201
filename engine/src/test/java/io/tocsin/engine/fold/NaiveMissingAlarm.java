package io.tocsin.engine.fold;

import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.SeenEvent;
import java.util.ArrayList;
import java.util.List;

/** The oracle of the missing alarm: looks at each sign of life and at what came until the next one. */
final class NaiveMissingAlarm {
    private NaiveMissingAlarm() {}

    static List<SeenEvent> events(MissingRule rule, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        List<Integer> signs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).sample() && (signs.isEmpty() || !steps.get(i).retained())) {
                signs.add(i);
            }
        }
        List<SeenEvent> events = new ArrayList<>();
        long silentSinceNs = Long.MIN_VALUE;
        for (int i = 0; i < signs.size(); i++) {
            KeyHistory.Step sign = steps.get(signs.get(i));
            // A sign that was overtaken makes no silence longer, and none begin before an event.
            silentSinceNs = isOvertaken(steps, signs.get(i))
                    ? Math.max(sign.knownNs(), Math.max(silentSinceNs, raisedNs(events)))
                    : sign.knownNs();
            boolean lastSign = i + 1 == signs.size();
            int end = lastSign ? steps.size() : signs.get(i + 1) + 1;
            for (int k = signs.get(i) + 1; k < end; k++) {
                if (steps.get(k).knownNs() > silentSinceNs + rule.timeoutNs()) {
                    long raisedNs = Math.max(silentSinceNs + rule.timeoutNs(), reportedNs(events));
                    int occurrence = 1;
                    for (SeenEvent event : events) {
                        if (event.kind() == AlarmEventKind.RAISED && event.timeNs() == raisedNs) {
                            occurrence++;
                        }
                    }
                    events.add(event(
                            steps.get(k),
                            ruleId,
                            sensorId,
                            AlarmEventKind.RAISED,
                            raisedNs,
                            raisedNs,
                            occurrence,
                            sign.value()));
                    if (!lastSign) {
                        KeyHistory.Step next = steps.get(end - 1);
                        long clearedNs = Math.max(next.knownNs(), raisedNs);
                        events.add(event(
                                next,
                                ruleId,
                                sensorId,
                                AlarmEventKind.CLEARED,
                                clearedNs,
                                raisedNs,
                                occurrence,
                                next.value()));
                    }
                    break;
                }
            }
        }
        return events;
    }

    private static boolean isOvertaken(List<KeyHistory.Step> steps, int index) {
        return steps.subList(0, index).stream()
                .anyMatch(step -> step.quality() != KeyHistory.NO_READING
                        && step.knownNs() > steps.get(index).knownNs());
    }

    /** The time of the last raise. */
    private static long raisedNs(List<SeenEvent> events) {
        return events.isEmpty() ? Long.MIN_VALUE : events.get(events.size() - 1).raisedNs();
    }

    private static long reportedNs(List<SeenEvent> events) {
        return events.isEmpty() ? Long.MIN_VALUE : events.get(events.size() - 1).timeNs();
    }

    private static SeenEvent event(
            KeyHistory.Step cause,
            int ruleId,
            int sensorId,
            AlarmEventKind kind,
            long timeNs,
            long raisedNs,
            int occurrence,
            double value) {
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
                value,
                Double.NaN,
                AlarmEventReason.RULE);
    }
}
