package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.persistence.journal.SyncPolicy;
import java.util.List;

/** The workloads, each with its rules. */
public enum Task {
    /** High alarm at 90 that clears at 88. */
    W1,
    /** Tumbling windows of a second: count, average, least and greatest. */
    W2,
    /** Windows of ten seconds every second: average, least and greatest. */
    W3,
    /** The same every 100 ms. */
    W3F,
    /** An alarm for each silence of more than five seconds. */
    W4,
    /** The same with one time for all sensors ({@code scope: source}), which notices a silence while it lasts. */
    W4S;

    private static final long SYNC_INTERVAL_NS = 10_000_000;

    /** The rows of the workload's table. */
    public List<RowKind> rows() {
        return switch (this) {
            case W1 -> List.of(RowKind.values());
            case W2, W3, W3F -> List.of(RowKind.LIMIT, RowKind.NAIVE, RowKind.RECORD, RowKind.OPERATOR, RowKind.SHARD);
            case W4 ->
                List.of(
                        RowKind.LIMIT,
                        RowKind.NAIVE,
                        RowKind.RECORD,
                        RowKind.OPERATOR,
                        RowKind.SHARD,
                        RowKind.SHARDS_2);
            case W4S -> List.of(RowKind.LIMIT, RowKind.NAIVE, RowKind.RECORD, RowKind.SHARD);
        };
    }

    /**
     * Makes one of its rows.
     *
     * @throws IllegalArgumentException when it has no such row
     */
    public Row create(RowKind row, Workload workload) {
        if (!rows().contains(row)) {
            throw new IllegalArgumentException(name() + " has no row=" + row);
        }
        return switch (this) {
            case W1 -> alarmRow(row, workload);
            case W2, W3, W3F -> windowRow(row, workload, window());
            case W4, W4S -> silenceRow(row, workload);
        };
    }

    /**
     * The windows of W2, W3 and W3F.
     *
     * @throws IllegalArgumentException when it has none
     */
    public WindowTask window() {
        return switch (this) {
            case W2 -> WindowTask.seconds(1, 1_000);
            case W3 -> WindowTask.seconds(10, 1_000);
            case W3F -> WindowTask.seconds(10, 100);
            case W1, W4, W4S -> throw new IllegalArgumentException(name() + " has no windows");
        };
    }

    private static Row alarmRow(RowKind row, Workload workload) {
        AlarmRule rule = BenchPlan.highAlarm();
        Plan plan = BenchPlan.plan(rule, TimeScope.SENSOR);
        WaitStrategyKind waiting = WaitStrategyKind.PHASED;
        return switch (row) {
            case LIMIT -> new W1Limit(workload);
            case NAIVE -> new W1Naive(workload);
            case RECORD -> RecordRow.highAlarm(workload);
            case OPERATOR -> new AlarmOperatorRow(workload, rule);
            case SHARD -> new ShardRow(workload, plan, 1);
            case SHARDS_2 -> new ShardRow(workload, plan, 2);
            case RING -> new PipelineRow(workload, null, waiting);
            case JOURNAL_OS -> new PipelineRow(workload, SyncPolicy.OS, waiting);
            case JOURNAL_10MS -> new PipelineRow(workload, SyncPolicy.every(SYNC_INTERVAL_NS), waiting);
            case MAPPED_56 -> new MappedLogRow(workload);
        };
    }

    private static Row windowRow(RowKind row, Workload workload, WindowTask window) {
        return switch (row) {
            case LIMIT ->
                window.isTumbling() ? new TumblingLimit(workload, window) : new SlidingLimit(workload, window);
            case NAIVE -> new WindowNaive(workload, window);
            case RECORD -> RecordRow.windows(workload, window);
            case SHARD -> new ShardRow(workload, BenchPlan.plan(window.stream()), 1);
            default -> new WindowOperatorRow(workload, window);
        };
    }

    private Row silenceRow(RowKind row, Workload workload) {
        boolean isOfSource = this == W4S;
        AlarmRule rule = BenchPlan.silenceAlarm();
        Plan plan = BenchPlan.plan(rule, isOfSource ? TimeScope.SOURCE : TimeScope.SENSOR);
        Row made = switch (row) {
            case LIMIT -> isOfSource ? new W4SourceLimit(workload) : new W4Limit(workload);
            case NAIVE -> isOfSource ? new W4SourceNaive(workload) : new W4Naive(workload);
            case RECORD -> RecordRow.silence(workload, isOfSource);
            case OPERATOR -> new AlarmOperatorRow(workload, rule);
            case SHARD -> new ShardRow(workload, plan, 1);
            default -> new ShardRow(workload, plan, 2);
        };
        made.results().countSilences();
        return made;
    }
}
