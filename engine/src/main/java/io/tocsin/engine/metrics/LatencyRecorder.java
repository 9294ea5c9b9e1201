package io.tocsin.engine.metrics;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Latencies of one stage measured by one thread, in nanoseconds, 3 significant digits. Values are clamped to 1 ns … 1
 * h, so a clock step can neither cause an exception nor a negative latency. One thread records, another may take
 * interval histograms. Recording allocates nothing.
 */
public final class LatencyRecorder {
    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final LatencyStage stage;
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(HIGHEST_NS, SIGNIFICANT_DIGITS);
    private final Histogram total = new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS);
    private Histogram interval;

    LatencyRecorder(LatencyStage stage) {
        this.stage = stage;
    }

    /** The stage. */
    public LatencyStage stage() {
        return stage;
    }

    /** Records one latency. The one recording thread. */
    public void record(long latencyNs) {
        recorder.recordValue(clamp(latencyNs));
    }

    /**
     * Records the latency of the oldest of {@code count} readings of a batch for all of them. The one recording thread.
     */
    public void record(long latencyNs, long count) {
        recorder.recordValueWithCount(clamp(latencyNs), count);
    }

    /** Histogram of the values since the last call; valid until the next one. The one reporting thread. */
    Histogram takeInterval() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return interval;
    }

    /** All values up to the last {@link #takeInterval()}. The one reporting thread. */
    Histogram total() {
        return total;
    }

    private static long clamp(long latencyNs) {
        return Math.min(Math.max(latencyNs, 1), HIGHEST_NS);
    }
}
