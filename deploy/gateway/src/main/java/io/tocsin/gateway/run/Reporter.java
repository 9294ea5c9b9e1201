package io.tocsin.gateway.run;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.LatencyStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The reporting thread: writes interval histograms to the {@code .hlog} file, and progress lines when asked to. Reads
 * counters and histograms only; its own time touches no result.
 */
public final class Reporter implements AutoCloseable {
    private static final long STOP_SECONDS = 5;

    private final Gateway gateway;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tocsin-reporter");
        thread.setDaemon(true);
        return thread;
    });
    private long lastReceived;
    private long lastNs;

    /**
     * @param hlog the file, replaced
     */
    public Reporter(Gateway gateway, Path hlog) throws IOException {
        this.gateway = gateway;
        gateway.latencies().openLog(hlog, System.currentTimeMillis());
    }

    /**
     * Starts the thread.
     *
     * @param intervalSeconds between interval histograms, and progress lines
     * @param progress takes the progress lines, or null
     */
    public void start(long intervalSeconds, Consumer<String> progress) {
        lastNs = System.nanoTime();
        executor.scheduleAtFixedRate(() -> report(progress), intervalSeconds, intervalSeconds, TimeUnit.SECONDS);
    }

    /** Writes the last interval and ends the thread. */
    @Override
    public void close() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            executor.shutdownNow();
        }
        gateway.latencies().logInterval(System.currentTimeMillis());
        gateway.latencies().close();
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
                "%,10d readings  %,8.0f/s  %,5d alarm events  %,d dropped  decided p99 %s",
                received,
                perSecond,
                counters.get(Counter.ALARM_EVENTS),
                counters.dropped(),
                LatencyTable.duration(gateway.latencies()
                        .total(LatencyStage.RECEIVE_TO_DECIDED)
                        .getValueAtPercentile(99))));
    }
}
