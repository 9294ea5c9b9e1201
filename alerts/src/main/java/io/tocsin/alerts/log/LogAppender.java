package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.Coverage;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.LogWriter;
import io.tocsin.alerts.log.frame.Segment;
import io.tocsin.alerts.log.repair.LogContent;
import io.tocsin.alerts.log.repair.LogRepair;
import io.tocsin.alerts.log.repair.LostEvents;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The writing side of the alarm log: compares each result with those that the log has ({@link Coverage}), appends the
 * missing ones, and while the journal is replayed repairs damage ({@link LogRepair}) and disagreement.
 *
 * <pre>
 *   beginRecovery ──▶ offer … ──▶ endRecovery ──▶ offer …
 *                      │
 *                      ├─ PRESENT           counted
 *                      ├─ NEW, REPEAT       appended; what lies between is told as lost
 *                      ├─ MISSING           inserted by the repair
 *                      └─ MISMATCH          the logged results from here on become orphans, then as NEW
 * </pre>
 *
 * <p>Threads as in {@link AlarmLog}: one thread offers and recovers, any may {@link #force()} and read the signals.
 */
final class LogAppender implements AutoCloseable {
    /** Orphans remembered, of events and of rows each. */
    static final int ORPHAN_CAPACITY = 65_536;

    private static final int MISMATCH_LINES = 5;

    private enum Phase {
        OPEN,
        RECOVERING,
        LIVE
    }

    private final Path directory;
    private final long segmentBytes;
    private final LogFront front;
    private final LogContent content;
    private final boolean isNew;
    private final Consumer<String> log;
    private final SequenceSignal logged;
    private final SequenceSignal forced;
    private final List<LostEvents> lost = new ArrayList<>();
    private Coverage coverage;
    private Phase phase = Phase.OPEN;
    /** Null while damage is not repaired. */
    private LogWriter writer;
    /** Null when there is nothing to repair, or no more. */
    private LogRepair repair;
    /** Position of a CUT frame to append behind the repaired frames, or -1. */
    private long pendingCut = -1;

    private long firstOffered;
    private long lastOffered;
    private volatile long coveredOrdinal = -1;
    private volatile Runnable onRoll = () -> {};
    private long seenRolls;
    private long present;
    private long added;
    private long repeated;
    private long mismatches;

    /**
     * @param content the frames that are in the log
     * @param coverage their results
     * @param isNew whether no frame and no sink has ever been in the log
     */
    LogAppender(
            Path directory,
            long segmentBytes,
            LogFront front,
            LogContent content,
            Coverage coverage,
            boolean isNew,
            Consumer<String> log) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.front = front;
        this.content = content;
        this.coverage = coverage;
        this.isNew = isNew;
        this.log = log;
        this.writer = content.faults().isEmpty() ? openWriter(directory, segmentBytes, content, log) : null;
        this.logged = new SequenceSignal(content.trustedSequence());
        this.forced = new SequenceSignal(content.trustedSequence());
    }

    private static LogWriter openWriter(Path directory, long segmentBytes, LogContent content, Consumer<String> log) {
        List<Segment> segments = content.segments();
        if (segments.isEmpty()) {
            return LogWriter.create(directory, segmentBytes, 0);
        }
        Segment last = segments.get(segments.size() - 1);
        if (content.tornLength() > 0) {
            log.accept("alarm log: cut the torn tail of a crash, file=" + last.file() + ", offset="
                    + content.lastEndOffset() + ", bytes=" + content.tornLength());
        }
        return content.lastVersion() == Segment.NO_HEADER
                ? LogWriter.create(directory, segmentBytes, last.firstSequence())
                : LogWriter.goOn(
                        directory,
                        segmentBytes,
                        last,
                        content.lastVersion(),
                        content.lastEndOffset(),
                        content.endSequence());
    }

    /** As {@link AlarmLog#beginRecovery}. */
    void beginRecovery(long journalEndPosition, long firstOrdinal) {
        require(Phase.OPEN);
        phase = Phase.RECOVERING;
        firstOffered = firstOrdinal;
        lastOffered = firstOrdinal - 1;
        boolean wasSettled = coverage.isSettled();
        int orphanCount = coverage.cut(journalEndPosition);
        boolean isEmpty = coverage.lastOrdinal() < coverage.firstOrdinal() && !coverage.isSettled();
        if (isNew || (isEmpty && firstOrdinal < coverage.firstOrdinal())) {
            coverage.beginAt(isNew ? 0 : firstOrdinal);
        }
        if (orphanCount > 0 || wasSettled != coverage.isSettled()) {
            pendingCut = journalEndPosition;
        }
        if (orphanCount > 0) {
            log.accept("alarm log: " + orphanCount + " events left before a power cut took their journal records");
        }
        if (coverage.forgottenOrphans() > 0) {
            LineLog.warn(
                    log,
                    "alarm log: more than " + ORPHAN_CAPACITY + " events without journal records, the oldest "
                            + coverage.forgottenOrphans() + " would be logged again if decided again");
        }
        if (content.faults().isEmpty()) {
            beginAppending();
        } else {
            repair = new LogRepair(directory, content, coverage, segmentBytes, this::tellLost);
        }
    }

    /** As {@link AlarmLog#endRecovery}. */
    RecoveryReport endRecovery() {
        require(Phase.RECOVERING);
        if (repair != null) {
            endRepair(Long.MAX_VALUE);
        }
        if (coverage.lastOrdinal() > lastOffered) {
            goOnOtherwiseFrom(lastOffered + 1);
        }
        if (forced.sequence() < writer.endSequence()) {
            force();
        }
        phase = Phase.LIVE;
        coverage.endRecovery();
        coveredOrdinal = coverage.lastOrdinal();
        RecoveryReport report =
                new RecoveryReport(present, added, repeated, coverage.orphanCount(), mismatches, lostCount());
        if (mismatches > 0) {
            LineLog.warn(log, "alarm log: did not agree with the journal and follows it, " + report);
        }
        return report;
    }

    /** Refuses a result before recovery has begun. */
    void requireBegun(long ordinal) {
        if (phase == Phase.OPEN) {
            throw new IllegalStateException("the alarm log has not begun its recovery, ordinal=" + ordinal);
        }
    }

    /** Takes the next result in the order of decision. */
    void offer(LogFrame frame) {
        lastOffered = frame.ordinal();
        Coverage.Verdict verdict = coverage.judge(frame.ordinal(), frame.key());
        if (repair != null && verdict != Coverage.Verdict.PRESENT) {
            if (verdict == Coverage.Verdict.MISSING) {
                added++;
                repair.insert(frame);
                return;
            }
            endRepair(verdict == Coverage.Verdict.MISMATCH ? frame.ordinal() : Long.MAX_VALUE);
        }
        switch (verdict) {
            case PRESENT -> present++;
            case MISMATCH, MISSING -> onMismatch(frame);
            case NEW -> {
                added++;
                appendNext(frame);
            }
            case REPEAT -> {
                repeated++;
                appendNext(frame.asRepeat());
            }
        }
    }

    /** Waits until everything logged before the call is on the disk. Any thread. */
    void force() {
        writer.force();
        forced.rise(writer.forcedSequence());
    }

    /** The sequence number behind the newest frame that can be read. */
    long endSequence() {
        return writer == null ? content.endSequence() : writer.endSequence();
    }

    /** Frames below this sequence number keep it, whatever recovery has to repair. */
    long trustedSequence() {
        return writer == null ? content.trustedSequence() : writer.endSequence();
    }

    /** How much the file that is appended to may still grow, bytes. */
    long roomInLastFile() {
        return Math.max(0, segmentBytes - writer.offset());
    }

    long rollCount() {
        return writer.rollCount();
    }

    void onRoll(Runnable action) {
        onRoll = action;
    }

    List<LostEvents> lost() {
        return List.copyOf(lost);
    }

    long coveredOrdinal() {
        return coveredOrdinal;
    }

    SequenceSignal logged() {
        return logged;
    }

    SequenceSignal forced() {
        return forced;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }

    private void appendNext(LogFrame frame) {
        long expected = coverage.lastOrdinal() + 1;
        if (frame.ordinal() > expected) {
            if (phase == Phase.LIVE) {
                throw new AlarmLogException(
                        "an event's ordinal left a gap, ordinal=" + frame.ordinal() + ", expected=" + expected);
            }
            appendAbsent(expected, frame.ordinal() - 1, frame);
        }
        append(frame);
    }

    private void appendAbsent(long firstOrdinal, long lastOrdinal, LogFrame behind) {
        tellLost(new LostEvents(firstOrdinal, lastOrdinal, null, behind, writer.endSequence()));
        append(LogFrame.absent(firstOrdinal, lastOrdinal, coverage.lastPosition()));
    }

    /** Before the log says so: a start that is broken off may tell it again, none is silent. */
    private void tellLost(LostEvents events) {
        lost.add(events);
        log.accept("alarm log: lost: " + events.describe()
                + "; no snapshot and no part of the journal that is left can decide them again");
    }

    private LogFrame append(LogFrame frame) {
        LogFrame appended = writer.append(frame);
        coverage.onFrame(appended);
        logged.rise(writer.endSequence());
        coveredOrdinal = coverage.lastOrdinal();
        if (writer.rollCount() != seenRolls) {
            seenRolls = writer.rollCount();
            onRoll.run();
        }
        return appended;
    }

    /** The log is whole and can be appended to: notes what recovery has found. */
    private void beginAppending() {
        if (pendingCut >= 0) {
            append(LogFrame.cut(pendingCut));
        }
        long expected = coverage.lastOrdinal() + 1;
        if (firstOffered <= expected) {
            return;
        }
        if (isNew) {
            append(LogFrame.absent(expected, firstOffered - 1, 0));
            log.accept("alarm log: is new and begins with event " + firstOffered + " of this gateway");
        } else {
            appendAbsent(expected, firstOffered - 1, null);
        }
    }

    /**
     * Puts the repaired log in place.
     *
     * @param lostBelow see {@link LogRepair#finish}
     */
    private void endRepair(long lostBelow) {
        writer = repair.finish(lostBelow);
        readFront();
        log.accept(repair.describe());
        coverage = repair.rebuilt();
        repair = null;
        if (pendingCut >= 0) {
            coverage.cut(pendingCut);
        }
        beginAppending();
        logged.rise(writer.endSequence());
        forced.rise(writer.forcedSequence());
    }

    /** The repair may have written the first file anew. */
    private void readFront() {
        try {
            front.read();
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the repaired alarm log, directory=" + directory, e);
        }
    }

    private void onMismatch(LogFrame frame) {
        mismatches++;
        if (mismatches <= MISMATCH_LINES) {
            LineLog.warn(
                    log,
                    "alarm log: has not this event under its ordinal, ordinal=" + frame.ordinal() + ", decided now: "
                            + frame.json());
        }
        goOnOtherwiseFrom(frame.ordinal());
        offer(frame);
    }

    /** From an ordinal on the fold emits other events than the log has: the logged ones become orphans. */
    private void goOnOtherwiseFrom(long ordinal) {
        long position = coverage.positionFrom(ordinal);
        List<Coverage.Covered> same = coverage.coveredBelow(ordinal, position);
        append(LogFrame.cut(position));
        same.forEach(covered -> append(LogFrame.covered(covered)));
    }

    private long lostCount() {
        long count = 0;
        for (LostEvents events : lost) {
            count += events.lastOrdinal() - events.firstOrdinal() + 1;
        }
        return count;
    }

    private void require(Phase expected) {
        if (phase != expected) {
            throw new IllegalStateException(
                    "the alarm log is not in this phase, phase=" + phase + ", expected=" + expected);
        }
    }
}
