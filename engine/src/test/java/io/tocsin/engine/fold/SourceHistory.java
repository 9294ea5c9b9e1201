package io.tocsin.engine.fold;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RecordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * As {@link KeyHistory}, when time is that of the source: what a sensor, or a group of sensors of one source, gets to
 * see of a journal without ticks.
 */
final class SourceHistory {
    private SourceHistory() {}

    static List<KeyHistory.Step> of(
            RecordList records, Plan plan, AlarmRule rule, Set<Integer> sensorIds, List<Integer> sourceOfSensor) {
        List<KeyHistory.Step> steps = new ArrayList<>();
        int source = sourceOfSensor.get(sensorIds.iterator().next());
        boolean group = rule instanceof MissingRule missing && missing.group();
        boolean skipsOld = rule.reorderNs() == AlarmRule.ON_ARRIVAL && !group;
        long sourceNs = Long.MIN_VALUE;
        long knownNs = Long.MIN_VALUE;
        long lastSeenNs = Long.MIN_VALUE;
        long latestReceiveNs = 0;
        for (int position = 0; position < records.size(); position++) {
            RecordList.Entry entry = records.entries().get(position);
            if (entry instanceof RecordList.Reading reading) {
                latestReceiveNs = reading.receiveTimeNs();
                if (sourceOfSensor.get(reading.sensorId()) != source) {
                    continue;
                }
                sourceNs = Math.max(sourceNs, reading.eventTimeNs());
                long beforeNs = knownNs;
                knownNs = Math.max(knownNs, sourceNs);
                if (sensorIds.contains(reading.sensorId())) {
                    long timeNs = reading.eventTimeNs();
                    if (group) {
                        timeNs = Math.max(timeNs, Math.max(beforeNs, knownNs - 1));
                    }
                    if (!skipsOld || timeNs >= lastSeenNs) {
                        lastSeenNs = Math.max(lastSeenNs, timeNs);
                        steps.add(new KeyHistory.Step(
                                position,
                                reading.receiveTimeNs(),
                                KeyHistory.isAtItsOwnTime(plan, rule) ? timeNs : lastSeenNs,
                                KeyHistory.isSample(rule, reading),
                                reading.value(),
                                (reading.flags() & ReadingFlags.RETAINED) != 0,
                                reading.quality()));
                    }
                }
                steps.add(time(position, reading.receiveTimeNs(), knownNs));
            } else if (entry instanceof RecordList.Control control && control.kind() == ControlKind.SOURCE_END) {
                if (SourceProgress.decode(control.buffer(), 0, SourceProgress.LENGTH)
                                        .sourceIndex()
                                == source
                        && sourceNs != Long.MIN_VALUE) {
                    steps.add(time(position, latestReceiveNs, Math.max(knownNs, sourceNs + 1)));
                }
            }
        }
        return steps;
    }

    private static KeyHistory.Step time(int position, long receivedNs, long knownNs) {
        return new KeyHistory.Step(position, receivedNs, knownNs, false, Double.NaN, false, KeyHistory.NO_READING);
    }
}
