package io.tocsin.bench.w1;

import io.tocsin.engine.pipeline.WaitStrategyKind;
import io.tocsin.persistence.journal.SyncPolicy;

/** The rows of the table, in its order. */
enum RowKind {
    LIMIT("limit: flat primitive arrays"),
    NAIVE("naive: HashMap<Integer, State>"),
    OPERATOR("limit operator, called with the slot"),
    SHARD("operator shard, onReading"),
    RING("through the ring, no journal"),
    JOURNAL_OS("through ring and journal, sync=os"),
    JOURNAL_10MS("through ring and journal, sync=10ms"),
    MAPPED_56("raw memory-mapped append, 56 bytes");

    private static final long SYNC_INTERVAL_NS = 10_000_000;

    private final String label;

    RowKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    Row create(Workload workload) {
        return switch (this) {
            case LIMIT -> new LimitRow(workload);
            case NAIVE -> new NaiveRow(workload);
            case OPERATOR -> new OperatorRow(workload);
            case SHARD -> new ShardRow(workload);
            case RING -> new PipelineRow(workload, null, WaitStrategyKind.PHASED);
            case JOURNAL_OS -> new PipelineRow(workload, SyncPolicy.OS, WaitStrategyKind.PHASED);
            case JOURNAL_10MS -> new PipelineRow(workload, SyncPolicy.every(SYNC_INTERVAL_NS), WaitStrategyKind.PHASED);
            case MAPPED_56 -> new MappedLogRow(workload);
        };
    }
}
