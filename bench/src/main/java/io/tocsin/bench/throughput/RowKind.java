package io.tocsin.bench.throughput;

/** The rows of a table, in its order. */
public enum RowKind {
    LIMIT("limit: flat primitive arrays"),
    NAIVE("naive: HashMap<Integer, State>"),
    RECORD("record: this semantics, one 64-byte record a sensor"),
    OPERATOR("operator, called with the slot"),
    SHARD("operator shard, onReading"),
    SHARDS_2("two shards, batches of 256"),
    RING("through the ring, no journal"),
    JOURNAL_OS("through ring and journal, sync=os"),
    JOURNAL_10MS("through ring and journal, sync=10ms"),
    MAPPED_56("raw memory-mapped append, 56 bytes");

    private final String label;

    RowKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
