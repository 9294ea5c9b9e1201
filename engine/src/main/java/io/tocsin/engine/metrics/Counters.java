package io.tocsin.engine.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one gateway process. Any thread may add; hot threads add once a batch. Each counter has a cache line
 * of its own.
 */
public final class Counters {
    private static final int LONGS_PER_LINE = 8;

    private final AtomicLongArray values = new AtomicLongArray((Counter.count() + 2) * LONGS_PER_LINE);

    /** Adds one. */
    public void increment(Counter counter) {
        add(counter, 1);
    }

    /** Adds {@code amount}. */
    public void add(Counter counter, long amount) {
        values.getAndAdd(index(counter), amount);
    }

    /** The current value. */
    public long get(Counter counter) {
        return values.get(index(counter));
    }

    /** Sum of all counters of dropped readings. */
    public long dropped() {
        long sum = 0;
        for (Counter counter : Counter.values()) {
            if (counter.isDrop()) {
                sum += get(counter);
            }
        }
        return sum;
    }

    private static int index(Counter counter) {
        return (counter.ordinal() + 1) * LONGS_PER_LINE;
    }
}
