package io.tocsin.alerts.log.repair;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.Coverage;
import io.tocsin.alerts.log.frame.FrameScan;
import io.tocsin.alerts.log.frame.LogFault;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.LogWriter;
import io.tocsin.alerts.log.frame.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rebuilds the log from its first damaged file on: all readable frames in their order, and between them the events that
 * the journal decides again, each before the next later event of the fold. Events that cannot be decided again get an
 * ABSENT frame. Until {@link #finish} nothing in the log's directory changes.
 *
 * <p>One thread. Every failure is an {@link AlarmLogException} and leaves the old files unchanged.
 */
public final class LogRepair {
    private final Path directory;
    private final LogContent content;
    private final Coverage found;
    private final Coverage rebuilt;
    private final SegmentSwap swap;
    private final LogWriter writer;
    private final FrameScan source;
    private final Consumer<LostEvents> lost;
    private LogFrame pending;
    /** The last event or row copied, or null. */
    private LogFrame lastEvent;

    /** Missing events below this ordinal are lost once a later event has been copied. */
    private long lostBelow = Long.MAX_VALUE;

    private List<Path> kept = List.of();
    private long insertedCount;
    private long absentCount;

    /**
     * @param found covers the events of the content
     * @param segmentBytes a file of the log grows no larger
     * @param lost gets the permanently lost events, in the order of the fold and before the log records them
     */
    public LogRepair(Path directory, LogContent content, Coverage found, long segmentBytes, Consumer<LostEvents> lost) {
        this.directory = directory;
        this.content = content;
        this.found = found;
        this.lost = lost;
        this.rebuilt = found.fresh();
        this.swap = new SegmentSwap(directory);
        this.source = FrameScan.toTheEnd(content.segments());
        rebuilt.beginAt(found.firstOrdinal());
        try {
            pending = source.next();
            while (pending != null && pending.sequence() < content.trustedSequence()) {
                rebuilt.onFrame(pending);
                remember(pending);
                pending = source.next();
            }
            writer = LogWriter.create(swap.begin(), segmentBytes, content.trustedSequence());
        } catch (IOException e) {
            throw new AlarmLogException("cannot repair the alarm log, directory=" + directory, e);
        }
    }

    /** Inserts a missing event that was decided again; call it in the order of the fold. */
    public void insert(LogFrame frame) {
        copyBefore(frame.ordinal());
        writeAbsentBefore(frame);
        write(rebuilt.isOrphan(frame.key()) ? frame.asRepeat() : frame);
        insertedCount++;
    }

    /**
     * Copies the rest and puts the rebuilt files in place.
     *
     * @param lostBelow of the missing events that were not inserted, those below this ordinal are lost; the others will
     *     be decided again after all events of the log
     * @return appends to the repaired log
     */
    public LogWriter finish(long lostBelow) {
        this.lostBelow = lostBelow;
        copyBefore(Long.MAX_VALUE);
        writer.force();
        writer.close();
        List<Segment> old = content.segments()
                .subList(content.firstDamaged(), content.segments().size());
        try {
            kept = swap.commit(old, damagedOnes());
        } catch (IOException e) {
            throw new AlarmLogException("cannot put the repaired alarm log in place, directory=" + directory, e);
        }
        return writer.movedTo(directory);
    }

    /** Coverage of the repaired log. */
    public Coverage rebuilt() {
        return rebuilt;
    }

    /** Describes the repair, for people. */
    public String describe() {
        long unreadableCount = 0;
        for (LogFault fault : content.faults()) {
            unreadableCount += fault.nextSound() - fault.firstLost();
        }
        long restCount = unreadableCount - insertedCount - absentCount;
        StringBuilder text = new StringBuilder("alarm log: repaired, ")
                .append(insertedCount)
                .append(insertedCount == 1 ? " event is" : " events are")
                .append(" decided again from the journal and put back in place");
        if (restCount > 0) {
            text.append("; ")
                    .append(restCount)
                    .append(restCount == 1 ? " unreadable entry was internal" : " unreadable entries were internal")
                    .append(" to the log, or an event whose journal record a power cut removed");
        }
        for (Path file : kept) {
            text.append("; kept: ").append(file);
        }
        return text.append("; of damaged files the newest " + DamagedFiles.MAX_COUNT
                        + " are kept; delete them after examination")
                .toString();
    }

    private Set<Segment> damagedOnes() {
        Set<Segment> damaged = new HashSet<>();
        for (LogFault fault : content.faults()) {
            damaged.add(content.segments().get(fault.segmentIndex()));
        }
        return damaged;
    }

    /** Copies frames up to the first event of the fold after an ordinal. */
    private void copyBefore(long ordinal) {
        try {
            while (pending != null && !(found.isLive(pending.sequence()) && pending.ordinal() > ordinal)) {
                copy(pending);
                pending = source.next();
            }
        } catch (IOException e) {
            throw new AlarmLogException("cannot repair the alarm log, directory=" + directory, e);
        }
    }

    private void copy(LogFrame frame) {
        if (content.isBroken(frame)) {
            return;
        }
        Long lostCut = content.lostCutBefore(frame);
        if (lostCut != null) {
            write(LogFrame.cut(lostCut));
        }
        if (found.isLive(frame.sequence()) && frame.firstOrdinal() <= lostBelow) {
            writeAbsentBefore(frame);
        }
        remember(write(frame));
    }

    /**
     * Missing events before a present event are lost, because all events that can be decided again have already come
     */
    private void writeAbsentBefore(LogFrame frame) {
        long first = rebuilt.lastOrdinal() + 1;
        long last = frame.firstOrdinal() - 1;
        if (first <= last) {
            lost.accept(new LostEvents(first, last, lastEvent, frame, writer.endSequence()));
            write(LogFrame.absent(first, last, rebuilt.lastPosition()));
            absentCount += last - first + 1;
        }
    }

    private LogFrame write(LogFrame frame) {
        LogFrame written = writer.append(frame);
        rebuilt.onFrame(written);
        return written;
    }

    private void remember(LogFrame frame) {
        if (frame.isEvent()) {
            lastEvent = frame;
        }
    }
}
