package io.tocsin.ingest.tally;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the event times of sensors step back: readings that are older than one before them of the same sensor. An
 * observation for people; no result depends on it.
 *
 * <p>One thread notes readings, any thread reads. Noting allocates only for sensors that are new.
 */
public final class StepsBack {
    private static final int SENSOR_BITS = 28;
    private static final long SENSOR_MASK = (1L << SENSOR_BITS) - 1;
    private static final long MAX_STEP_MS = (1L << (Long.SIZE - 1 - SENSOR_BITS)) - 1;
    private static final long MS_NS = 1_000_000;
    private static final int FIRST_CAPACITY = 64;

    /** By sensor: its newest event time. */
    private long[] newestNs = new long[0];

    private final AtomicLong count = new AtomicLong();
    /** The step in milliseconds above the sensor's id, so that both are read and compared at once. */
    private final AtomicLong largest = new AtomicLong();

    /**
     * The largest step since it was last asked for.
     *
     * @param sensorId whose
     * @param stepNs nanoseconds, rounded up to milliseconds; a step of more than a year may be longer
     */
    public record Largest(int sensorId, long stepNs) {
        /** Whether the step may be longer than it says. */
        public boolean isAtLeast() {
            return stepNs == MAX_STEP_MS * MS_NS;
        }
    }

    /** Notes a reading. */
    public void note(int sensorId, long eventTimeNs) {
        if (sensorId >= newestNs.length) {
            grow(sensorId);
        }
        if (eventTimeNs >= newestNs[sensorId]) {
            newestNs[sensorId] = eventTimeNs;
        } else {
            noteStep(sensorId, newestNs[sensorId] - eventTimeNs);
        }
    }

    /**
     * Notes a reading that is known to be older than one before it.
     *
     * @param stepNs by how much, nanoseconds; a difference that has overflowed is longer than any that can be told
     */
    public void noteStep(int sensorId, long stepNs) {
        count.lazySet(count.get() + 1);
        long stepMs = stepNs < 0 ? MAX_STEP_MS : Math.min(MAX_STEP_MS, (stepNs - 1) / MS_NS + 1);
        long packed = (stepMs << SENSOR_BITS) | (sensorId & SENSOR_MASK);
        if (packed > largest.get()) {
            largest.accumulateAndGet(packed, Math::max);
        }
    }

    /** How many readings were older than one before them. */
    public long count() {
        return count.get();
    }

    /** The largest step since the last call, or null when there was none. */
    public Largest takeLargest() {
        long packed = largest.getAndSet(0);
        return packed == 0 ? null : new Largest((int) (packed & SENSOR_MASK), (packed >>> SENSOR_BITS) * MS_NS);
    }

    private void grow(int sensorId) {
        int before = newestNs.length;
        newestNs = Arrays.copyOf(newestNs, Math.max(FIRST_CAPACITY, Math.max(sensorId + 1, before + before / 2)));
        Arrays.fill(newestNs, before, newestNs.length, Long.MIN_VALUE);
    }
}
