package io.tocsin.engine.pipeline;

import io.tocsin.engine.fold.FoldView;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import java.util.function.LongSupplier;

/**
 * The fold's counts as counters of this process: what recovery counted is left out, and what is not journalled yet is
 * not shown. Engine thread.
 */
final class FoldCounters {
    private final Counters counters;
    private final Count[] counts;

    /**
     * @param view of the recovered fold, before it takes records
     */
    FoldCounters(FoldView view, ResultRing results, Counters counters) {
        this.counters = counters;
        this.counts = new Count[] {
            new Count(Counter.PROCESSED, view::processedCount),
            new Count(Counter.DROPPED_DUPLICATE, view::duplicateCount),
            new Count(Counter.DROPPED_EVICTED, view::evictedReadingCount),
            new Count(Counter.TICKS, view::tickCount),
            new Count(Counter.CLOCK_STEPS, view::clockStepCount),
            new Count(Counter.CLOCK_RESETS, view::clockResetCount),
            new Count(Counter.RULE_SKIPPED_OLD, view::skippedCount),
            new Count(Counter.STATE_REFUSED, view::refusedCount),
            new Count(Counter.UNMATCHED_LOOKUPS, view::unmatchedCount),
            new Count(Counter.ALARM_EVENTS, results::alarmCount),
            new Count(Counter.STREAM_ROWS, results::rowCount)
        };
    }

    /** Adds what was counted since the last call. */
    void update() {
        for (Count count : counts) {
            count.update(counters);
        }
    }

    /** One count. */
    private static final class Count {
        private final Counter counter;
        private final LongSupplier total;
        private long counted;

        Count(Counter counter, LongSupplier total) {
            this.counter = counter;
            this.total = total;
            this.counted = total.getAsLong();
        }

        /** A total that a new plan has made smaller counts from its new value. */
        void update(Counters counters) {
            long now = total.getAsLong();
            if (now != counted) {
                counters.add(counter, Math.max(0, now - counted));
                counted = now;
            }
        }
    }
}
