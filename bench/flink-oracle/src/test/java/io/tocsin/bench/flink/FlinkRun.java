package io.tocsin.bench.flink;

import io.tocsin.engine.plan.StreamNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Cases through Flink, all in one job. */
final class FlinkRun {
    private final OracleCase oracleCase;
    private final String name;
    private final List<StreamRows> streams = new ArrayList<>();
    private long skippedCount;

    private FlinkRun(OracleCase oracleCase, String name) {
        this.oracleCase = oracleCase;
        this.name = name;
        oracleCase.streams().forEach(stream -> streams.add(new StreamRows()));
    }

    /**
     * Results of Flink for each case.
     *
     * @param job a new one
     */
    static List<Outcome> of(List<OracleCase> cases, FlinkJob job, FlinkCluster cluster) throws Exception {
        List<FlinkRun> runs = new ArrayList<>();
        for (OracleCase oracleCase : cases) {
            FlinkRun run = new FlinkRun(oracleCase, "case " + runs.size());
            run.addTo(job);
            runs.add(run);
        }
        JobExecutionResult result = cluster.run(job.graph());
        return runs.stream().map(run -> run.outcome(result)).toList();
    }

    private void addTo(FlinkJob job) {
        oracleCase.byKey().forEach((key, readings) -> {
            DataStream<Firing> firings = job.add(name(0, key), oracleCase.stream(), readings);
            if (oracleCase.streams().size() > 1) {
                String sensor = oracleCase.derivedKey(key);
                job.addDerived(name(1, sensor), oracleCase.streams().get(1), firings, sensor);
            }
        });
    }

    private Outcome outcome(JobExecutionResult result) {
        oracleCase.byKey().forEach((key, readings) -> {
            List<Row> rows = take(result, 0, key, readings, oracleCase.endPosition(), position -> position);
            if (oracleCase.streams().size() > 1) {
                takeDerived(result, key, rows);
            }
        });
        return new Outcome(streams, skippedCount);
    }

    /** Rows of the second stream leave with the row of the first one that made them leave, or at the end. */
    private void takeDerived(JobExecutionResult result, String key, List<Row> causes) {
        String sensor = oracleCase.derivedKey(key);
        List<Reading> readings = new ArrayList<>();
        for (Firing firing : FlinkJob.firings(result, name(0, key))) {
            readings.add(Derive.reading(readings.size(), sensor, firing));
        }
        take(
                result,
                1,
                sensor,
                readings,
                causes.size(),
                number -> number < causes.size() ? causes.get((int) number).position() : oracleCase.endPosition());
    }

    /**
     * Takes the results of a pipeline.
     *
     * @param end the position behind the job's readings
     * @param toRecord the journal position of the record behind a position of a reading
     */
    private List<Row> take(
            JobExecutionResult result,
            int streamIndex,
            String key,
            List<Reading> readings,
            long end,
            LongUnaryOperator toRecord) {
        StreamNode stream = oracleCase.streams().get(streamIndex);
        List<Firing> firings = FlinkJob.firings(result, name(streamIndex, key));
        List<Row> rows = new ExpectedRows(stream, readings, firings, end).rows();
        for (Row row : rows) {
            streams.get(streamIndex).add(key, row.at(toRecord.applyAsLong(row.position())));
        }
        for (Reading sample : FlinkJob.late(result, name(streamIndex, key))) {
            long position = toRecord.applyAsLong(sample.position());
            streams.get(streamIndex).add(key, new Late(position, sample.timeNs(), sample.value()));
            skippedCount++;
        }
        skippedCount += readings.stream()
                .filter(reading -> reading.isSample() && !FlinkJob.hasGap(stream, reading))
                .count();
        return rows;
    }

    private String name(int streamIndex, String key) {
        return name + " stream " + streamIndex + " key " + key;
    }
}
