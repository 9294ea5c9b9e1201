package io.tocsin.bench.flink;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.operator.OperatorShard;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanCodec;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A case through the gateway's fold: the records that its journal would have, the rows that would leave. */
final class TocsinRun implements ResultHandler {
    private static final long IDLE_AFTER_NS = 1_000_000_000;

    private final OperatorShard shard = new OperatorShard(this);
    private final List<String> names;
    private final List<StreamRows> streams = new ArrayList<>();
    private long position;

    private TocsinRun(List<StreamNode> plan) {
        names = plan.stream().map(StreamNode::name).toList();
        plan.forEach(stream -> streams.add(new StreamRows()));
    }

    static Outcome of(OracleCase oracleCase) {
        TocsinRun run = new TocsinRun(oracleCase.streams());
        run.play(oracleCase);
        return new Outcome(run.streams, run.shard.skippedCount());
    }

    private void play(OracleCase oracleCase) {
        SourceNode source = new SourceNode("source", "file", "", true);
        byte[] plan = PlanCodec.encode(
                new Plan("gateway", List.of(source), IDLE_AFTER_NS, List.copyOf(oracleCase.streams()), List.of(), List.of()));
        control(ControlKind.PLAN, new UnsafeBuffer(plan), plan.length);
        List<String> sensors = oracleCase.sensors();
        for (int sensorId = 0; sensorId < sensors.size(); sensorId++) {
            UnsafeBuffer body = new UnsafeBuffer(new byte[64]);
            control(
                    ControlKind.SENSOR,
                    body,
                    new SensorDefinition(sensorId, 0, 0, sensors.get(sensorId)).encode(body, 0));
        }
        for (OracleCase.Arrival arrival : oracleCase.arrivals()) {
            shard.onReading(
                    position++,
                    arrival.sensorId(),
                    arrival.eventTimeNs(),
                    arrival.receiveTimeNs(),
                    arrival.value(),
                    arrival.quality().code(),
                    arrival.flags());
        }
        UnsafeBuffer end = new UnsafeBuffer(new byte[SourceProgress.LENGTH]);
        control(ControlKind.SOURCE_END, end, new SourceProgress(0, 0, 0).encode(end, 0));
    }

    private void control(ControlKind kind, UnsafeBuffer body, int length) {
        shard.onControl(position++, kind.code(), body, 0, length);
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        String key = shard.names().sensorName(row.sensorId());
        StreamRows stream =
                streams.get(names.indexOf(shard.names().stream(row.streamId()).name()));
        if (row.isLate()) {
            stream.add(key, new Late(row.position(), row.startNs(), row.value(0)));
            return;
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < row.valueCount(); i++) {
            values.add(row.value(i));
        }
        stream.add(key, new Row(row.position(), row.startNs(), row.endNs(), row.isUpdate(), row.count(), values));
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        throw new AssertionError("there are no alarms, ruleId=" + event.ruleId());
    }
}
