package io.tocsin.bench.flink;

import java.util.List;

/**
 * A row of a stream, as both engines should give it.
 *
 * @param position of the record that made it leave
 * @param isUpdate whether a row of its window has left before
 * @param values of the stream's aggregates, in their order
 */
record Row(long position, long startNs, long endNs, boolean isUpdate, long count, List<Double> values) {
    /** This row, but another record made it leave. */
    Row at(long otherPosition) {
        return new Row(otherPosition, startNs, endNs, isUpdate, count, values);
    }
}
