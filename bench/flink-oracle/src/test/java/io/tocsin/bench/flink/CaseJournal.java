package io.tocsin.bench.flink;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.plan.SourceNode;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The records that the journal of a case would have: the plan, the sensors, their readings, the end of their source.
 */
final class CaseJournal {
    private static final long IDLE_AFTER_NS = 1_000_000_000;

    private final JournalFold shard;
    private long position;

    private CaseJournal(JournalFold shard) {
        this.shard = shard;
    }

    static void play(
            List<? extends DerivedNode> nodes,
            List<String> sensors,
            List<OracleCase.Arrival> arrivals,
            JournalFold shard) {
        CaseJournal journal = new CaseJournal(shard);
        journal.begin(nodes, sensors);
        arrivals.forEach(journal::read);
        journal.end();
    }

    private void begin(List<? extends DerivedNode> nodes, List<String> sensors) {
        SourceNode source = new SourceNode("source", "file", "", true);
        byte[] plan = PlanCodec.encode(
                new Plan("gateway", List.of(source), IDLE_AFTER_NS, List.copyOf(nodes), List.of(), List.of()));
        control(ControlKind.PLAN, new UnsafeBuffer(plan), plan.length);
        for (int sensorId = 0; sensorId < sensors.size(); sensorId++) {
            UnsafeBuffer body = new UnsafeBuffer(new byte[64]);
            control(
                    ControlKind.SENSOR,
                    body,
                    new SensorDefinition(sensorId, 0, 0, sensors.get(sensorId)).encode(body, 0));
        }
    }

    private void read(OracleCase.Arrival arrival) {
        shard.onReading(
                position++,
                arrival.sensorId(),
                arrival.eventTimeNs(),
                arrival.receiveTimeNs(),
                arrival.value(),
                arrival.quality().code(),
                arrival.flags());
    }

    private void end() {
        UnsafeBuffer end = new UnsafeBuffer(new byte[SourceProgress.LENGTH]);
        control(ControlKind.SOURCE_END, end, new SourceProgress(0, 0, 0).encode(end, 0));
    }

    private void control(ControlKind kind, UnsafeBuffer body, int length) {
        shard.onControl(position++, kind.code(), body, 0, length);
    }
}
