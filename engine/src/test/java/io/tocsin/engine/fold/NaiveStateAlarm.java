package io.tocsin.engine.fold;

import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.SeenEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The oracle of the state alarm: what each sample says, as a word; events where the word changes. */
final class NaiveStateAlarm {
    private static final String RAISES = "raises";
    private static final String CLEARS = "clears";

    private NaiveStateAlarm() {}

    static List<SeenEvent> events(
            StateRule rule, List<String> texts, int ruleId, int sensorId, List<KeyHistory.Step> steps) {
        List<KeyHistory.Step> telling = steps.stream()
                .filter(step ->
                        step.sample() && !word(rule, texts, step.value()).isEmpty())
                .collect(Collectors.toList());
        List<SeenEvent> events = new ArrayList<>();
        String before = CLEARS;
        for (KeyHistory.Step step : telling) {
            String now = word(rule, texts, step.value());
            if (!now.equals(before)) {
                events.add(event(now, ruleId, sensorId, step, events));
            }
            before = now;
        }
        return events;
    }

    private static String word(StateRule rule, List<String> texts, double value) {
        if (isIn(rule.in(), texts, value)) {
            return RAISES;
        }
        return rule.clear().isEmpty() || isIn(rule.clear(), texts, value) ? CLEARS : "";
    }

    private static boolean isIn(StateSet states, List<String> texts, double value) {
        if (TextValue.isOther(value)) {
            return false;
        }
        return TextValue.isText(value)
                ? states.texts().contains(texts.get(TextValue.id(value)))
                : states.numbers().contains(value);
    }

    private static SeenEvent event(
            String word, int ruleId, int sensorId, KeyHistory.Step step, List<SeenEvent> before) {
        boolean raises = word.equals(RAISES);
        long reportedNs = before.isEmpty()
                ? Long.MIN_VALUE
                : before.get(before.size() - 1).timeNs();
        long timeNs = Math.max(step.knownNs(), reportedNs);
        long raisedNs = raises ? timeNs : before.get(before.size() - 1).raisedNs();
        long raisedThen = before.stream()
                .filter(event -> event.kind() == AlarmEventKind.RAISED && event.timeNs() == raisedNs)
                .count();
        return new SeenEvent(
                step.position(),
                step.receivedNs(),
                ruleId,
                sensorId,
                raises ? AlarmEventKind.RAISED : AlarmEventKind.CLEARED,
                AlarmEventFlyweight.NO_LEVEL,
                timeNs,
                raisedNs,
                (int) raisedThen + (raises ? 1 : 0),
                step.value(),
                Double.NaN,
                AlarmEventReason.RULE);
    }
}
