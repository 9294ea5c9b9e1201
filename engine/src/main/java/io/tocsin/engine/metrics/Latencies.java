package io.tocsin.engine.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * All latency recorders of a gateway: hands one to every recording thread, writes interval histograms to an
 * {@code .hlog} file (HdrHistogram's log format, one tag a stage) and gives totals for a table.
 *
 * <p>Any thread may ask for a recorder; {@link #logInterval} and {@link #total} belong to one reporting thread at a
 * time.
 */
public final class Latencies {
    /** The bound of each of the two files, bytes. */
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
     * @param file is begun; the one that is there becomes {@code .1}, as a full one does
     * @param startMs the time of the start, epoch milliseconds
     * @param log told when the file cannot be written
     */
    public void openLog(Path file, long startMs, Consumer<String> log) {
        histograms = new HistogramLog(file, MAX_LOG_BYTES, startMs, log);
        intervalStartMs = startMs;
    }

    /** Writes what was recorded since the last call, when there is a log, and adds it to the totals. */
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

    /** Everything recorded for the stage up to the last {@link #logInterval}. */
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
