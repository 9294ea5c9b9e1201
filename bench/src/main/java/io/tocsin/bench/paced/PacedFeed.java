package io.tocsin.bench.paced;

import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The readings of one open-loop round: each has an intended time of sending, even if the previous one is still pending;
 * an overdue reading is sent at once and keeps its intended time. A change of an alarm is recorded from the intended
 * time of its reading; the first readings are sent and not counted. One thread sends, any thread records.
 */
public final class PacedFeed {
    public static final int SENSOR_COUNT = 10_000;
    private static final long HIGH_EVERY = 64;

    private final EpochNanoClock clock;
    private final long intervalNs;
    private final long skippedCount;
    private final long count;
    private final Histogram latencies = new SynchronizedHistogram(3);
    private volatile long startNs;

    /** The time begins with {@link #start}. */
    public PacedFeed(EpochNanoClock clock, int perSecond, long skippedNs, long countedNs) {
        this.clock = clock;
        this.intervalNs = 1_000_000_000L / perSecond;
        this.skippedCount = skippedNs / intervalNs;
        this.count = skippedCount + countedNs / intervalNs;
    }

    /** Sensor of a reading. */
    public static int sensorId(long i) {
        return (int) (i % SENSOR_COUNT);
    }

    /** Value of a reading: one of 64 raises an alarm, which the sensor's next reading clears. */
    public static double value(long i) {
        return i % HIGH_EVERY == 0 ? 91 + i % 3 : 50 + i % 37;
    }

    /** Publishes a reading to a pipeline, received at its intended time. */
    public static void publish(Intake intake, long i, long intendedNs) {
        long sequence = intake.claim(1);
        intake.slot(sequence)
                .setReading(sensorId(i), intendedNs, intendedNs, value(i), Quality.GOOD.code(), ReadingFlags.NONE);
        intake.publish(sequence, sequence);
    }

    /** The first reading is due an interval from now. */
    public void start() {
        startNs = clock.nanoTime() + intervalNs;
    }

    /** Readings of the round. */
    public long count() {
        return count;
    }

    /** Intended time of a reading. */
    public long intendedNs(long i) {
        return startNs + i * intervalNs;
    }

    /** Whether a reading should have been sent by now. */
    public boolean isDue(long i) {
        return clock.nanoTime() >= intendedNs(i);
    }

    /** Spins until a reading is due; returns its intended time. */
    public long awaitDue(long i) {
        long intendedNs = intendedNs(i);
        while (clock.nanoTime() < intendedNs) {
            Thread.onSpinWait();
        }
        return intendedNs;
    }

    /** Records a change of an alarm that has arrived where it is counted. */
    public void onChange(long intendedNs) {
        if (intendedNs >= intendedNs(skippedCount)) {
            latencies.recordValue(Math.max(0, clock.nanoTime() - intendedNs));
        }
    }

    /** Latencies so far, ns. */
    public Histogram latencies() {
        return latencies.copy();
    }
}
