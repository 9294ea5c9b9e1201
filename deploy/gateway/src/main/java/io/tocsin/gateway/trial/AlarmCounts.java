package io.tocsin.gateway.trial;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.gateway.print.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the alarms of each rule, with the first and the last as examples. One thread. */
final class AlarmCounts implements ResultHandler {
    private final long fromNs;
    private final Map<String, Count> counts = new HashMap<>();
    private ResultNames names;
    private ResultFormatter formatter;

    /** Alarms of one rule. */
    static final class Count {
        private final Set<String> sensors = new HashSet<>();
        private final Set<String> active = new HashSet<>();
        private long raised;
        private String first;
        private String last;

        /** Alarms raised. */
        long raised() {
            return raised;
        }

        /** Sensors, or groups, with an alarm that was raised. */
        int sensorCount() {
            return sensors.size();
        }

        /** Alarms active at the end, also those raised earlier. */
        int activeCount() {
            return active.size();
        }

        /** The first alarm, for people; null without one. */
        String first() {
            return first;
        }

        /** The last alarm, for people; null without one. */
        String last() {
            return last;
        }
    }

    /**
     * @param rules whose alarms count
     * @param fromNs first receive time at which a raise counts, epoch ns
     */
    AlarmCounts(List<AlarmRule> rules, long fromNs) {
        this.fromNs = fromNs;
        rules.forEach(rule -> counts.put(rule.name(), new Count()));
    }

    /** Source of names; to be set before the first event. */
    void names(String gateway, ResultNames resultNames) {
        names = resultNames;
        formatter = ResultFormatter.replay(gateway, resultNames);
    }

    Count of(AlarmRule rule) {
        return counts.get(rule.name());
    }

    /** Alarms raised by all rules. */
    long raised() {
        return counts.values().stream().mapToLong(Count::raised).sum();
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        if (!event.kind().isOfRule()) {
            return;
        }
        Count count = counts.get(names.rule(event.ruleId()).name());
        if (count == null) {
            return; // of the gateway itself, or of a rule that the configuration has no more
        }
        String sensor = names.alarmSensor(event.ruleId(), event.sensorId());
        if (event.kind() == AlarmEventKind.CLEARED) {
            count.active.remove(sensor);
        } else if (event.kind() == AlarmEventKind.RAISED) {
            count.active.add(sensor);
            if (event.receivedNs() >= fromNs) {
                count.raised++;
                count.sensors.add(sensor);
                count.last = line(event);
                count.first = count.first == null ? count.last : count.first;
            }
        }
    }

    /** Rows of streams are no alarms. */
    @Override
    public void onRow(StreamRowFlyweight row) {}

    /** {@code 2026-11-20 17:00:40.000Z  bakery/oven1/temp  bakery/oven1/temp HI: 256, limit 250}. */
    private String line(AlarmEventFlyweight event) {
        try {
            EventFields fields = EventFields.parse(formatter.format(event).json());
            return Times.millis(event.timeNs()) + "  " + PlainText.escape(fields.sensor()) + "  "
                    + PlainText.escape(fields.message());
        } catch (IOException e) {
            throw new UncheckedIOException("an event of our own cannot be read", e);
        }
    }
}
