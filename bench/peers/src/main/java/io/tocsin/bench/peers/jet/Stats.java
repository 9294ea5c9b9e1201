package io.tocsin.bench.peers.jet;

import com.hazelcast.jet.aggregate.AggregateOperation;
import com.hazelcast.jet.aggregate.AggregateOperation1;
import io.tocsin.bench.peers.feed.PeerReading;
import java.io.Serializable;

/** Count, sum, least and greatest value of a window. */
final class Stats implements Serializable {
    private static final long serialVersionUID = 1;

    long count;
    double sum;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;

    /** All four at once. */
    static AggregateOperation1<PeerReading, Stats, Stats> operation() {
        return AggregateOperation.withCreate(Stats::new)
                .<PeerReading>andAccumulate(Stats::add)
                .andCombine(Stats::merge)
                .andExportFinish(Stats::copy);
    }

    private void add(PeerReading reading) {
        double value = reading.getValue();
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    private void merge(Stats other) {
        count += other.count;
        sum += other.sum;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    private Stats copy() {
        Stats copy = new Stats();
        copy.merge(this);
        return copy;
    }
}
