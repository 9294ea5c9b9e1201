package io.tocsin.bench.flink;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.ArrayList;
import java.util.List;

/** A case through the gateway's fold: the rows that would leave. */
final class TocsinRun implements ResultHandler {
    private final JournalFold shard = new JournalFold(this);
    private final List<String> names;
    private final List<StreamRows> streams = new ArrayList<>();

    private TocsinRun(List<StreamNode> plan) {
        names = plan.stream().map(StreamNode::name).toList();
        plan.forEach(stream -> streams.add(new StreamRows()));
    }

    static Outcome of(OracleCase oracleCase) {
        TocsinRun run = new TocsinRun(oracleCase.streams());
        CaseJournal.play(oracleCase.streams(), oracleCase.sensors(), oracleCase.arrivals(), run.shard);
        return new Outcome(run.streams, run.shard.view().skippedCount());
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
