package io.tocsin.bench.paced;

import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The gateway's alarm log, and the time from the intended sending of a reading until its event is in the log. Written
 * by the output's thread, read by the bench's.
 */
public final class TimedAlarmLog implements ResultHandler, AutoCloseable {
    private static final long SEGMENT_BYTES = 8L << 20;

    private final Path directory;
    private final EpochNanoClock clock;
    private final LongConsumer receivedTimes;
    private final Histogram latencies = new SynchronizedHistogram(3);
    private AlarmLog log;

    /** The log is opened by {@link #open}. */
    TimedAlarmLog(Path directory, EpochNanoClock clock) {
        this(directory, clock, receivedNs -> {});
    }

    /**
     * The log is opened by {@link #open}.
     *
     * @param receivedTimes told the intended time of each event in the log
     */
    public TimedAlarmLog(Path directory, EpochNanoClock clock, LongConsumer receivedTimes) {
        this.directory = directory;
        this.clock = clock;
        this.receivedTimes = receivedTimes;
    }

    /** Opens the log; returns this. */
    public ResultHandler open(ResultNames names) {
        log = AlarmLog.open(directory, ResultFormatter.live("bench", names), SEGMENT_BYTES, true, line -> {});
        log.beginRecovery(0, 0);
        log.endRecovery();
        return this;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        log.onAlarm(event);
        latencies.recordValue(Math.max(0, clock.nanoTime() - event.receivedNs()));
        receivedTimes.accept(event.receivedNs());
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
