package io.tocsin.alerts.log;

import io.tocsin.alerts.event.FormattedResult;
import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.pipeline.RecordAges;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The durable, append-only log of alarm events and of the rows of streams that have sinks, in the order of decision, each
 * exactly once. Use: {@link #open}, {@link #beginRecovery}, the journal's events and rows again, {@link #endRecovery}, live
 * ones, {@link #close}. Where only events are spoken of below, rows are meant too.
 *
 * <p>An event survives a kill of the process when {@link #onAlarm} has returned, a row when {@link #onRow} has, and a power
 * cut when {@link #forced()} has risen above its sequence number.
 *
 * <p>Threads: one thread offers events and recovers; {@link #force}, the tides and readers may be used by any. Every
 * failure is an {@link AlarmLogException} and final.
 */
public final class AlarmLog implements ResultHandler, AutoCloseable {
    /** Orphans remembered, of events and of rows each. */
    private static final int ORPHAN_CAPACITY = 65_536;

    private static final int MISMATCH_LINES = 5;

    private enum Phase {
        OPEN,
        RECOVERING,
        LIVE
    }

    private final Path directory;
    private final ResultFormatter formatter;
    private final Consumer<String> log;
    private final Coverage coverage = new Coverage(ORPHAN_CAPACITY);
    private final LogTrimmer trimmer;
    private final LogWriter writer;
    private final Tide logged;
    private final Tide forced;
    private Phase phase = Phase.OPEN;
    private volatile long coveredOrdinal = -1;
    private long present;
    private long added;
    private long repeated;
    private long mismatches;
    private long missing;

    private AlarmLog(Path directory, ResultFormatter formatter, long segmentBytes, Consumer<String> log) {
        this.directory = directory;
        this.formatter = formatter;
        this.log = log;
        this.trimmer = new LogTrimmer(directory);
        this.writer = LogWriter.open(directory, segmentBytes, coverage::onFrame, log);
        if (writer.firstSequence() > 0) {
            coverage.forgetBeginning();
        }
        this.logged = new Tide(writer.endSequence());
        this.forced = new Tide(writer.endSequence());
    }

    /**
     * Reads and checks the whole log; cuts the torn tail of a crash.
     *
     * @param directory is created when it does not exist
     * @param segmentBytes a file of the log grows no larger
     * @param log gets one line for each thing people should know
     */
    public static AlarmLog open(Path directory, ResultFormatter formatter, long segmentBytes, Consumer<String> log) {
        return new AlarmLog(directory, formatter, segmentBytes, log);
    }

    /**
     * Makes orphans of the events whose journal record a power cut took. When there are any, that is in the log and on
     * the disk before the call returns: so it must be made before this process appends to the journal.
     *
     * @param journalEndPosition the position that the next journal record will have
     * @param firstOrdinal of the first event that can be offered: above 0 when the fold begins at a snapshot
     */
    public void beginRecovery(long journalEndPosition, long firstOrdinal) {
        require(Phase.OPEN);
        if (coverage.lastOrdinal() < 0 && firstOrdinal > 0) {
            if (writer.endSequence() == 0) {
                log.accept("alarm log: is new and begins with event " + firstOrdinal + " of this gateway");
            }
            coverage.beginAt(firstOrdinal);
        }
        int orphanCount = coverage.cut(journalEndPosition);
        if (orphanCount > 0) {
            append(new LogFrame(FrameType.CUT, writer.endSequence(), 0, journalEndPosition, 0, 0, 0, List.of(), ""));
            force();
            log.accept("alarm log: " + orphanCount + " events left before a power cut took their journal records");
        }
        if (coverage.forgottenOrphans() > 0) {
            LineLog.warn(
                    log,
                    "alarm log: more than " + ORPHAN_CAPACITY + " events without journal records, the oldest "
                            + coverage.forgottenOrphans() + " would be logged again if decided again");
        }
        phase = Phase.RECOVERING;
    }

    /** The journal is replayed to its end; every event offered from now on is new. */
    public RecoveryReport endRecovery() {
        require(Phase.RECOVERING);
        phase = Phase.LIVE;
        coverage.endRecovery();
        coveredOrdinal = coverage.lastOrdinal();
        RecoveryReport report =
                new RecoveryReport(present, added, repeated, coverage.orphanCount(), mismatches, missing);
        if (mismatches > 0 || missing > 0) {
            LineLog.warn(log, "alarm log: does not agree with the journal, " + report);
        }
        return report;
    }

    /** Logs the event unless it is in the log. */
    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        requireBegun(event.ordinal());
        FormattedResult formatted = formatter.format(event);
        offer(new LogFrame(
                FrameType.EVENT,
                writer.endSequence(),
                event.ordinal(),
                event.position(),
                formatted.key(),
                event.timeNs(),
                event.receivedNs(),
                formatted.sinks(),
                formatted.json()));
    }

    /** Logs the row unless it is in the log. */
    @Override
    public void onRow(StreamRowFlyweight row) {
        requireBegun(row.ordinal());
        FormattedResult formatted = formatter.format(row);
        offer(new LogFrame(
                FrameType.ROW,
                writer.endSequence(),
                row.ordinal(),
                row.position(),
                formatted.key(),
                row.isLate() ? row.startNs() : row.endNs() - 1,
                row.receivedNs(),
                formatted.sinks(),
                formatted.json()));
    }

    /** Waits until everything logged before the call is on the disk. Any thread. */
    public void force() {
        writer.force();
        forced.rise(writer.forcedSequence());
    }

    /**
     * Deletes the oldest files, as far as retention wants and nobody needs them. Any thread, one at a time.
     *
     * @param deliveredSequence every sink has all frames below it, and that is on the disk
     * @param snapshotPosition of the oldest snapshot that a start may begin with
     * @param ages of records, for the greatest age
     * @return how many files were deleted
     */
    public int trim(LogRetention retention, long deliveredSequence, long snapshotPosition, RecordAges ages) {
        return trimmer.trim(retention, deliveredSequence, snapshotPosition, ages);
    }

    /** The sequence number of the oldest frame when the log was opened. */
    public long firstSequence() {
        return writer.firstSequence();
    }

    /** Ordinal of the last event that is in the log; -1 when there is none. Any thread, once recovery has ended. */
    public long coveredOrdinal() {
        return coveredOrdinal;
    }

    /** Rises when a frame is logged. */
    public Tide logged() {
        return logged;
    }

    /** Rises when frames are on the disk. */
    public Tide forced() {
        return forced;
    }

    /** A reader of the log from the frame of this sequence number on; any thread may open one and then owns it. */
    public LogReader reader(long sequence) {
        return LogReader.open(directory, sequence);
    }

    /** Closes without forcing. */
    @Override
    public void close() {
        writer.close();
    }

    private void requireBegun(long ordinal) {
        if (phase == Phase.OPEN) {
            throw new IllegalStateException("the alarm log has not begun its recovery, ordinal=" + ordinal);
        }
    }

    private void offer(LogFrame frame) {
        switch (coverage.judge(frame.ordinal(), frame.key())) {
            case PRESENT -> present++;
            case MISMATCH -> onMismatch(frame);
            case NEW -> {
                added++;
                cover(frame);
            }
            case REPEAT -> {
                repeated++;
                cover(frame.asRepeat());
            }
        }
    }

    private void cover(LogFrame frame) {
        missing += frame.ordinal() - coverage.lastOrdinal() - 1;
        append(frame);
        coverage.onFrame(frame);
        coveredOrdinal = frame.ordinal();
    }

    private void append(LogFrame frame) {
        writer.append(frame);
        logged.rise(writer.endSequence());
    }

    private void onMismatch(LogFrame frame) {
        mismatches++;
        if (mismatches <= MISMATCH_LINES) {
            LineLog.warn(
                    log,
                    "alarm log: has another event under this ordinal, ordinal=" + frame.ordinal() + ", decided now: "
                            + frame.json());
        }
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException(
                    "the alarm log is not in this phase, phase=" + phase + ", expected=" + expected);
        }
    }
}
