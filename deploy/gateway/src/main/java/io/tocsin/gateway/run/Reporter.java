package io.tocsin.gateway.run;

import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.gateway.print.Numbers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * The reporting thread: writes interval histograms to the {@code .hlog} file, and optional progress lines; then runs a
 * further action at each interval. It only reads counters and histograms.
 */
public final class Reporter {
    private static final long STOP_MS = 5_000;

    private final Gateway gateway;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Thread thread;
    private long lastReceived;
    private long lastNs;
    private Histogram lastDecided;

    /**
     * @param hlog the file, begun anew; an existing one is kept as {@code .1}
     * @param log gets a line when the file cannot be written
     */
    public Reporter(Gateway gateway, Path hlog, Consumer<String> log) {
        this.gateway = gateway;
        gateway.latencies().openLog(hlog, System.currentTimeMillis(), line -> LineLog.warn(log, line));
    }

    /**
     * Starts the thread.
     *
     * @param intervalSeconds between interval histograms, and progress lines
     * @param progress takes the progress lines, or null
     * @param afterwards runs after each report; an exception ends the reports
     */
    public void start(long intervalSeconds, Consumer<String> progress, Runnable afterwards) {
        lastNs = System.nanoTime();
        lastDecided = gateway.latencies().total(LatencyStage.RECEIVE_TO_DECIDED);
        thread = new Thread(() -> run(intervalSeconds, progress, afterwards), "tocsin-reporter");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the thread and writes the last interval. */
    public void stop() throws InterruptedException {
        stopping.countDown();
        thread.join(STOP_MS);
        gateway.latencies().logInterval(System.currentTimeMillis());
    }

    private void run(long intervalSeconds, Consumer<String> progress, Runnable afterwards) {
        try {
            while (!stopping.await(intervalSeconds, TimeUnit.SECONDS)) {
                report(progress);
                afterwards.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(Consumer<String> progress) {
        gateway.latencies().logInterval(System.currentTimeMillis());
        if (progress == null) {
            return;
        }
        Counters counters = gateway.counters();
        long nowNs = System.nanoTime();
        long received = counters.get(Counter.RECEIVED);
        double perSecond = (received - lastReceived) * 1e9 / Math.max(1, nowNs - lastNs);
        lastReceived = received;
        lastNs = nowNs;
        progress.accept(String.format(
                Locale.ROOT,
                "%,11d readings %,9.0f/s %,6d alarm events %,5d dropped   decided p99 %s",
                received,
                perSecond,
                counters.get(Counter.ALARM_EVENTS),
                counters.dropped(),
                p99OfInterval()));
    }

    private String p99OfInterval() {
        Histogram decided = gateway.latencies().total(LatencyStage.RECEIVE_TO_DECIDED);
        Histogram interval = decided.copy();
        interval.subtract(lastDecided);
        lastDecided = decided;
        return interval.getTotalCount() == 0 ? "-" : Numbers.latency(interval.getValueAtPercentile(99));
    }
}
