package io.tocsin.ingest.file;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.TextRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Readings from a CSV file, each row once over any number of restarts.
 *
 * <p>A restart knows how many readings of this file the journal has, but not how many rows were dropped between them. So
 * {@link SourceProgress} says where the rows after it begin, and stands before the first row, before the first good row
 * behind a dropped one, and every {@link #ROWS_PER_PROGRESS} rows: between two of them every row gave one reading.
 *
 * <p>Its own thread reads, and waits while the ring is full.
 */
public final class CsvFileSource implements Source {
    /** Rows after which progress is published, so that a restart skips few. */
    static final int ROWS_PER_PROGRESS = 4096;

    private static final int IDENTITY_LENGTH = 4096;

    private final FileSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final ResumePoint resume;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private CsvReader reader;
    private CsvRow row;
    private CsvColumns columns;
    private long identity;
    private int rowsSinceProgress;
    private boolean dropsSinceProgress;
    private boolean paceStarted;
    private long paceEventNs;
    private long paceClockNs;
    private long receiveTimeNs;

    /**
     * @param resume where to go on; {@link ResumePoint#FROM_START} when the journal knows nothing of this source
     */
    public CsvFileSource(FileSourceConfig config, SourceContext context, ResumePoint resume) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.resume = resume;
        this.thread = new SourceThread(config.name(), context.failStop());
        this.batch = new ReadingBatch(intake, context.counters());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public void start() {
        try {
            identity = identity();
            boolean known = identity == resume.identity();
            if (known && resume.ended()) {
                thread.endAtOnce();
                return;
            }
            reader = CsvReader.open(config.path());
            try {
                readHeader();
                if (known) {
                    skipToResume();
                }
            } catch (IOException | SourceException e) {
                reader.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new SourceException("source " + config.name() + ": there is no file " + config.path(), e);
        } catch (IOException e) {
            throw new SourceException(
                    "source " + config.name() + ": cannot read " + config.path() + ": " + e.getMessage(), e);
        }
        thread.start(this::readToEnd);
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return thread.awaitEnd(timeoutMs);
    }

    private void readHeader() throws IOException {
        if (!reader.nextRow() || reader.fault() != null) {
            throw new SourceException("source " + config.name() + ": " + config.path() + " has no header row");
        }
        columns = CsvColumns.of(config, reader);
        row = new CsvRow(columns, config.timeUnit());
    }

    private void skipToResume() throws IOException {
        if (resume.offset() > Files.size(config.path())) {
            throw new SourceException("source " + config.name() + ": " + config.path()
                    + " is shorter than what was read of it before, offset=" + resume.offset());
        }
        reader.seek(resume.offset());
        for (long i = 0; i < resume.rowsToSkip(); i++) {
            if (!reader.nextRow()) {
                throw new SourceException("source " + config.name() + ": " + config.path()
                        + " has fewer rows than were read of it before, rowsToSkip=" + resume.rowsToSkip());
            }
        }
    }

    private void readToEnd() throws IOException {
        try (CsvReader closing = reader) {
            boolean open = publishProgress(closing.nextOffset(), false);
            while (open && !thread.isStopping()) {
                if (!closing.nextRow()) {
                    if (batch.flush()) {
                        publishProgress(closing.rowOffset(), true);
                    }
                    return;
                }
                open = onRow();
            }
            batch.flush();
        }
    }

    /** Takes the row that the reader stands on; false when the gateway is stopping. */
    private boolean onRow() {
        boolean isReading = row.read(reader);
        if (row.isText()) {
            if (!takeText()) {
                return false;
            }
            isReading = row.reason() == null;
        }
        int sensorId = isReading ? sensorId() : Intake.UNKNOWN;
        if (row.reason() != null) {
            drop();
            return true;
        }
        if (sensorId < 0) {
            return false;
        }
        if (dropsSinceProgress || rowsSinceProgress == ROWS_PER_PROGRESS) {
            if (!batch.flush() || !publishProgress(reader.rowOffset(), false)) {
                return false;
            }
        }
        if (config.pace() > 0 && !pace()) {
            return false;
        }
        if (batch.isEmpty()) {
            receiveTimeNs = intake.clockNs();
        }
        int flags = EventTime.flags(row.eventTimeNs(), receiveTimeNs, config.futureLimitNs());
        long eventTimeNs = EventTime.effective(row.eventTimeNs(), receiveTimeNs, flags);
        batch.add(
                sensorId, eventTimeNs, receiveTimeNs, row.value(), row.quality().code(), flags);
        rowsSinceProgress++;
        return !batch.isFull() || batch.flush();
    }

    /** Makes a value of the row's text if its sensor may have texts; false when the gateway is stopping. */
    private boolean takeText() {
        byte[] bytes = reader.fieldBytes(columns.sensor());
        int from = reader.fieldFrom(columns.sensor());
        if (!intake.readsTexts(bytes, from, reader.fieldTo(columns.sensor()) - from)) {
            return true;
        }
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
            TextRefusal refusal = TextRefusal.of(textId);
            row.refuse(refusal.counter(), refusal.detail());
        }
        return true;
    }

    /** The sensor of the row, or a negative number when there is none: see the row's reason, or the gateway is stopping. */
    private int sensorId() {
        byte[] bytes = reader.fieldBytes(columns.sensor());
        int from = reader.fieldFrom(columns.sensor());
        int length = reader.fieldTo(columns.sensor()) - from;
        int sensorId = intake.sensorId(bytes, from, length);
        if (sensorId == Intake.UNKNOWN) {
            sensorId = thread.untilRoom(() -> intake.defineSensor(bytes, from, length, 0));
        }
        if (sensorId == Intake.SENSOR_LIMIT) {
            row.refuse(Counter.DROPPED_SENSOR_LIMIT, "engine.maxSensors is reached");
        } else if (sensorId == Intake.BAD_NAME) {
            row.refuse(Counter.DROPPED_BAD_NAME, "no sensor may have this name");
        }
        return sensorId;
    }

    private void drop() {
        dropsSinceProgress = true;
        context.counters().increment(Counter.RECEIVED);
        context.counters().increment(row.reason());
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

    /** Waits until the row is due; what was gathered goes out first. False when the gateway is stopping. */
    private boolean pace() {
        if (row.eventTimeNs() == EventTime.ABSENT) {
            return true;
        }
        long nowNs = intake.clockNs();
        if (!paceStarted) {
            paceStarted = true;
            paceEventNs = row.eventTimeNs();
            paceClockNs = nowNs;
        }
        // A double counts nanoseconds exactly for 104 days, and rounds to less than a microsecond for 100 years.
        double elapsedNs = ((double) row.eventTimeNs() - paceEventNs) / config.pace();
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

    private boolean publishProgress(long offset, boolean end) {
        rowsSinceProgress = 0;
        dropsSinceProgress = false;
        return intake.publishProgress(new SourceProgress(intake.sourceIndex(), identity, offset), end);
    }

    /** A checksum of the path and one of the beginning of the file. */
    private long identity() throws IOException {
        CRC32 pathSum = new CRC32();
        pathSum.update(config.path().toString().getBytes(StandardCharsets.UTF_8));
        CRC32C contentSum = new CRC32C();
        try (InputStream in = Files.newInputStream(config.path())) {
            contentSum.update(in.readNBytes(IDENTITY_LENGTH));
        }
        return pathSum.getValue() << 32 | contentSum.getValue();
    }
}
