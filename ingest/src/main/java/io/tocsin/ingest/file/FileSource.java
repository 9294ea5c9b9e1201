package io.tocsin.ingest.file;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.ingest.DistinctLog;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.SourceThread;
import io.tocsin.ingest.tally.InputTally;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/**
 * Readings from a file, each row once over any number of restarts; also from one that grows.
 *
 * <p>A last row without a line break is not complete: it is left until it has one. A file that was read to its end
 * before is read on from there, when its content up to there is the same, else from its start. With {@code follow} the
 * source waits for more rows at the end of the file, and goes over to a new file that takes its name.
 *
 * <p>A restart knows how many readings of this file the journal has after the last progress record, but not how they
 * are spread over the rows. So {@link SourceProgress} says where the rows after it begin and, in its
 * {@linkplain ProgressScheme scheme}, how many readings each of them gave. A record is published before the first row,
 * before a row that gives another number of readings than the one before it, and every {@link #ROWS_PER_PROGRESS} rows.
 * A restart in the middle of a row finishes this row under the same record, and publishes one before the next. Readings
 * that are sorted have a record before each part that is sorted together; a restart reads and sorts the same rows
 * again.
 *
 * <p>Its own thread reads, and waits while the ring is full.
 */
public final class FileSource implements Source {
    /** Rows after which progress is published, so that a restart skips few. */
    static final int ROWS_PER_PROGRESS = 4096;

    private static final long POLL_NS = 200_000_000L;

    private final FileSourceConfig config;
    private final SourceContext context;
    private final Intake intake;
    private final ResumePoint resume;
    private final SourceThread thread;
    private final DistinctLog log;
    private final InputTally tally;
    private final FileReadings readings;
    private final SortedReadings sorted;
    private FileInput input;
    private RowReader reader;
    private int rowsSinceProgress;
    /** Readings of each row since the last progress. */
    private int readingsPerRow;
    /** Whether a row since then gave another number. */
    private boolean isUneven;
    /** Rows that were sorted together before the start and are not all emitted; 0: none. */
    private int begunRows;
    /** Readings of the row, or of the sorted rows, that a run before this one has emitted. */
    private long begunReadings;

    private int sortedParts;

    /**
     * @param resume where to continue; {@link ResumePoint#FROM_START} when the journal knows nothing of this source
     */
    public FileSource(FileSourceConfig config, SourceContext context, ResumePoint resume) {
        this(config, context, resume, SortedReadings.MOST);
    }

    /** @param mostSorted readings that are sorted together */
    FileSource(FileSourceConfig config, SourceContext context, ResumePoint resume, int mostSorted) {
        this.config = config;
        this.context = context;
        this.intake = context.intake();
        this.resume = resume;
        this.thread = new SourceThread(config.name(), context.failStop());
        this.log = new DistinctLog(context.log(), intake::clockNs);
        this.tally = new InputTally(
                config.name(),
                "file " + config.path().getFileName(),
                config.format().timeFormat().unit(),
                !config.follow() && !config.sorts());
        this.readings = new FileReadings(config, context, thread, tally);
        this.sorted = new SortedReadings(mostSorted);
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
            use(FileInput.open(config));
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

    private void use(FileInput other) {
        input = other;
        reader = other.rows();
    }

    /** Goes to where the journal says; false when there is nothing to read. */
    private boolean resume() throws IOException {
        if (!input.readHeader()) {
            if (config.follow()) {
                return true;
            }
            throw new SourceException(prefix()
                    + config.path()
                    + (config.csv().layout().hasHeader() ? " has no header row" : " has no rows"));
        }
        if (resume.equals(ResumePoint.FROM_START)) {
            return true;
        }
        if (!input.continues(resume)) {
            context.log().accept(prefix() + whyAnother() + ": it is read from its start");
            return true;
        }
        ProgressScheme scheme = ProgressScheme.of(resume.scheme());
        if (scheme.isSorted() && !resume.ended()) {
            begunRows = scheme.count();
            begunReadings = resume.rowsToSkip();
            input.seek(resume.offset(), 0);
            return true;
        }
        long perRow = scheme.isSorted() ? 1 : scheme.count();
        begunReadings = resume.rowsToSkip() % perRow;
        input.seek(resume.offset(), resume.rowsToSkip() / perRow);
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
            boolean open = !input.hasHeader() || begin();
            while (open && !thread.isStopping()) {
                if (input.hasHeader() && reader.nextRow()) {
                    open = config.sorts() ? onSortedRows(Integer.MAX_VALUE, 0) : onRow(0);
                } else if (!config.follow()) {
                    end();
                    return;
                } else {
                    open = readings.flush() && awaitMore();
                }
            }
            readings.flush();
        } finally {
            input.close();
        }
    }

