package io.tocsin.bench.paced;

import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The gateway's alarm log, and the time from the intended sending of a reading until its event is in the log. Written
 * by one thread; read when the pipeline is drained.
 */
final class TimedAlarmLog implements ResultHandler, AutoCloseable {
    private static final long SEGMENT_BYTES = 8L << 20;

    private final AlarmLog log;
    private final EpochNanoClock clock;
    private final Histogram latencies = new Histogram(3);

    TimedAlarmLog(Path directory, ResultNames names, EpochNanoClock clock) {
        this.log = AlarmLog.open(directory, ResultFormatter.live("bench", names), SEGMENT_BYTES, true, line -> {});
        this.clock = clock;
        log.beginRecovery(0, 0);
        log.endRecovery();
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
        log.close();
    }
}
