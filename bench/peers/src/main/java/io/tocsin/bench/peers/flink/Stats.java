package io.tocsin.bench.peers.flink;

import io.tocsin.bench.peers.feed.PeerReading;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Count, sum, least and greatest value of a window. */
public final class Stats {
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    public long getCount() {
        return count;
    }

    public void setCount(long count) {
        this.count = count;
    }

    public double getSum() {
        return sum;
    }

    public void setSum(double sum) {
        this.sum = sum;
    }

    public double getMin() {
        return min;
    }

    public void setMin(double min) {
        this.min = min;
    }

    public double getMax() {
        return max;
    }

    public void setMax(double max) {
        this.max = max;
    }

    /** Adds readings to a window's figures. */
    static final class Add implements AggregateFunction<PeerReading, Stats, Stats> {
        private static final long serialVersionUID = 1;

        @Override
        public Stats createAccumulator() {
            return new Stats();
        }

        @Override
        public Stats add(PeerReading reading, Stats stats) {
            double value = reading.getValue();
            stats.count++;
            stats.sum += value;
            stats.min = Math.min(stats.min, value);
            stats.max = Math.max(stats.max, value);
            return stats;
        }

        @Override
        public Stats getResult(Stats stats) {
            return stats;
        }

        @Override
        public Stats merge(Stats one, Stats other) {
            one.count += other.count;
            one.sum += other.sum;
            one.min = Math.min(one.min, other.min);
            one.max = Math.max(one.max, other.max);
            return one;
        }
    }
}
