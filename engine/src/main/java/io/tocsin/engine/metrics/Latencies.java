package io.tocsin.engine.metrics;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * All latency recorders of a gateway: hands one to every recording thread, writes interval histograms to an
 * {@code .hlog} file (HdrHistogram's log format, one tag a stage) and gives totals for a table.
 *
 * <p>Any thread may ask for a recorder; {@link #logInterval}, {@link #total} and {@link #close} belong to one reporting
 * thread at a time.
 */
public final class Latencies implements AutoCloseable {

    private final List<LatencyRecorder> recorders = new CopyOnWriteArrayList<>();
    private PrintStream log;
    private HistogramLogWriter writer;
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
     * @param file is replaced
     * @param startMs the time of the start, epoch milliseconds
     */
    public void openLog(Path file, long startMs) throws IOException {
        log = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
        writer = new HistogramLogWriter(log);
        writer.outputLogFormatVersion();
        writer.outputStartTime(startMs);
        writer.setBaseTime(startMs);
        writer.outputLegend();
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
            if (writer != null && sum.getTotalCount() > 0) {
                sum.setTag(stage.name());
                sum.setStartTimeStamp(intervalStartMs);
                sum.setEndTimeStamp(nowMs);
                writer.outputIntervalHistogram(sum);
            }
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

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
