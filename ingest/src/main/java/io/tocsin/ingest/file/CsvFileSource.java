package io.tocsin.ingest.file;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.DistinctLog;
import io.tocsin.ingest.QualityWatch;
import io.tocsin.ingest.ReadingBatch;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.TextWatch;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Readings from a CSV file, each row once over any number of restarts; also from one that grows.
 *
 * <p>A last row without a line break is not complete: it is left until it has one. A file that was read to its end
 * before is read on from there, when its content up to there is the same, else from its start. With {@code follow} the
 * source waits for more rows at the end of the file, and goes over to a new file that takes its name.
 *
 * <p>A restart knows how many readings of this file the journal has, but not how many rows were dropped between them.
 * So {@link SourceProgress} says where the rows after it begin, and stands before the first row, before the first good
 * row behind a dropped one, and every {@link #ROWS_PER_PROGRESS} rows: between two of them every row gave one reading.
 *
 * <p>Its own thread reads, and waits while the ring is full.
 */
public final class CsvFileSource implements Source {
    /** Rows after which progress is published, so that a restart skips few. */
    static final int ROWS_PER_PROGRESS = 4096;

    private static final long POLL_NS = 200_000_000L;

    private final FileSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final ResumePoint resume;
    private final SourceThread thread;
    private final ReadingBatch batch;
    private final DistinctLog log;
    private CsvInput input;
    private final InputTally tally;
    private final TextWatch texts;
    private final QualityWatch qualities;
    private CsvReader reader;
    private CsvRow row;
    private CsvColumns columns;
    private int rowsSinceProgress;
    private boolean dropsSinceProgress;
    private boolean paceStarted;
    private long paceEventNs;
    private long paceClockNs;
    private long receiveTimeNs;

    /**
     * @param resume where to continue; {@link ResumePoint#FROM_START} when the journal knows nothing of this source
     */
    public CsvFileSource(FileSourceConfig config, SourceContext context, ResumePoint resume) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.resume = resume;
        this.thread = new SourceThread(config.name(), context.failStop());
        this.batch = new ReadingBatch(intake, context.counters());
        this.log = new DistinctLog(context.log(), intake::clockNs);
        this.tally = new InputTally(config.name(), "file " + config.path().getFileName(), config.timeUnit());
        this.texts = new TextWatch(config.name(), context);
        this.qualities = new QualityWatch(config.name(), context);
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isBounded() {
        return !config.follow();
    }

    @Override
    public void start() {
        try {
            use(CsvInput.open(config));
            try {
                if (!resume()) {
                    thread.endAtOnce();
                    input.close();
                    return;
                }
            } catch (IOException | SourceException e) {
                input.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new SourceException(prefix() + "there is no file " + config.path(), e);
        } catch (IOException e) {
            throw new SourceException(prefix() + "cannot read " + config.path() + ": " + FaultText.of(e), e);
        }
        thread.start(this::readRows);
    }

    private void use(CsvInput other) {
        input = other;
        reader = other.reader();
    }

    /** Goes to where the journal says; false when there is nothing to read. */
    private boolean resume() throws IOException {
        if (!readHeader()) {
            if (config.follow()) {
                return true;
            }
            throw new SourceException(prefix() + config.path() + " has no header row");
        }
        if (resume.equals(ResumePoint.FROM_START)) {
            return true;
        }
        if (!input.continues(resume)) {
            context.log().accept(prefix() + whyAnother() + ": it is read from its start");
            return true;
        }
        input.seek(resume);
        if (!resume.ended() || config.follow()) {
            return true;
        }
        if (input.hasNextRow()) {
            context.log()
                    .accept(prefix() + config.path() + " has new rows behind byte " + resume.offset()
                            + ", to which it was read before");
            return true;
        }
        context.log()
                .accept(prefix() + config.path() + " was read to its end before, byte " + resume.offset()
                        + ": no new rows" + unfinishedRow());
        return false;
    }

    private String whyAnother() throws IOException {
        return input.size() < resume.offset()
                ? config.path() + " is shorter than what was read of it before (" + input.size() + " of "
                        + resume.offset() + " bytes)"
                : config.path() + " is another file than the one read before (its content before byte "
                        + resume.offset() + " has changed)";
    }

    /** Words for a last row that is left. */
    private String unfinishedRow() throws IOException {
        long length = input.size() - reader.nextOffset();
        return length <= 0
                ? ""
                : "; its last row (" + length + " bytes at byte " + reader.nextOffset()
                        + ") has no line break and is left until it has one";
    }

    private boolean readHeader() throws IOException {
        if (!input.readHeader()) {
            return false;
        }
        columns = input.columns();
        row = input.row();
        return true;
    }

    private String prefix() {
        return "source " + config.name() + ": ";
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public List<InputTally> tallies() {
        return List.of(tally);
    }

    @Override
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        return thread.awaitEnd(timeoutMs);
    }

    private void readRows() throws IOException {
        try {
            boolean open = !input.hasHeader() || publishProgress(reader.nextOffset(), false);
            while (open && !thread.isStopping()) {
                if (input.hasHeader() && reader.nextRow()) {
                    open = onRow();
                } else if (!config.follow()) {
                    end();
                    return;
                } else {
                    open = batch.flush() && awaitMore();
                }
            }
            batch.flush();
        } finally {
            input.close();
        }
    }

    private void end() throws IOException {
        if (batch.flush()) {
            String left = unfinishedRow();
            if (!left.isEmpty()) {
                context.log().accept(prefix() + config.path() + left);
            }
            publishProgress(reader.nextOffset(), true);
        }
    }

    /** Waits a moment at the end of a file that is followed; false when the gateway is stopping. */
    private boolean awaitMore() throws IOException {
        if (input.isReplaced()) {
            // Its last rows have been read since that was noticed.
            return goOver(" was replaced: continues with the new file, from its start");
        }
        thread.pause(POLL_NS);
        if (input.wasTruncated()) {
            return goOver(" got shorter than what was read of it: it is read from its start");
        }
        if (input.isGone()) {
            log.report("gone", prefix() + config.path() + " is gone: waits for a new one");
            return true;
        }
        return input.looksReplaced() || input.hasHeader() || beginFile();
    }

    private boolean goOver(String why) throws IOException {
        CsvInput next;
        try {
            next = CsvInput.open(config);
        } catch (IOException e) {
            log.report("open", prefix() + "cannot read " + config.path() + ", tries again: " + e.getMessage());
            return true;
        }
        context.log().accept(prefix() + config.path() + why);
        input.close();
        use(next);
        return beginFile();
    }

    /** Reads the header of a file that is followed, if it is there yet; false when the gateway is stopping. */
    private boolean beginFile() throws IOException {
        try {
            return !readHeader() || publishProgress(reader.nextOffset(), false);
        } catch (SourceException e) {
            log.report("header", e.getMessage() + ": waits for a file that has it");
            return true;
        }
    }

    /** Takes the reader's current row; false when the gateway is stopping. */
    private boolean onRow() throws IOException {
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
        long latestNs = intake.latestEventNs(receiveTimeNs, config.futureLimitNs());
        int flags = EventTime.flags(row.eventTimeNs(), latestNs);
        long eventTimeNs = EventTime.effective(row.eventTimeNs(), receiveTimeNs, flags);
        count(sensorId, eventTimeNs, flags);
        batch.add(
                sensorId, eventTimeNs, receiveTimeNs, row.value(), row.quality().code(), flags);
        rowsSinceProgress++;
        watch(sensorId);
        return !batch.isFull() || batch.flush();
    }

    private void count(int sensorId, long eventTimeNs, int flags) {
        tally.took(1);
        tally.steps().note(sensorId, eventTimeNs);
        if (row.quality() == Quality.BAD) {
            odd(Kind.BAD);
        }
        if ((flags & ReadingFlags.FUTURE) != 0) {
            odd(Kind.FUTURE);
        }
    }

    private void odd(Kind kind) {
        sample(kind);
        tally.odd(kind, 1);
    }

    private void sample(Kind kind) {
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
    private boolean takeText() {
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

    private void watch(int sensorId) {
        if (row.isText()) {
            texts.onText(sensorId, row.value(), row.text(), row.textFrom(), row.textLength());
        } else if (row.quality() != Quality.BAD) {
            texts.onNumber(sensorId);
        }
        if (row.hasAssumedQuality()) {
            qualities.onAssumed(sensorId, config.quality());
        }
    }

    /**
     * The sensor of the row, or a negative number when there is none: see the row's reason, or the gateway is stopping.
     */
    private int sensorId() {
        byte[] bytes = reader.fieldBytes(columns.sensor());
        int from = row.sensorFrom(reader);
        int length = row.sensorTo(reader) - from;
        int sensorId = intake.sensorId(bytes, from, length);
        if (sensorId == Intake.UNKNOWN) {
            sensorId = thread.untilRoom(() -> intake.defineSensor(bytes, from, length));
        }
        SensorRefusal refusal = SensorRefusal.of(sensorId);
        if (refusal != null) {
            row.refuse(refusal.reason(), refusal.detail());
        }
        return sensorId;
    }

    private void drop() {
        dropsSinceProgress = true;
        context.counters().increment(Counter.RECEIVED);
        context.counters().increment(row.reason());
        sample(Kind.DROPPED);
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

    private boolean publishProgress(long offset, boolean end) throws IOException {
        rowsSinceProgress = 0;
        dropsSinceProgress = false;
        return intake.publishProgress(
                new SourceProgress(intake.sourceIndex(), FileContent.SCHEME, input.identity(offset), offset), end);
    }
}
