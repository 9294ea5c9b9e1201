package io.tocsin.engine.fold;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RecordList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * History of one key of one rule (a sensor, or a group of sensors) in a journal, written from semantics.md sections 2,
 * 3 and 5 and not from the engine: the readings that are not skipped, and what is known of time.
 */
final class KeyHistory {
    /**
     * One step.
     *
     * @param position the record that is its cause
     * @param receivedNs of that record
     * @param knownNs the key's time is known to have reached this; that of an overtaken reading is its own if it counts
     *     at it
     * @param sample whether a good sample is taken at {@code knownNs}, after the timers before it
     * @param value of the sample
     * @param retained whether it is the initial state only
     * @param quality of the reading; {@link #NO_READING} when time moved by itself
     */
    record Step(
            long position,
            long receivedNs,
            long knownNs,
            boolean sample,
            double value,
            boolean retained,
            int quality) {}

    static final int NO_READING = -1;

    /** Rules that compare numbers look over texts. */
    static boolean isSample(AlarmRule rule, RecordList.Reading reading) {
        boolean comparesNumbers =
                rule instanceof LimitRule || rule instanceof StuckRule || rule instanceof RateOfChangeRule;
        return reading.quality() != Quality.BAD.code() && !(comparesNumbers && Double.isNaN(reading.value()));
    }

    /**
     * In the order of arrival every reading counts at its own time; before the second edition, at that of the newest.
     */
    static boolean isAtItsOwnTime(Plan plan, AlarmRule rule) {
        return plan.edition() == Edition.SECOND && rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER;
    }

    private KeyHistory() {}

    /**
     * @param sensorIds the sensors of the key
     * @param sourceOfSensor the source of every sensor
     */
    static List<Step> of(
            RecordList records, Plan plan, AlarmRule rule, Set<Integer> sensorIds, List<Integer> sourceOfSensor) {
        List<Step> steps = new ArrayList<>();
        long idleAfterNs = plan.idleAfterNs();
        boolean group = rule instanceof MissingRule missing && missing.group();
        boolean atItsOwnTime = isAtItsOwnTime(plan, rule);
        boolean skipsOld = rule.reorderNs() == AlarmRule.ON_ARRIVAL && !group;
        Map<Integer, Long> lastOfSourceNs = new HashMap<>();
        Set<Integer> running = new HashSet<>(sensorIds);
        long maxEventNs = Long.MIN_VALUE;
        long receiveOfMaxNs = 0;
        long lastReceiveNs = 0;
        long lastSeenNs = Long.MIN_VALUE;
        long latestReceiveNs = 0;
        for (int position = 0; position < records.size(); position++) {
            RecordList.Entry entry = records.entries().get(position);
            if (entry instanceof RecordList.Reading reading) {
                int source = sourceOfSensor.get(reading.sensorId());
                lastOfSourceNs.merge(source, reading.eventTimeNs(), Math::max);
                latestReceiveNs = reading.receiveTimeNs();
                if (!sensorIds.contains(reading.sensorId())) {
                    continue;
                }
                running.add(reading.sensorId());
                lastReceiveNs = reading.receiveTimeNs();
                long timeNs = reading.eventTimeNs();
                if (group && timeNs < maxEventNs) {
                    // A member whose clock is behind counts at the time the group's clock shows by now; a BAD reading
                    // is no sign of life and, from the second edition on, leaves the clock where it is.
                    boolean staysBehind = reading.quality() == Quality.BAD.code() && plan.edition() == Edition.SECOND;
                    timeNs = maxEventNs + (staysBehind ? 0 : Math.max(0, reading.receiveTimeNs() - receiveOfMaxNs));
                }
                if (timeNs > maxEventNs) {
                    maxEventNs = timeNs;
                    receiveOfMaxNs = reading.receiveTimeNs();
                }
                if (skipsOld && timeNs < lastSeenNs) {
                    continue;
                }
                lastSeenNs = Math.max(lastSeenNs, timeNs);
                steps.add(new Step(
                        position,
                        reading.receiveTimeNs(),
                        atItsOwnTime ? timeNs : lastSeenNs,
                        isSample(rule, reading),
                        reading.value(),
                        (reading.flags() & ReadingFlags.RETAINED) != 0,
                        reading.quality()));
            } else if (entry instanceof RecordList.Tick tick) {
                latestReceiveNs = tick.clockNs();
                boolean silent = maxEventNs != Long.MIN_VALUE && tick.clockNs() - lastReceiveNs >= idleAfterNs;
                if (silent && !running.isEmpty()) {
                    long runningNs = maxEventNs + (tick.clockNs() - receiveOfMaxNs);
                    steps.add(new Step(position, tick.clockNs(), runningNs, false, Double.NaN, false, NO_READING));
                }
            } else if (entry instanceof RecordList.Control control && control.kind() == ControlKind.SOURCE_END) {
                int source = SourceProgress.decode(control.buffer(), 0, SourceProgress.LENGTH)
                        .sourceIndex();
                boolean concerned = sensorIds.stream().anyMatch(id -> sourceOfSensor.get(id) == source);
                running.removeIf(id -> sourceOfSensor.get(id) == source);
                if (concerned && (!group || running.isEmpty()) && lastOfSourceNs.containsKey(source)) {
                    long lastNs = Math.max(lastOfSourceNs.get(source), maxEventNs);
                    steps.add(new Step(position, latestReceiveNs, lastNs + 1, false, Double.NaN, false, NO_READING));
                }
            }
        }
        return steps;
    }
}
