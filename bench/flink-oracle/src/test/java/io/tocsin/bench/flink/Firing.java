package io.tocsin.bench.flink;

import java.io.Serializable;
import java.util.List;

/**
 * One result of a Flink window function.
 *
 * @param watermark of the operator when it fired, in Flink's meaning: nothing up to and including it is still to come
 * @param startNs of the window; of one without times, the least time among its samples
 * @param endNs of the window; of one without times, just behind the greatest time among its samples
 * @param positions of its samples, ascending
 * @param values of the stream's aggregates, in their order
 */
public record Firing(long watermark, long startNs, long endNs, List<Long> positions, List<Double> values)
        implements Serializable {
    /** Position of the sample that came last. */
    long newest() {
        return positions.get(positions.size() - 1);
    }
}