    /** Publishes the progress at the start, or finishes the row or rows that an earlier run began. */
    private boolean begin() throws IOException {
        if (begunRows == 0 && begunReadings == 0) {
            return publishProgress(reader.nextOffset(), usualReadings());
        }
        isUneven = true;
        return !reader.nextRow()
                || (begunRows > 0 ? onSortedRows(begunRows, begunReadings) : onRow((int) begunReadings));
    }

    private int usualReadings() {
        return input.usualReadings();
    }

    private void end() throws IOException {
        if (readings.flush()) {
            String left = unfinishedRow();
            if (!left.isEmpty()) {
                context.log().accept(prefix() + config.path() + left);
            }
            publish(reader.nextOffset(), ProgressScheme.ofRows(1), input.identity(reader.nextOffset()), true);
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
        FileInput next;
        try {
            next = FileInput.open(config);
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
            return !input.readHeader() || publishProgress(reader.nextOffset(), usualReadings());
        } catch (SourceException e) {
            log.report("header", e.getMessage() + ": waits for a file that has it");
            return true;
        }
    }

    /**
     * Takes the reader's current row.
     *
     * @param skipped readings of it that an earlier run has emitted, under the progress record of that run
     * @return false when the gateway is stopping
     */
    private boolean onRow(int skipped) throws IOException {
        if (!input.stage(readings, skipped > 0)) {
            return false;
        }
        int count = readings.stagedCount();
        if (count == 0) {
            isUneven = true;
            return true;
        }
        boolean isDue = isUneven || count != readingsPerRow || rowsSinceProgress == ROWS_PER_PROGRESS;
        if (skipped == 0 && isDue && !(readings.flush() && publishProgress(reader.rowOffset(), count))) {
            return false;
        }
        rowsSinceProgress++;
        return readings.emitStaged(skipped);
    }

    /**
     * Sorts the readings of the reader's current row and those after it.
     *
     * @param mostRows rows that are sorted together at most
     * @param skipped readings that an earlier run has emitted of exactly {@code mostRows} rows; 0: these rows are new
     * @return false when the gateway is stopping
     */
    private boolean onSortedRows(int mostRows, long skipped) throws IOException {
        boolean isAgain = begunRows > 0;
        begunRows = 0;
        long from = reader.rowOffset();
        int rowCount = 0;
        sorted.clear();
        do {
            rowCount++;
            if (!input.stage(readings, isAgain)) {
                return false;
            }
            readings.moveTo(sorted);
        } while (rowCount < Math.min(mostRows, ProgressScheme.MAX_COUNT)
                && (isAgain || !sorted.isFull())
                && !thread.isStopping()
                && reader.nextRow());
        if (thread.isStopping()) {
            return false;
        }
        sorted.sort();
        if (++sortedParts == 2) {
            context.log()
                    .accept(prefix() + config.path() + " is too large to be sorted at once: it is sorted in parts of "
                            + SortedReadings.MOST + " readings, and a part may begin with older ones");
        }
        ProgressScheme scheme = ProgressScheme.ofSorted(rowCount);
        if (!isAgain && !publish(from, scheme, input.identity(reader.nextOffset()), false)) {
            return false;
        }
        for (int rank = (int) Math.min(skipped, sorted.size()); rank < sorted.size(); rank++) {
            boolean open =
                    readings.emit(sorted.sensorId(rank), sorted.timeNs(rank), sorted.value(rank), sorted.quality(rank));
            if (!open || thread.isStopping()) {
                return false;
            }
        }
        isUneven = true;
        return readings.flush();
    }

    private boolean publishProgress(long offset, int perRow) throws IOException {
        rowsSinceProgress = 0;
        isUneven = false;
        readingsPerRow = perRow;
        return publish(offset, ProgressScheme.ofRows(perRow), input.identity(offset), false);
    }

    private boolean publish(long offset, ProgressScheme scheme, long identity, boolean end) {
        return intake.publishProgress(new SourceProgress(intake.sourceIndex(), scheme.code(), identity, offset), end);
    }
}
