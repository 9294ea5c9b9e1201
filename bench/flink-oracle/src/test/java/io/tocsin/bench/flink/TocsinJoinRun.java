package io.tocsin.bench.flink;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.ArrayList;
import java.util.List;

/** A join through the gateway's fold. */
final class TocsinJoinRun implements ResultHandler {
    private final JournalFold shard = new JournalFold(this);
    private final JoinOutcome outcome = new JoinOutcome();
    private final int valueCount;

    private TocsinJoinRun(int valueCount) {
        this.valueCount = valueCount;
    }

    static JoinOutcome of(JoinCase joinCase) {
        TocsinJoinRun run = new TocsinJoinRun(joinCase.join().values().size());
        CaseJournal.play(List.of(joinCase.join()), joinCase.sensors(), joinCase.arrivals(), run.shard);
        run.outcome.addLate(run.shard.view().skippedCount());
        return run.outcome;
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < valueCount; i++) {
            values.add(row.value(i));
        }
        outcome.add(
                shard.names().sensorName(row.sensorId()),
                new JoinRow(
                        row.position(),
                        row.startNs(),
                        row.endNs(),
                        row.count(),
                        row.timeNs(valueCount),
                        row.timeNs(valueCount + 1),
                        values));
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        throw new AssertionError("there are no alarms, ruleId=" + event.ruleId());
    }
}
