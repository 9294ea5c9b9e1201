package io.tocsin.engine.fold;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RecordList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Adds clock faults to a journal: the gateway's clock is put forward and back, devices' clocks go back or ahead, some
 * devices have none. The plans allow restarts of sensors' clocks.
 */
final class ClockTrouble {
    private final Random random;
    private final long resetAfterNs;
    private final RecordList troubled = new RecordList();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private long sumNs;
    private long clockNs;

    private ClockTrouble(Random random) {
        this.random = random;
        this.resetAfterNs = 1L + random.nextInt(40);
    }

    static RecordList add(RecordList records, Random random) {
        ClockTrouble trouble = new ClockTrouble(random);
        records.entries().forEach(trouble::add);
        return trouble.troubled;
    }

    private void add(RecordList.Entry entry) {
        if (entry instanceof RecordList.Reading reading) {
            add(reading);
        } else if (entry instanceof RecordList.Tick tick) {
            clockNs = tick.clockNs();
            troubled.onTick(0, clockNs + sumNs);
        } else if (entry instanceof RecordList.Control control && control.kind() == ControlKind.PLAN) {
            troubled.plan(PlanCodec.decode(control.buffer(), 0).withResetAfter(resetAfterNs));
        } else {
            troubled.entries().add(entry);
        }
        if (clockNs > 0 && random.nextInt(40) == 0) {
            long byNs = (random.nextBoolean() ? 1 : -1) * (1L + random.nextInt(random.nextBoolean() ? 10 : 1_000));
            troubled.clockStep(new ClockStep(clockNs + sumNs, clockNs + sumNs + byNs));
            sumNs += byNs;
        }
    }

    private void add(RecordList.Reading reading) {
        clockNs = reading.receiveTimeNs();
        int sensorId = reading.sensorId();
        boolean hasNoClock = sensorId % 3 == 0 && random.nextInt(10) > 0;
        if (random.nextInt(20) == 0) {
            offsets.merge(sensorId, random.nextInt(5) == 0 ? 100L : -(long) random.nextInt(200), Long::sum);
        }
        long receiveNs = clockNs + sumNs;
        troubled.onReading(
                0,
                sensorId,
                hasNoClock ? receiveNs : reading.eventTimeNs() + offsets.getOrDefault(sensorId, 0L),
                receiveNs,
                reading.value(),
                reading.quality(),
                hasNoClock ? reading.flags() | ReadingFlags.NO_EVENT_TIME : reading.flags());
    }
}
