package io.tocsin.alerts.log;

import io.tocsin.alerts.event.FormattedResult;
import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.Coverage;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFault;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Lost;
import io.tocsin.alerts.log.frame.SegmentContents;
import io.tocsin.alerts.log.repair.Anchor;
import io.tocsin.alerts.log.repair.LogContent;
import io.tocsin.alerts.log.repair.LostEvents;
import io.tocsin.alerts.log.repair.SegmentSwap;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The durable, append-only log of alarm events and of the rows of streams that have sinks, in the order of decision,
 * each exactly once. Use: {@link #open}, {@link #beginRecovery}, the journal's events and rows again,
 * {@link #endRecovery}, live ones, {@link #close}. Where only events are spoken of below, rows are meant too.
 *
 * <p>An event survives a kill of the process when {@link #onAlarm} has returned, a row when {@link #onRow} has, and a
 * power cut when {@link #forced()} has risen above its sequence number. An event in a damaged place of a file is
 * decided again during recovery and put where it was; one that cannot be is told as lost.
 *
 * <p>Threads: one thread offers events and recovers; {@link #force}, the signals and readers may be used by any. Every
 * failure is an {@link AlarmLogException} and final.
 */
public final class AlarmLog implements ResultHandler, AutoCloseable {
    private final Path directory;
    private final ResultFormatter formatter;
    private final long segmentBytes;
    private final LogFront front;
    private final LogTrimmer trimmer;
    private final LogCutter cutter;
    private final LogContent content;
    private final boolean isNew;
    private final LogAppender appender;

    private AlarmLog(
            Path directory, ResultFormatter formatter, long segmentBytes, boolean isFirstStart, Consumer<String> log)
            throws IOException {
        this.directory = directory;
        this.formatter = formatter;
        this.segmentBytes = segmentBytes;
        SegmentContents contents = new SegmentContents();
        this.front = new LogFront(directory, contents);
        this.trimmer = new LogTrimmer(directory, contents, front);
        this.cutter = new LogCutter(directory, contents, front);
        Files.createDirectories(directory);
        new SegmentSwap(directory).recover();
        front.recover();
        Coverage coverage = new Coverage(LogAppender.ORPHAN_CAPACITY);
        this.content = LogContent.read(directory, coverage);
        this.isNew = isFirstStart && !content.hasFrames();
        this.appender = new LogAppender(directory, segmentBytes, front, content, coverage, isNew, log);
        for (LogFault fault : content.faults()) {
            log.accept("alarm log: damaged, " + fault.describe());
        }
    }

    /**
     * Reads and checks the whole log; cuts the torn tail of a crash.
     *
     * @param directory is created when it does not exist
     * @param segmentBytes a file of the log grows no larger
     * @param isFirstStart whether no sink has ever had a place in the log, so that an empty one has lost nothing
     * @param log gets one line for each thing people should know
     */
    public static AlarmLog open(
            Path directory, ResultFormatter formatter, long segmentBytes, boolean isFirstStart, Consumer<String> log) {
        try {
            return new AlarmLog(directory, formatter, segmentBytes, isFirstStart, log);
        } catch (IOException e) {
            throw new AlarmLogException("cannot open the alarm log, directory=" + directory, e);
        }
    }

    /**
     * The first event that the log needs: to have all of them it must be offered this one and those behind it.
     * {@link Long#MAX_VALUE} for a new log. Before recovery begins.
     */
    public long firstMissing() {
        return isNew ? Long.MAX_VALUE : content.firstMissing();
    }

    /**
     * Makes orphans of the events whose journal record a power cut took. When there are any, that is in the log and on
     * the disk before {@link #endRecovery()} returns: only then may this process append to the journal.
     *
     * @param journalEndPosition the position that the next journal record will have
     * @param firstOrdinal of the first event that can be offered: above 0 when the fold begins at a snapshot
     */
    public void beginRecovery(long journalEndPosition, long firstOrdinal) {
        appender.beginRecovery(journalEndPosition, firstOrdinal);
    }

    /** The journal is replayed to its end; every event offered from now on is new. */
    public RecoveryReport endRecovery() {
        return appender.endRecovery();
    }

    /** Logs the event unless it is in the log. */
    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        appender.requireBegun(event.ordinal());
        FormattedResult formatted = formatter.format(event);
        appender.offer(new LogFrame(
                FrameType.EVENT,
                0,
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
        appender.requireBegun(row.ordinal());
        FormattedResult formatted = formatter.format(row);
        appender.offer(new LogFrame(
                FrameType.ROW,
                0,
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
        appender.force();
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

    /**
     * Keeps the log within a bound, whatever sinks and snapshots need; see {@link LogCutter}. Any thread, one at a time
     * with {@link #trim}; only when the log is live.
     *
     * @param maxBytes of the whole log, the file that is appended to counted as full
     * @param sinks how far each has come
     * @param durablePosition journal records below it survive a power cut
     * @param lost told, of each sink, what it has lost by this call
     * @return whether the log is within the bound; else journal records must become durable first
     */
    public boolean cut(
            long maxBytes, Map<String, SinkPlace> sinks, long durablePosition, BiConsumer<String, Lost> lost) {
        LogCutter.Cut cut = cutter.cut(maxBytes - segmentBytes, sinks, durablePosition);
        cut.lost().forEach(lost);
        return cut.isWithin();
    }

    /** How much the file that is appended to may still grow, bytes. Any thread. */
    public long roomInLastFile() {
        return appender.roomInLastFile();
    }

    /** How many files were begun since the start. Any thread, once recovery has ended. */
    public long rollCount() {
        return appender.rollCount();
    }

    /**
     * Sets an action for each further file.
     *
     * @param action runs on the thread that logs; must not wait
     */
    public void onRoll(Runnable action) {
        appender.onRoll(action);
    }

    /**
     * Entries from this sequence number on are in the log, but for rows; what was before them is deleted. Any thread.
     */
    public long retainedFrom() {
        return Math.max(front.retainedFrom(), content.firstSequence());
    }

    /** Rows below this sequence number are deleted, also where a reader still finds them. Any thread. */
    public long rowsGoneBelow() {
        return front.rowsGoneBelow();
    }

    /** Whether the log counts what a sink has lost. */
    public boolean countsLossesOf(String sink) {
        return front.ledger().lost().containsKey(sink);
    }

    /** Losses of before that a sink which begins now need not be told of. */
    public Told lossesOf(String sink) {
        GapLedger ledger = front.ledger();
        Lost lost = ledger.lost().get(sink);
        return lost == null ? Told.NOTHING : new Told(ledger.id(), lost.events(), lost.rows());
    }

    /**
     * Losses of a sink since it was last told, as an event for it. Any thread.
     *
     * @return null when there is nothing to tell
     */
    public GapNotice gapFor(String sink, Told told) {
        GapLedger ledger = front.ledger();
        Lost lost = ledger.lost().get(sink);
        if (lost == null) {
            return null;
        }
        boolean isSame = told.ledgerId() == ledger.id();
        long events = lost.events() - (isSame ? told.events() : 0);
        long rows = lost.rows() - (isSame ? told.rows() : 0);
        if (events == 0 && rows == 0) {
            return null;
        }
        return GapNotice.of(sink, formatter.gateway(), front.gap(), lost, events, rows, ledger.id());
    }

    /** The sequence number of the oldest frame when the log was opened. */
    public long firstSequence() {
        return content.firstSequence();
    }

    /** The sequence number behind the newest frame that can be read. */
    public long endSequence() {
        return appender.endSequence();
    }

    /** Frames below this sequence number keep it, whatever recovery has to repair. */
    public long trustedSequence() {
        return appender.trustedSequence();
    }

    /** The newest event that the files had when the log was opened. */
    public Anchor last() {
        return content.last();
    }

    /** Whether an event is the last before a sequence number, or was deleted there. */
    public boolean isBehind(Anchor anchor, long sequence) {
        return LogSearch.isBehind(directory, anchor, sequence);
    }

    /** The last event below a sequence number that can be read. */
    public Anchor anchorBefore(long sequence) {
        return LogSearch.lastBefore(directory, sequence);
    }

    /**
     * A sequence number from which on everything is left to deliver that is not delivered once an event is: behind the
     * event, or at the first orphan in front of it, which a repair may have overtaken.
     *
     * @param fromSequence is looked for from this frame on
     * @return -1 when it is not there
     */
    public long sequenceBehind(Anchor anchor, long fromSequence) {
        return LogSearch.behind(directory, anchor, fromSequence);
    }

    /** Entries that damage destroyed for good, as this start found; valid once recovery has ended. */
    public List<LostEvents> lost() {
        return appender.lost();
    }

    /** Ordinal of the last event that is in the log; -1 when there is none. Any thread, once recovery has ended. */
    public long coveredOrdinal() {
        return appender.coveredOrdinal();
    }

    /** Rises when a frame is logged. */
    public SequenceSignal logged() {
        return appender.logged();
    }

    /** Rises when frames are on the disk. */
    public SequenceSignal forced() {
        return appender.forced();
    }

    /** A reader of the log from the frame of this sequence number on; any thread may open one and then owns it. */
    public LogReader reader(long sequence) {
        return LogReader.open(directory, front, sequence);
    }

    /** Closes without forcing. */
    @Override
    public void close() {
        appender.close();
    }
}
