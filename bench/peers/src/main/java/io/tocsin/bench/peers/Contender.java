package io.tocsin.bench.peers;

import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.esper.EsperRow;
import io.tocsin.bench.peers.flink.FlinkRow;
import io.tocsin.bench.peers.jet.JetRow;
import io.tocsin.bench.peers.siddhi.SiddhiRow;
import io.tocsin.bench.throughput.Row;
import io.tocsin.bench.throughput.RowKind;
import io.tocsin.bench.throughput.Task;

/** The rows of the tables of throughput, in their order. */
enum Contender {
    LIMIT("limit", RowKind.LIMIT),
    RECORD("record", RowKind.RECORD),
    NAIVE("naive", RowKind.NAIVE),
    FOLD("fold", RowKind.SHARD),
    JOURNAL("ring and journal", RowKind.JOURNAL_10MS),
    FLINK("Flink", null),
    JET("Jet", null),
    SIDDHI("Siddhi", null),
    ESPER("Esper", null);

    private static final int HUNDRED_THOUSAND = 100_000;

    private final String label;
    private final RowKind own;

    Contender(String label, RowKind own) {
        this.label = label;
        this.own = own;
    }

    String label() {
        return label;
    }

    /** Whether it is another engine, which has more code to compile. */
    boolean isEngine() {
        return own == null;
    }

    /** Whether there is such a row; for W4S ours and the references only, for it is W4 to all others. */
    boolean has(Task task) {
        return switch (this) {
            case LIMIT, RECORD, NAIVE, FOLD -> true;
            case JOURNAL -> task == Task.W1;
            case FLINK, JET -> task != Task.W4S;
            case SIDDHI, ESPER -> task != Task.W4S && task != Task.W3F;
        };
    }

    /** Whether some of the row's windows are not those of the others: after a silence. */
    boolean differs(Task task) {
        return (this == SIDDHI || this == ESPER) && task == Task.W3;
    }

    /** Readings of a pass at most, so that a slow row's pass takes seconds. */
    int readingsMax(Task task) {
        return switch (this) {
            case FLINK -> task == Task.W3F ? HUNDRED_THOUSAND : task == Task.W3 ? 5 * HUNDRED_THOUSAND : all();
            case JET -> task == Task.W3F ? 10 * HUNDRED_THOUSAND : all();
            case SIDDHI -> task == Task.W2 || task == Task.W3 ? 10 * HUNDRED_THOUSAND : all();
            case ESPER -> task == Task.W1 ? all() : 5 * HUNDRED_THOUSAND;
            default -> all();
        };
    }

    private static int all() {
        return Integer.MAX_VALUE;
    }

    /**
     * Makes the row.
     *
     * @param workload closed
     */
    Row create(Task task, Workload workload) {
        return switch (this) {
            case FLINK -> new FlinkRow(task, workload);
            case JET -> new JetRow(task, workload);
            case SIDDHI -> new SiddhiRow(task, workload);
            case ESPER -> new EsperRow(task, workload);
            default -> task.create(own, workload);
        };
    }
}
