package io.tocsin.alerts.log.repair;

import io.tocsin.alerts.log.frame.Coverage;
import io.tocsin.alerts.log.frame.FrameScan;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFault;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Content of the alarm log's files, which may be damaged: covered events, damaged places and end. Read once at the
 * start. One thread.
 */
public final class LogContent {
    private final List<Segment> segments;
    private final FrameScan scan;
    private final Coverage coverage;
    /** By sequence number of a frame: the position of the CUT frame that must have been lost before it. */
    private final Map<Long, Long> lostCuts = new HashMap<>();
    /** Sequence numbers of REPEAT frames whose event was in a damaged place. */
    private final Set<Long> brokenRepeats = new HashSet<>();

    private boolean hasFrames;
    private Anchor last = Anchor.NONE;
    /** Frames that cannot be read, up to the last covering one. */
    private long lostBeforeLast;
    /**
     * From this ordinal on sound events may no longer belong to the fold, because a CUT frame may be among the lost
     * frames.
     */
    private long firstDoubtful = Long.MAX_VALUE;

    private LogContent(List<Segment> segments, Coverage coverage) {
        this.segments = segments;
        this.coverage = coverage;
        this.scan = FrameScan.toTheEnd(segments);
    }

    /**
     * Reads all files.
     *
     * @param coverage empty; afterwards it covers the events of the sound frames
     */
    public static LogContent read(Path directory, Coverage coverage) throws IOException {
        LogContent content = new LogContent(Segment.list(directory), coverage);
        LogFrame frame = content.scan.next();
        while (frame != null) {
            content.take(frame);
            frame = content.scan.next();
        }
        return content;
    }

    /** The files, oldest first. */
    public List<Segment> segments() {
        return segments;
    }

    /** Unreadable parts; empty when the files hold a log, whole or with a torn tail. */
    public List<LogFault> faults() {
        return scan.faults();
    }

    public boolean hasFrames() {
        return hasFrames;
    }

    /** The sequence number of the oldest frame. */
    public long firstSequence() {
        return segments.isEmpty() ? 0 : segments.get(0).firstSequence();
    }

    /** The sequence number after the newest sound frame. */
    public long endSequence() {
        return scan.endSequence();
    }

    /** Index of the first file with a damaged place; there must be one. */
    int firstDamaged() {
        return faults().get(0).segmentIndex();
    }

    /** Frames below this sequence number keep their places in any repair. */
    public long trustedSequence() {
        return faults().isEmpty() ? endSequence() : segments.get(firstDamaged()).firstSequence();
    }

    /**
     * First event that must be decided again: it is missing because of damage, another event may have its place, or it
     * follows the last event of the log.
     */
    public long firstMissing() {
        long missing = coverage.firstMissing(
                faults().isEmpty() ? Long.MAX_VALUE : faults().get(0).nextSound());
        return Math.min(missing, Math.max(firstDoubtful, coverage.firstOrdinal()));
    }

    /** The newest event that can be read. */
    public Anchor last() {
        return last;
    }

    /** Version of the newest file, {@link Segment#NO_HEADER} when it has to be created again. */
    public int lastVersion() {
        return scan.lastVersion();
    }

    /** Where the sound frames of the newest file end, bytes. */
    public int lastEndOffset() {
        return scan.lastEndOffset();
    }

    /** Bytes after the sound frames, left by a crash. */
    public int tornLength() {
        return scan.tornLength();
    }

    /** Whether a frame refers to an event of the log that is missing. */
    boolean isBroken(LogFrame frame) {
        return brokenRepeats.contains(frame.sequence());
    }

    /** The position of the CUT frame that was lost before this frame, or null. */
    Long lostCutBefore(LogFrame frame) {
        return lostCuts.get(frame.sequence());
    }

    private void take(LogFrame frame) {
        boolean isDamaged = !faults().isEmpty();
        if (isDamaged && last.isNone() && frame.isCovering()) {
            // Bound: at most one event is lost for each lost frame.
            long lostCount = frame.sequence() - firstSequence();
            coverage.beginAt(Math.max(0, frame.firstOrdinal() - lostCount));
        }
        hasFrames = true;
        if (isDamaged && frame.type() == FrameType.REPEAT && !coverage.isOrphan(frame.key())) {
            brokenRepeats.add(frame.sequence());
            return;
        }
        if (isDamaged && coverage.contradicts(frame)) {
            long position = coverage.positionFrom(frame.firstOrdinal());
            lostCuts.put(frame.sequence(), position);
            coverage.cut(position);
        }
        if (isDamaged && frame.isCovering() && !last.isNone()) {
            doubt(frame);
        }
        coverage.onFrame(frame);
        if (frame.isCovering()) {
            last = Anchor.of(frame);
            lostBeforeLast = lostCount();
        }
    }

    /**
     * More frames are lost before this frame than events are missing. So one of them may be a CUT, and the others the
     * events that the fold decided from there on. Events before the damage with the same ordinals are then orphans,
     * which only the fold can detect.
     */
    private void doubt(LogFrame frame) {
        long missingCount = frame.firstOrdinal() - coverage.lastOrdinal() - 1;
        long decidedAgain = lostCount() - lostBeforeLast - missingCount - 1;
        if (decidedAgain > 0) {
            firstDoubtful = Math.min(firstDoubtful, coverage.lastOrdinal() + 1 - decidedAgain);
        }
    }

    private long lostCount() {
        long count = 0;
        for (LogFault fault : faults()) {
            count += fault.nextSound() - fault.firstLost();
        }
        return count;
    }
}
