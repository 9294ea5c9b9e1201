package io.tocsin.gateway.trial;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.RuleDelay;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.notice.KnownSensors;
import io.tocsin.gateway.print.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lines about the rules of a trial: alarms with examples, sensors, and why a rule could not raise any.
 *
 * <p>Derived sensors count when the whole journal has made them; sensors of sources when they had a reading in the
 * trial's time.
 */
final class RuleLines {
    private final Plan plan;
    private final KnownSensors known;
    private final long listenedNs;
    private final Set<String> heardNames = new HashSet<>();

    /**
     * @param listenedNs see {@link Trial#run}
     */
    RuleLines(Plan plan, HeardSensors heard, ResultNames names, KnownSensors known, long listenedNs) {
        this.plan = plan;
        this.known = known;
        this.listenedNs = listenedNs;
        heard.sensorIds().stream().mapToObj(names::sensorName).forEach(heardNames::add);
        for (int i = 0; i < known.derivedCount(); i++) {
            String name = known.derivedName(i);
            if (name != null) {
                heardNames.add(name);
            }
        }
    }

    List<String> lines(AlarmCounts counts) {
        List<String> lines = new ArrayList<>();
        plan.alarms().forEach(rule -> add(rule, counts.of(rule), lines));
        return lines;
    }

    private void add(AlarmRule rule, AlarmCounts.Count count, List<String> lines) {
        long matched = matched(rule.selector());
        String alarms = count.raised() == 0
                ? "no alarm"
                : Numbers.counted(count.raised(), "alarm") + (matched > 1 ? " on " + count.sensorCount() : "");
        String sensors = matched == 0
                ? ", no reading matched: " + rule.selector().filter() + whyNone(rule)
                : (count.raised() > 0 && matched > 1 ? " of " : ", ") + Numbers.counted(matched, "sensor");
        lines.add(rule.name() + ": " + alarms + sensors
                + (count.activeCount() == 0 ? "" : ", " + Numbers.grouped(count.activeCount()) + " active at the end"));
        if (count.raised() == 1) {
            lines.add("  raised " + count.first());
        } else if (count.raised() > 1) {
            lines.add("  first  " + count.first());
            lines.add("  last   " + count.last());
        } else if (matched > 0) {
            addTooShort(rule, lines);
        }
    }

    private long matched(SensorSelector selector) {
        return selector.hasWildcard()
                ? heardNames.stream().filter(selector::matches).count()
                : selector.filters().stream()
                        .distinct()
                        .filter(heardNames::contains)
                        .count();
    }

    /** A rule that waits longer than the command listened has had no occasion to raise an alarm. */
    private void addTooShort(AlarmRule rule, List<String> lines) {
        for (RuleDelay delay : beforeARaise(rule)) {
            if (delay.ns() >= listenedNs) {
                lines.add("  cannot raise so soon: its " + delay.key() + " is " + Durations.format(delay.ns())
                        + ", and it listened for " + Durations.format(listenedNs));
            }
        }
        for (DerivedNode stream : plan.streams()) {
            boolean isWatched = rule.selector().filters().stream()
                    .anyMatch(filter -> TopicFilter.levels(filter)[0].equals(stream.name()));
            if (isWatched
                    && stream instanceof StreamNode node
                    && node.window() instanceof AlignedWindow window
                    && window.slideNs() >= listenedNs) {
                lines.add("  may come later: stream " + stream.name() + " gives a row every "
                        + Durations.format(window.slideNs()) + ", and it listened for "
                        + Durations.format(listenedNs));
            }
        }
    }

    private static List<RuleDelay> beforeARaise(AlarmRule rule) {
        return rule instanceof StuckRule stuck
                ? List.of(new RuleDelay("hold", stuck.holdNs()))
                : rule.delays().stream()
                        .filter(delay -> !delay.key().equals("offDelay"))
                        .toList();
    }

    private String whyNone(AlarmRule rule) {
        for (int i = 0; i < known.sourceCount(); i++) {
            if (rule.selector().matches(known.sourceName(i))) {
                return ", its sensors were silent";
            }
        }
        return "";
    }
}
