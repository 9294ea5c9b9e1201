package io.tocsin.engine.fold;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;

/** Counts of the records that a fold has taken. */
final class FoldCounts {
    private long processedCount;
    private long duplicateCount;
    private long tickCount;
    private long evictedCount;
    private long evictedReadingCount;

    /** A reading was taken. */
    void onTaken() {
        processedCount++;
    }

    /** A reading was delivered again. */
    void onDuplicate() {
        duplicateCount++;
    }

    void onTick() {
        tickCount++;
    }

    void onEviction() {
        evictedCount++;
    }

    /** A reading of a sensor that had been evicted. */
    void onEvictedReading() {
        evictedReadingCount++;
    }

    /** Readings that operators have seen. */
    long processedCount() {
        return processedCount;
    }

    /** Readings dropped as re-delivered. */
    long duplicateCount() {
        return duplicateCount;
    }

    long tickCount() {
        return tickCount;
    }

    /** Sensors that were evicted. */
    long evictedCount() {
        return evictedCount;
    }

    /** Readings dropped because their sensor had been evicted. */
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

    /** Writes a section of its own, if there were evictions. */
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
