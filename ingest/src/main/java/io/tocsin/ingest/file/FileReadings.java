package io.tocsin.ingest.file;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.QualityWatch;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.RoundingWatch;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.TextWatch;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import java.io.IOException;
import java.util.Arrays;

/**
 * Readings on their way from the rows of a file to the ring: first {@linkplain #stage staged}, all of a row, so that
 * their number is known; then {@linkplain #emit emitted} at the pace of the source. Counts and quarantines dropped
 * readings.
 *
 * <p>The source's thread; allocates nothing for rows that are read.
 */
final class FileReadings {
    private final FileSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private final InputTally tally;
    private final TextWatch texts;
    private final QualityWatch qualities;
    private final RoundingWatch roundings;
    private int[] sensorIds = new int[1];
    private double[] values = new double[1];
    private int[] qualityCodes = new int[1];
    private FileInput input;
    private boolean isAgain;
    private int staged;
    private int evictionCount;
    private long eventTimeNs;
    private long receiveTimeNs;
    private boolean paceStarted;
    private long paceEventNs;
    private long paceClockNs;

    FileReadings(FileSourceConfig config, SourceContext context, SourceThread thread, InputTally tally) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.thread = thread;
        this.tally = tally;
        this.batch = new ReadingBatch(intake, context.counters());
        this.texts = new TextWatch(config.name(), context);
        this.qualities = new QualityWatch(config.name(), context);
        this.roundings = new RoundingWatch(config.name(), context);
    }

    /**
     * Begins to stage a row.
     *
     * @param of whose current row it is
     * @param isCounted whether an earlier run has counted what is dropped of it
     * @return whether sensors were evicted since the row before
     */
    boolean begin(FileInput of, boolean isCounted) {
        input = of;
        isAgain = isCounted;
        staged = 0;
        eventTimeNs = EventTime.ABSENT;
        receiveTimeNs = receiveTimeNs == 0 ? intake.clockNs() : receiveTimeNs;
        boolean hasEvictions = intake.evictionCount() != evictionCount;
        evictionCount = intake.evictionCount();
        return hasEvictions;
    }

    /** The event time of the row's readings, epoch nanoseconds, or {@link EventTime#ABSENT}. */
    void eventTimeNs(long timeNs) {
        eventTimeNs = timeNs;
    }

    /** Stages a reading of the row. */
    void stage(int sensorId, double value, int qualityCode) {
        if (staged == sensorIds.length) {
            sensorIds = Arrays.copyOf(sensorIds, staged * 2);
            values = Arrays.copyOf(values, staged * 2);
            qualityCodes = Arrays.copyOf(qualityCodes, staged * 2);
        }
        sensorIds[staged] = sensorId;
        values[staged] = value;
        qualityCodes[staged] = qualityCode;
        staged++;
        if (qualityCode == Quality.BAD.code()) {
            sample(Kind.BAD, null);
        }
        // A later receive time makes fewer times future ones: whatever is counted as one has been sampled.
        if ((flags(eventTimeNs) & ReadingFlags.FUTURE) != 0) {
            sample(Kind.FUTURE, null);
        }
    }

    /** Readings of the staged row. */
    int stagedCount() {
        return staged;
    }

    /** Adds the staged readings to those that are sorted. */
    void moveTo(SortedReadings sorted) {
        for (int i = 0; i < staged; i++) {
            sorted.add(sensorIds[i], eventTimeNs, values[i], qualityCodes[i]);
        }
    }

    /**
     * Emits the staged readings.
     *
     * @param skipped readings that an earlier run has emitted
     * @return false when the gateway is stopping
     */
    boolean emitStaged(int skipped) {
        for (int i = skipped; i < staged; i++) {
            if (!emit(sensorIds[i], eventTimeNs, values[i], qualityCodes[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Emits a reading, when it is due.
     *
     * @param timeNs epoch nanoseconds, or {@link EventTime#ABSENT}
     * @return false when the gateway is stopping
     */
    boolean emit(int sensorId, long timeNs, double value, int qualityCode) {
        if (config.pace() > 0 && !pace(timeNs)) {
            return false;
        }
        if (batch.isEmpty()) {
            receiveTimeNs = intake.clockNs();
        }
        int flags = flags(timeNs);
        long effectiveNs = EventTime.effective(timeNs, receiveTimeNs, flags);
        tally.took(1);
        tally.steps().note(sensorId, effectiveNs);
        if (qualityCode == Quality.BAD.code()) {
            tally.odd(Kind.BAD, 1);
        }
        if ((flags & ReadingFlags.FUTURE) != 0) {
            tally.odd(Kind.FUTURE, 1);
        }
        batch.add(sensorId, effectiveNs, receiveTimeNs, value, qualityCode, flags);
        return !batch.isFull() || batch.flush();
    }

    /** Publishes all emitted readings; false when the gateway is stopping. */
    boolean flush() {
        return batch.flush();
    }

    private int flags(long timeNs) {
        return EventTime.flags(timeNs, intake.latestEventNs(receiveTimeNs, config.futureLimitNs()));
    }

    /** A reading of the row that was staged has the receive time, because its own cannot be read. */
    void countReplacedTime() {
        context.counters().increment(Counter.UNREADABLE_EVENT_TIME);
    }

    /** Drops a reading of the row, or all there may be. */
    void drop(Counter reason, String detail) throws IOException {
        if (count(reason, detail)) {
            quarantine(reason, detail);
        }
    }

    /** Counts a reading of the row that is dropped; false when an earlier run has done so. */
    boolean count(Counter reason, String detail) {
        if (isAgain) {
            return false;
        }
        context.counters().increment(Counter.RECEIVED);
        context.counters().increment(reason);
        sample(Kind.DROPPED, detail);
        tally.dropped(reason, 1);
        return true;
    }

    /** Keeps the row. */
    void quarantine(Counter reason, String detail) throws IOException {
        RowReader rows = input.rows();
        context.quarantine()
                .add(config.name(), input.place(), reason, detail, rows.raw(), rows.rawFrom(), rows.rawLength());
    }

    private void sample(Kind kind, String detail) {
        RowReader rows = input.rows();
        tally.sample(kind, rows.raw(), rows.rawFrom(), rows.rawLength(), detail, eventTimeNs, receiveTimeNs);
    }

    /** Id of a text, once there is room for it; {@link Intake#NO_ROOM_FOR_DEFINITION} when the gateway is stopping. */
    int textId(byte[] text, int from, int length) {
        int textId = intake.textId(text, from, length);
        return textId == Intake.NO_ROOM_FOR_DEFINITION
                ? thread.untilRoom(() -> intake.textId(text, from, length))
                : textId;
    }

    /** Whether a text of a sensor that reads as a number stays a text. */
    boolean keepsNumerals(byte[] name, int from, int length) {
        return intake.keepsNumerals(name, from, length);
    }

    /**
     * The sensor of a name, defined once there is room; or a refusal, or {@link Intake#NO_ROOM_FOR_DEFINITION} when the
     * gateway is stopping.
     */
    int sensorId(byte[] name, int from, int length) {
        int sensorId = intake.sensorId(name, from, length);
        return sensorId == Intake.UNKNOWN ? thread.untilRoom(() -> intake.defineSensor(name, from, length)) : sensorId;
    }

    void watchText(int sensorId, double value, byte[] text, int from, int length) {
        texts.onText(sensorId, value, text, from, length);
    }

    void watchNumber(int sensorId) {
        texts.onNumber(sensorId);
    }

    void watchQuality(int sensorId, QualityMapping mapping) {
        qualities.onAssumed(sensorId, mapping);
    }

    void watchRounded(String member) {
        roundings.onRounded("file " + config.path().getFileName(), member);
    }

    /** Waits until a reading is due; those before it are published first. False when the gateway is stopping. */
    private boolean pace(long timeNs) {
        if (timeNs == EventTime.ABSENT) {
            return true;
        }
        long nowNs = intake.clockNs();
        if (!paceStarted) {
            paceStarted = true;
            paceEventNs = timeNs;
            paceClockNs = nowNs;
        }
        // A double counts nanoseconds exactly for 104 days, and rounds to less than a microsecond for 100 years.
        double elapsedNs = ((double) timeNs - paceEventNs) / config.pace();
        long dueNs = paceClockNs + (long) elapsedNs;
        if (dueNs <= nowNs) {
            return true;
        }
        if (!batch.flush()) {
            return false;
        }
        thread.waitUntil(intake::clockNs, dueNs);
        return !thread.isStopping();
    }
}
