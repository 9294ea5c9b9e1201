package io.tocsin.ingest.rate;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.SourceThread;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Makes readings at a rate, open loop: reading {@code i} is due at {@code start + i / rate}, whatever became of the
 * ones before. Event time and receive time are that intended time, so when the gateway stalls, the latency of
 * everything that was due meanwhile shows it. At rate 0 the intended time is now.
 *
 * <p>Reading {@code i} belongs to sensor {@code i mod sensors}; its value depends on seed and {@code i} alone. Each
 * reading is one reading of the journal, so a restart of a limited run continues where the journal ends.
 */
public final class RateSource implements Source {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Wake-ups are this far apart at the least: below it the scheduler's noise is larger than the pause. */
    private static final long SHORTEST_WAIT_NS = 50_000L;

    private final RateSourceConfig config;
    private final Intake intake;
    private final ResumePoint resume;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private final RateValues values;
    private final int[] sensorIds;
    private final long identity;

    /**
     * @param resume where a limited run continues; {@link ResumePoint#FROM_START} otherwise
     */
    public RateSource(RateSourceConfig config, SourceContext context, ResumePoint resume) {
        this.config = config;
        this.intake = context.intake();
        this.resume = resume;
        this.thread = new SourceThread(config.name(), context.failStop());
        this.batch = new ReadingBatch(intake, context.counters());
        this.values = new RateValues(config.seed());
        this.sensorIds = new int[config.sensors()];
        this.identity = Objects.hash(config.name(), config.sensors(), config.seed(), config.limit());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isBounded() {
        return config.limit() > 0;
    }

    @Override
    public void start() {
        boolean known = isBounded() && resume.identity() == identity;
        if (known && resume.ended()) {
            thread.endAtOnce();
            return;
        }
        long first = known ? resume.offset() + resume.rowsToSkip() : 0;
        thread.start(() -> run(first));
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return thread.awaitEnd(timeoutMs);
    }

    private void run(long first) {
        if (!defineSensors() || (isBounded() && !publishProgress(first, false))) {
            return;
        }
        long end = isBounded() ? config.limit() : Long.MAX_VALUE;
        boolean taken = config.perSecond() == 0 ? flatOut(first, end) : paced(first, end);
        if (taken && isBounded()) {
            publishProgress(config.limit(), true);
        }
    }

    /** Returns whether all up to the end were made and taken. */
    private boolean flatOut(long first, long end) {
        long i = first;
        while (i < end) {
            if (thread.isStopping()) {
                return false;
            }
            long nowNs = intake.clockNs();
            while (i < end && !batch.isFull()) {
                add(i++, nowNs);
            }
            if (!batch.flush()) {
                return false;
            }
        }
        return true;
    }

    private boolean paced(long first, long end) {
        long startNs = intake.clockNs();
        long i = first;
        while (i < end) {
            long dueNs = startNs + offsetNs(i - first);
            long nowNs = intake.clockNs();
            if (dueNs > nowNs) {
                if (!batch.flush()) {
                    return false;
                }
                thread.waitUntil(intake::clockNs, Math.max(dueNs, nowNs + SHORTEST_WAIT_NS));
            }
            if (thread.isStopping()) {
                return false;
            }
            add(i++, dueNs);
            if (batch.isFull() && !batch.flush()) {
                return false;
            }
        }
        return batch.flush();
    }

    /** When reading {@code i} is due after the first, nanoseconds; exact, and without overflow for 290 years. */
    private long offsetNs(long i) {
        long seconds = i / config.perSecond();
        long rest = i % config.perSecond();
        return seconds * NANOS_PER_SECOND + (long) ((double) rest * NANOS_PER_SECOND / config.perSecond());
    }

    private void add(long i, long timeNs) {
        int sensor = (int) (i % config.sensors());
        batch.add(sensorIds[sensor], timeNs, timeNs, values.value(i), Quality.GOOD.code(), ReadingFlags.NO_EVENT_TIME);
    }

    private boolean defineSensors() {
        for (int i = 0; i < sensorIds.length; i++) {
            byte[] name = ("rate/" + i).getBytes(StandardCharsets.UTF_8);
            int sensorId = thread.untilRoom(() -> intake.defineSensor(name, 0, name.length));
            SensorRefusal refusal = SensorRefusal.of(sensorId);
            if (refusal != null) {
                throw new SourceException("source " + config.name() + ": sensor rate/" + i + " is refused: "
                        + refusal.detail() + ", sensors=" + config.sensors());
            }
            if (sensorId < 0) {
                return false;
            }
            sensorIds[i] = sensorId;
        }
        return true;
    }

    private boolean publishProgress(long offset, boolean end) {
        return intake.publishProgress(new SourceProgress(intake.sourceIndex(), identity, offset), end);
    }
}
