package io.tocsin.ingest;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.pipeline.InputSlot;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;

/**
 * Readings gathered to go into the ring with one claim, for sources that can wait. Counts them as RECEIVED, and what is
 * special about them. One thread; allocates nothing after construction.
 */
public final class ReadingBatch {
    private static final int MAX_SIZE = 64;

    private final Intake intake;
    private final Counters counters;
    private final int capacity;
    private final int[] sensorIds;
    private final long[] eventTimesNs;
    private final long[] receiveTimesNs;
    private final double[] values;
    private final int[] qualities;
    private final int[] flags;
    private int size;

    public ReadingBatch(Intake intake, Counters counters) {
        this.intake = intake;
        this.counters = counters;
        capacity = Math.min(MAX_SIZE, intake.maxClaim());
        sensorIds = new int[capacity];
        eventTimesNs = new long[capacity];
        receiveTimesNs = new long[capacity];
        values = new double[capacity];
        qualities = new int[capacity];
        flags = new int[capacity];
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean isFull() {
        return size == capacity;
    }

    /** Adds a reading; the batch must not be full. */
    public void add(int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int readingFlags) {
        sensorIds[size] = sensorId;
        eventTimesNs[size] = eventTimeNs;
        receiveTimesNs[size] = receiveTimeNs;
        values[size] = value;
        qualities[size] = quality;
        flags[size] = readingFlags;
        size++;
    }

    /**
     * Publishes what was added; waits for room.
     *
     * @return false when the gateway is stopping: the readings were not taken, and are not counted
     */
    public boolean flush() {
        if (size == 0) {
            return true;
        }
        int count = size;
        size = 0;
        long high = intake.claim(count);
        if (high == Intake.CLOSED) {
            return false;
        }
        long low = high - count + 1;
        int bad = 0;
        int future = 0;
        int other = 0;
        for (int i = 0; i < count; i++) {
            InputSlot slot = intake.slot(low + i);
            slot.setReading(sensorIds[i], eventTimesNs[i], receiveTimesNs[i], values[i], qualities[i], flags[i]);
            bad += qualities[i] == Quality.BAD.code() ? 1 : 0;
            future += (flags[i] & ReadingFlags.FUTURE) != 0 ? 1 : 0;
            other += TextValue.isOther(values[i]) ? 1 : 0;
        }
        // Counted before they are published, so that nobody sees more processed than received.
        counters.add(Counter.RECEIVED, count);
        if (bad > 0) {
            counters.add(Counter.BAD_QUALITY, bad);
        }
        if (future > 0) {
            counters.add(Counter.FUTURE_EVENT_TIME, future);
        }
        if (other > 0) {
            counters.add(Counter.OTHER_TEXTS, other);
        }
        intake.publish(low, high);
        return true;
    }
}
