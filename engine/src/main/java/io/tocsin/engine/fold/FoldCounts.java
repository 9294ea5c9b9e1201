package io.tocsin.engine.fold;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;

/** Counts of the records that a fold has processed. */
final class FoldCounts {
    private long processedCount;
    private long duplicateCount;
    private long tickCount;
    private long evictedCount;
    private long evictedReadingCount;

    /** Counts a reading that is passed to the operators. */
    void onTaken() {
        processedCount++;
    }

    /** Counts a reading that was delivered before. */
    void onDuplicate() {
        duplicateCount++;
    }

    void onTick() {
        tickCount++;
    }

    void onEviction() {
        evictedCount++;
    }

    /** Counts a reading of an evicted sensor. */
    void onEvictedReading() {
        evictedReadingCount++;
    }

    /** Readings passed to the operators. */
    long processedCount() {
        return processedCount;
    }

    /** Readings dropped as delivered before. */
    long duplicateCount() {
        return duplicateCount;
    }

    long tickCount() {
        return tickCount;
    }

    /** Evicted sensors. */
    long evictedCount() {
        return evictedCount;
    }

    /** Readings dropped because their sensor was evicted. */
    long evictedReadingCount() {
        return evictedReadingCount;
    }

    void writeTo(StateOutput out) {
        out.putLong(processedCount);
        out.putLong(duplicateCount);
        out.putLong(tickCount);
    }

    void readFrom(StateInput in) {
        processedCount = in.getLong();
        duplicateCount = in.getLong();
        tickCount = in.getLong();
    }

    /** Writes the section of evictions, if there were any. */
    void writeEvictionsTo(StateOutput out) {
        if (evictedCount > 0) {
            out.section("evictions");
            out.putLong(evictedCount);
            out.putLong(evictedReadingCount);
        }
    }

    void readEvictions(StateInput in) {
        evictedCount = in.getLong();
        evictedReadingCount = in.getLong();
    }
}
