package io.tocsin.alerts.log;

import io.tocsin.alerts.event.AlarmEventFormatter;
import io.tocsin.alerts.event.FormattedEvent;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The durable, append-only log of alarm events, each exactly once. Use: {@link #open}, {@link #beginRecovery}, the
 * journal's events again, {@link #endRecovery}, live events, {@link #close}.
 *
 * <p>An event survives a kill of the process when {@link #onAlarm} has returned, and a power cut when {@link #forced()}
 * has risen above its sequence number.
 *
 * <p>Threads: one thread offers events and recovers; {@link #force}, the tides and readers may be used by any. Every
 * failure is an {@link AlarmLogException} and final.
 */
public final class AlarmLog implements ResultHandler, AutoCloseable {
    /** Orphans remembered. */
    private static final int ORPHAN_CAPACITY = 65_536;

    private static final int MISMATCH_LINES = 5;

    private enum Phase {
        OPEN,
        RECOVERING,
        LIVE
    }

    private final Path directory;
    private final AlarmEventFormatter formatter;
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

    private AlarmLog(Path directory, AlarmEventFormatter formatter, long segmentBytes, Consumer<String> log) {
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
    public static AlarmLog open(
            Path directory, AlarmEventFormatter formatter, long segmentBytes, Consumer<String> log) {
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
        if (coverage.orphans().forgotten() > 0) {
            log.accept("alarm log: more than " + ORPHAN_CAPACITY + " events without journal records, the oldest "
                    + coverage.orphans().forgotten() + " would be logged again if decided again");
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
                new RecoveryReport(present, added, repeated, coverage.orphans().size(), mismatches, missing);
        if (mismatches > 0 || missing > 0) {
            log.accept("alarm log: does not agree with the journal, " + report);
        }
        return report;
    }

    /** Logs the event unless it is in the log. */
    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        if (phase == Phase.OPEN) {
            throw new IllegalStateException("the alarm log has not begun its recovery, ordinal=" + event.ordinal());
        }
        FormattedEvent formatted = formatter.format(event);
        Coverage.Verdict verdict = coverage.judge(event.ordinal(), formatted.key());
        switch (verdict) {
            case PRESENT -> present++;
            case MISMATCH -> onMismatch(event, formatted);
            case NEW -> {
                added++;
                cover(FrameType.EVENT, event, formatted.key(), formatted.sinks(), formatted.json());
            }
            case REPEAT -> {
                repeated++;
                cover(FrameType.REPEAT, event, formatted.key(), List.of(), "");
            }
        }
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
     * @param nowNs epoch ns
     * @return how many files were deleted
     */
    public int trim(LogRetention retention, long deliveredSequence, long snapshotPosition, long nowNs) {
        return trimmer.trim(retention, deliveredSequence, snapshotPosition, nowNs);
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

    private void cover(FrameType type, AlarmEventFlyweight event, long key, List<String> sinks, String json) {
        missing += event.ordinal() - coverage.lastOrdinal() - 1;
        LogFrame frame = new LogFrame(
                type,
                writer.endSequence(),
                event.ordinal(),
                event.position(),
                key,
                event.timeNs(),
                event.receivedNs(),
                sinks,
                json);
        append(frame);
        coverage.onFrame(frame);
        coveredOrdinal = event.ordinal();
    }

    private void append(LogFrame frame) {
        writer.append(frame);
        logged.rise(writer.endSequence());
    }

    private void onMismatch(AlarmEventFlyweight event, FormattedEvent formatted) {
        mismatches++;
        if (mismatches <= MISMATCH_LINES) {
            log.accept("alarm log: has another event under this ordinal, ordinal=" + event.ordinal() + ", decided now: "
                    + formatted.json());
        }
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException(
                    "the alarm log is not in this phase, phase=" + phase + ", expected=" + expected);
        }
    }
}
