package io.tocsin.bench.flink;

import java.util.Comparator;
import java.util.List;

/**
 * A row of a join, as both engines should give it.
 *
 * @param position of the record that made it leave
 * @param leftNs time of the left side, {@link #NO_TIME} when there is none
 * @param rightNs time of the right side, {@link #NO_TIME} when there is none
 * @param values of the join, in their order
 */
record JoinRow(long position, long startNs, long endNs, long count, long leftNs, long rightNs, List<Double> values) {
    static final long NO_TIME = Long.MIN_VALUE;

    /** Any order of the rows that one record makes leave, for Flink's is that of a hash table. */
    static final Comparator<JoinRow> IN_ORDER = Comparator.comparingLong(JoinRow::position)
            .thenComparingLong(JoinRow::endNs)
            .thenComparingLong(JoinRow::leftNs)
            .thenComparingLong(JoinRow::rightNs)
            .thenComparing(row -> row.values().toString());

    /** This row without its window and record. */
    JoinRow withoutCause() {
        return new JoinRow(0, 0, 0, count, leftNs, rightNs, values);
    }
}
