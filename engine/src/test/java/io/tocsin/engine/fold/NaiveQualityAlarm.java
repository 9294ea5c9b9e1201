package io.tocsin.engine.fold;

import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.SeenEvent;
import java.util.ArrayList;
import java.util.List;

/** The oracle of the quality alarm: for each BAD reading outside an episode the next GOOD one. */
final class NaiveQualityAlarm {
    private NaiveQualityAlarm() {}

    static List<SeenEvent> events(int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        List<SeenEvent> events = new ArrayList<>();
        int raised = next(Quality.BAD, steps, 0);
        while (raised < steps.size()) {
            long raisedNs = Math.max(steps.get(raised).knownNs(), lastNs(events));
            int occurrence = 1
                    + (int) events.stream()
                            .filter(event -> event.kind() == AlarmEventKind.RAISED && event.timeNs() == raisedNs)
                            .count();
            events.add(event(ruleId, sensorId, AlarmEventKind.RAISED, steps, raised, raisedNs, raisedNs, occurrence));
            int cleared = next(Quality.GOOD, steps, raised);
            if (cleared < steps.size()) {
                long clearedNs = Math.max(steps.get(cleared).knownNs(), raisedNs);
                events.add(event(
                        ruleId, sensorId, AlarmEventKind.CLEARED, steps, cleared, clearedNs, raisedNs, occurrence));
            }
            raised = next(Quality.BAD, steps, cleared);
        }
        return events;
    }

    /** No event is dated before the one that was reported before it. */
    private static long lastNs(List<SeenEvent> events) {
        return events.isEmpty() ? Long.MIN_VALUE : events.get(events.size() - 1).timeNs();
    }

    private static int next(Quality quality, List<KeyHistory.Step> steps, int from) {
        int step = from;
        while (step < steps.size() && steps.get(step).quality() != quality.code()) {
            step++;
        }
        return step;
    }

    private static SeenEvent event(
            int ruleId,
            int sensorId,
            AlarmEventKind kind,
            List<KeyHistory.Step> steps,
            int cause,
            long timeNs,
            long raisedNs,
            int occurrence) {
        double value = steps.subList(0, cause + 1).stream()
                .filter(KeyHistory.Step::sample)
                .mapToDouble(KeyHistory.Step::value)
                .reduce(Double.NaN, (earlier, later) -> later);
        KeyHistory.Step step = steps.get(cause);
        return new SeenEvent(
                step.position(),
                step.receivedNs(),
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
