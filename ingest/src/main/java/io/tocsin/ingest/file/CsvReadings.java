package io.tocsin.ingest.file;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.QualityWatch;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.TextWatch;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import java.util.Arrays;

/**
 * Readings on their way from the rows of a file to the ring: first {@linkplain #stage staged}, all of a row, so that
 * their number is known; then {@linkplain #emit emitted} at the pace of the source. Counts and quarantines dropped
 * readings.
 *
 * <p>The source's thread; allocates nothing for rows that are read.
 */
final class CsvReadings {
    private static final String NOT_UTF_8 =
            "the sensor's name is not UTF-8; set encoding, such as encoding: windows-1252";

    private final FileSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private final InputTally tally;
    private final TextWatch texts;
    private final QualityWatch qualities;
    private int[] sensorIds = new int[1];
    private double[] values = new double[1];
    private int[] qualityCodes = new int[1];
    private int staged;
    private int evictionCount;
    private long eventTimeNs;
    private long receiveTimeNs;
    private boolean paceStarted;
    private long paceEventNs;
    private long paceClockNs;

    CsvReadings(FileSourceConfig config, SourceContext context, SourceThread thread, InputTally tally) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.thread = thread;
        this.tally = tally;
        this.batch = new ReadingBatch(intake, context.counters());
        this.texts = new TextWatch(config.name(), context);
        this.qualities = new QualityWatch(config.name(), context);
    }

    /**
     * Reads the readings of the row that the input is at.
     *
     * @param isAgain whether an earlier run has counted what is dropped of it
     * @return false when the gateway is stopping
     */
    boolean stage(CsvInput input, boolean isAgain) {
        CsvRow row = input.row();
        CsvReader reader = input.reader();
        staged = 0;
        if (intake.evictionCount() != evictionCount) {
            evictionCount = intake.evictionCount();
            input.columns().sensors().forget();
        }
        receiveTimeNs = receiveTimeNs == 0 ? intake.clockNs() : receiveTimeNs;
        if (!row.read(reader)) {
            drop(row, reader, isAgain);
            return true;
        }
        eventTimeNs = row.eventTimeNs();
        int valueCount = input.columns().valueCount();
        if (sensorIds.length < valueCount) {
            sensorIds = Arrays.copyOf(sensorIds, valueCount);
            values = Arrays.copyOf(values, valueCount);
            qualityCodes = Arrays.copyOf(qualityCodes, valueCount);
        }
        for (int i = 0; i < valueCount; i++) {
            boolean isReading = row.readValue(reader, i);
            if (row.isText()) {
                if (!takeText(row)) {
                    return false;
                }
                isReading = row.reason() == null;
            }
            int sensorId = isReading ? sensorId(input.columns().sensors(), row, reader, i) : Intake.UNKNOWN;
            if (row.reason() != null) {
                drop(row, reader, isAgain);
            } else if (isReading) {
                if (sensorId < 0) {
                    return false;
                }
                stage(sensorId, row, reader);
            }
        }
        return true;
    }

    private void stage(int sensorId, CsvRow row, CsvReader reader) {
        sensorIds[staged] = sensorId;
        values[staged] = row.value();
        qualityCodes[staged] = row.quality().code();
        staged++;
        watch(sensorId, row);
        if (row.isTimeReplaced()) {
            context.counters().increment(Counter.UNREADABLE_EVENT_TIME);
        }
        if (row.quality() == Quality.BAD) {
            sample(Kind.BAD, row, reader);
        }
        // A later receive time makes fewer times future ones: whatever is counted as one has been sampled.
        if ((flags(eventTimeNs) & ReadingFlags.FUTURE) != 0) {
            sample(Kind.FUTURE, row, reader);
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

    private void sample(Kind kind, CsvRow row, CsvReader reader) {
        tally.sample(
                kind,
                reader.raw(),
                reader.rawFrom(),
                reader.rawLength(),
                row.detail(),
                row.eventTimeNs(),
                receiveTimeNs);
    }

    /** Makes a value of the row's text, or refuses it; false when the gateway is stopping. */
    private boolean takeText(CsvRow row) {
        int textId = intake.textId(row.text(), row.textFrom(), row.textLength());
        if (textId == Intake.NO_ROOM_FOR_DEFINITION) {
            textId = thread.untilRoom(() -> intake.textId(row.text(), row.textFrom(), row.textLength()));
        }
        if (textId == Intake.NO_ROOM_FOR_DEFINITION) {
            return false;
        }
        if (textId >= 0) {
            row.acceptText(textId);
        } else {
            row.refuseText();
        }
        return true;
    }

    private void watch(int sensorId, CsvRow row) {
        if (row.isText()) {
            texts.onText(sensorId, row.value(), row.text(), row.textFrom(), row.textLength());
        } else if (row.quality() != Quality.BAD) {
            texts.onNumber(sensorId);
        }
        if (row.hasAssumedQuality()) {
            qualities.onAssumed(sensorId, config.mapping().quality());
        }
    }

    /**
     * The sensor of a value, or a negative number when there is none: see the row's reason, or the gateway is stopping.
     */
    private int sensorId(CsvNames names, CsvRow row, CsvReader reader, int value) {
        int sensorId = names.fixedId(value);
        if (sensorId >= 0) {
            return sensorId;
        }
        names.make(reader, value);
        sensorId = intake.sensorId(names.bytes(), names.from(), names.length());
        if (sensorId == Intake.UNKNOWN) {
            sensorId = thread.untilRoom(() -> intake.defineSensor(names.bytes(), names.from(), names.length()));
        }
        SensorRefusal refusal = SensorRefusal.of(sensorId);
        if (refusal != null) {
            boolean isEncoded = Utf8.isValid(names.bytes(), names.from(), names.from() + names.length());
            row.refuse(refusal.reason(), isEncoded ? refusal.detail() : NOT_UTF_8);
        } else if (sensorId >= 0) {
            names.keep(value, sensorId);
        }
        return sensorId;
    }

    private void drop(CsvRow row, CsvReader reader, boolean isAgain) {
        if (isAgain) {
            return;
        }
        context.counters().increment(Counter.RECEIVED);
        context.counters().increment(row.reason());
        sample(Kind.DROPPED, row, reader);
        tally.dropped(row.reason(), 1);
        context.quarantine()
                .add(
                        config.name(),
                        "byte " + reader.rowOffset(),
                        row.reason(),
                        row.detail(),
                        reader.raw(),
                        reader.rawFrom(),
                        reader.rawLength());
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
