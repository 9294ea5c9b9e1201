package io.tocsin.engine.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * All latency recorders of a gateway. Hands a recorder to every recording thread, writes interval histograms to an
 * {@code .hlog} file (HdrHistogram's log format, one tag a stage) and provides totals for a table.
 *
 * <p>Any thread may ask for a recorder; {@link #logInterval} and {@link #total} belong to one reporting thread at a
 * time.
 */
public final class Latencies {
    /** The limit of each of the two files, bytes. */
    public static final long MAX_LOG_BYTES = 8L * 1024 * 1024;

    private final List<LatencyRecorder> recorders = new CopyOnWriteArrayList<>();
    private HistogramLog histograms;
    private long intervalStartMs;

    /** A recorder for one thread. */
    public LatencyRecorder recorder(LatencyStage stage) {
        LatencyRecorder recorder = new LatencyRecorder(stage);
        recorders.add(recorder);
        return recorder;
    }

    /**
     * Starts the log.
     *
     * @param file to start; an existing file is renamed to {@code .1}, as a full one is
     * @param startMs the time of the start, epoch milliseconds
     * @param log receives a message when the file cannot be written
     */
    public void openLog(Path file, long startMs, Consumer<String> log) {
        histograms = new HistogramLog(file, MAX_LOG_BYTES, startMs, log);
        intervalStartMs = startMs;
    }

    /** Adds the latencies recorded since the last call to the totals, and writes them if there is a log. */
    public synchronized void logInterval(long nowMs) {
        for (LatencyStage stage : LatencyStage.values()) {
            Histogram sum = new Histogram(3_600_000_000_000L, 3);
            for (LatencyRecorder recorder : recorders) {
                if (recorder.stage() == stage) {
                    sum.add(recorder.takeInterval());
                }
            }
            if (histograms != null && sum.getTotalCount() > 0) {
                sum.setTag(stage.name());
                sum.setStartTimeStamp(intervalStartMs);
                sum.setEndTimeStamp(nowMs);
                histograms.add(sum);
            }
        }
        if (histograms != null) {
            histograms.write();
        }
        intervalStartMs = nowMs;
    }

    /** All latencies recorded for the stage up to the last {@link #logInterval}. */
    public synchronized Histogram total(LatencyStage stage) {
        Histogram sum = new Histogram(3_600_000_000_000L, 3);
        for (LatencyRecorder recorder : recorders) {
            if (recorder.stage() == stage) {
                sum.add(recorder.total());
            }
        }
        return sum;
    }
}
