package io.tocsin.bench.paced;

import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The gateway's alarm log, and the time from the intended sending of a reading until its event is in the log. Written
 * by the output's thread, read by the bench's.
 */
final class TimedAlarmLog implements ResultHandler, AutoCloseable {
    private static final long SEGMENT_BYTES = 8L << 20;

    private final Path directory;
    private final EpochNanoClock clock;
    private final Histogram latencies = new SynchronizedHistogram(3);
    private AlarmLog log;

    TimedAlarmLog(Path directory, EpochNanoClock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Opens the log; returns this. */
    ResultHandler open(ResultNames names) {
        log = AlarmLog.open(directory, ResultFormatter.live("bench", names), SEGMENT_BYTES, true, line -> {});
        log.beginRecovery(0, 0);
        log.endRecovery();
        return this;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        log.onAlarm(event);
        latencies.recordValue(Math.max(0, clock.nanoTime() - event.receivedNs()));
    }

    /** The latencies since the last call, ns. */
    Histogram take() {
        Histogram taken = latencies.copy();
        latencies.reset();
        return taken;
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
