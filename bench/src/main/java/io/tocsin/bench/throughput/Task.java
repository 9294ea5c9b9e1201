package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import io.tocsin.engine.pipeline.WaitStrategyKind;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.persistence.journal.SyncPolicy;
import java.util.List;

/** The workloads, each with its rules. */
enum Task {
    /** High alarm at 90 that clears at 88. */
    W1,
    /** Tumbling windows of a second: count, average, least and greatest. */
    W2,
    /** Windows of ten seconds every second: average, least and greatest. */
    W3,
    /** The same every 100 ms. */
    W3F,
    /** An alarm for each silence of more than five seconds. */
    W4;

    private static final long SYNC_INTERVAL_NS = 10_000_000;

    /** The rows of the workload's table. */
    List<RowKind> rows() {
        return switch (this) {
            case W1 -> List.of(RowKind.values());
            case W2, W3, W3F -> List.of(RowKind.LIMIT, RowKind.NAIVE, RowKind.OPERATOR);
            case W4 -> List.of(RowKind.LIMIT, RowKind.NAIVE, RowKind.OPERATOR, RowKind.SHARD, RowKind.SHARDS_2);
        };
    }

    /**
     * Makes one of its rows.
     *
     * @throws IllegalArgumentException when it has no such row
     */
    Row create(RowKind row, Workload workload) {
        if (!rows().contains(row)) {
            throw new IllegalArgumentException(name() + " has no row=" + row);
        }
        return switch (this) {
            case W1 -> alarmRow(row, workload);
            case W2 -> windowRow(row, workload, WindowTask.seconds(1, 1_000));
            case W3 -> windowRow(row, workload, WindowTask.seconds(10, 1_000));
            case W3F -> windowRow(row, workload, WindowTask.seconds(10, 100));
            case W4 -> silenceRow(row, workload);
        };
    }

    private static Row alarmRow(RowKind row, Workload workload) {
        AlarmRule rule = BenchPlan.highAlarm();
        WaitStrategyKind waiting = WaitStrategyKind.PHASED;
        return switch (row) {
            case LIMIT -> new W1Limit(workload);
            case NAIVE -> new W1Naive(workload);
            case OPERATOR -> new AlarmOperatorRow(workload, rule);
            case SHARD -> new ShardRow(workload, rule, 1);
            case SHARDS_2 -> new ShardRow(workload, rule, 2);
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
            default -> new WindowOperatorRow(workload, window);
        };
    }

    private static Row silenceRow(RowKind row, Workload workload) {
        AlarmRule rule = BenchPlan.silenceAlarm();
        FoldRow made = switch (row) {
            case LIMIT -> new W4Limit(workload);
            case NAIVE -> new W4Naive(workload);
            case OPERATOR -> new AlarmOperatorRow(workload, rule);
            case SHARD -> new ShardRow(workload, rule, 1);
            default -> new ShardRow(workload, rule, 2);
        };
        made.results().countSilences();
        return made;
    }
}
