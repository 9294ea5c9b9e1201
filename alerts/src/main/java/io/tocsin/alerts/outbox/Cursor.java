package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.alerts.log.SinkPlace;
import io.tocsin.alerts.log.Told;
import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.repair.Anchor;
import io.tocsin.alerts.outbox.CursorFile.Content;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Progress of a sink in the alarm log: the sequence number of the next frame, and the last delivered event, which
 * identifies the place again after a repair of the log.
 *
 * <p>If the place is uncertain, the cursor moves back: the sink may receive entries again, but never skips one.
 *
 * <p>One thread. Every failure is an {@link AlarmLogException}.
 */
public final class Cursor {
    private final String sink;
    private final CursorFile file;
    private final Consumer<String> log;
    private long sequence;
    private Anchor anchor;
    private Told told = Told.NOTHING;
    private volatile Content persisted;
    /** Whether the anchor may be after the sequence number, which recovery finds out */
    private boolean isBehindItsAnchor;

    private Cursor(String sink, CursorFile file, Consumer<String> log) {
        this.sink = sink;
        this.file = file;
        this.log = log;
    }

    /** Whether no sink of the directory has ever had a place in a log. */
    public static boolean isFirstStart(Path directory) {
        try {
            return !CursorFile.isAnyIn(directory);
        } catch (IOException e) {
            throw new AlarmLogException("cannot list the cursors, directory=" + directory, e);
        }
    }

    /**
     * Opens a sink's cursor before recovery appends to the log or repairs it. A sink that is new begins at the log's
     * end. A cursor beyond the frames that keep their places is set back, and this is on the disk before the call
     * returns, because other frames will take those places; {@link #settle} finds the place again. A cursor before the
     * log's beginning belongs to a sink that was not configured while retention deleted its entries.
     *
     * @param directory of the cursors
     * @param sink its name
     * @param log gets a line when the cursor was moved
     */
    public static Cursor open(Path directory, String sink, AlarmLog alarmLog, Consumer<String> log) {
        try {
            Cursor cursor = new Cursor(sink, new CursorFile(directory, sink), log);
            cursor.open(alarmLog);
            return cursor;
        } catch (IOException e) {
            throw new AlarmLogException("cannot open the cursor, directory=" + directory + ", sink=" + sink, e);
        }
    }

    /** Finds the place again in a log that was repaired or has lost its tail; call it after recovery. */
    public void settle(AlarmLog alarmLog) {
        if (!isBehindItsAnchor) {
            return;
        }
        isBehindItsAnchor = false;
        long found = anchor.isNone() ? -1 : alarmLog.sequenceBehind(anchor, sequence);
        if (found >= 0) {
            sequence = found;
        } else {
            anchor = alarmLog.anchorBefore(sequence);
            LineLog.warn(
                    log,
                    "sink " + sink + ": its place in the alarm log was lost, cursor set back to=" + sequence
                            + "; it receives all later entries again");
        }
        persist();
    }

    /** The sequence number of the next frame to deliver. */
    public long sequence() {
        return sequence;
    }

    /** The frame and all before it are delivered, or not for this sink. */
    public void moveBehind(LogFrame frame) {
        sequence = frame.endSequence();
        if (frame.isCovering()) {
            anchor = new Anchor(frame.ordinal(), frame.key());
        }
    }

    /** Moves back to the stored place, because later deliveries are not certain. */
    public void backToPersisted() {
        sequence = persisted.sequence();
        anchor = persisted.anchor();
        told = persisted.told();
    }

    /** Losses reported to the sink. */
    public Told told() {
        return told;
    }

    /** Records that the losses were reported to the sink. */
    public void tell(Told losses) {
        told = losses;
    }

    /** Last cursor on the disk. Any thread. */
    SinkPlace persistedPlace() {
        Content content = persisted;
        return new SinkPlace(content.sequence(), content.told());
    }

    /** Last cursor on the disk. */
    long persistedSequence() {
        return persisted.sequence();
    }

    /** Number of frames since the cursor was last persisted. */
    public long unpersisted() {
        return sequence - persisted.sequence();
    }

    /** Puts it on the disk. */
    public void persist() {
        Content content = new Content(sequence, anchor, true, told);
        if (content.equals(persisted)) {
            return;
        }
        try {
            file.write(content);
        } catch (IOException e) {
            throw new AlarmLogException("cannot write the cursor, file=" + file.path(), e);
        }
        persisted = content;
    }

    private void open(AlarmLog alarmLog) throws IOException {
        if (!file.exists()) {
            take(new Content(alarmLog.endSequence(), alarmLog.last(), true, alarmLog.lossesOf(sink)), alarmLog);
            return;
        }
        Content content = file.read();
        if (content == null) {
            content = readSubstitute(alarmLog);
        } else {
            persisted = content;
        }
        if (content.sequence() < alarmLog.retainedFrom() && !alarmLog.countsLossesOf(sink)) {
            LineLog.warn(
                    log,
                    "sink " + sink + ": was away while retention deleted "
                            + (alarmLog.retainedFrom() - content.sequence())
                            + " entries of the alarm log that it had not delivered");
        }
        take(content, alarmLog);
    }

    /** Position to begin at when the cursor cannot be read. */
    private Content readSubstitute(AlarmLog alarmLog) throws IOException {
        String what = "sink " + sink + ": its cursor " + file.setAside();
        Content before = file.readBefore();
        if (before != null) {
            LineLog.warn(log, what + "; continues from the previous cursor, at entry " + before.sequence());
            return before;
        }
        LineLog.warn(log, what + "; it receives the whole alarm log again, from entry " + alarmLog.retainedFrom());
        return new Content(alarmLog.retainedFrom(), Anchor.NONE, true, Told.NOTHING);
    }

    private void take(Content content, AlarmLog alarmLog) throws IOException {
        long trusted = alarmLog.trustedSequence();
        sequence = Math.max(alarmLog.retainedFrom(), Math.min(content.sequence(), trusted));
        told = content.told();
        anchor = content.hasAnchor() ? content.anchor() : alarmLog.anchorBefore(content.sequence());
        isBehindItsAnchor = content.sequence() > trusted || isMisplaced(alarmLog);
        Content taken = new Content(sequence, anchor, true, told);
        if (!taken.equals(persisted)) {
            file.overwrite(taken);
        }
        persisted = taken;
    }

    /** Whether an interrupted start has set the cursor back. */
    private boolean isMisplaced(AlarmLog alarmLog) {
        return sequence > alarmLog.firstSequence() && !alarmLog.isBehind(anchor, sequence);
    }
}
