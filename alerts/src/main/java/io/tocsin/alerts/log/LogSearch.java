package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameScan;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Segment;
import io.tocsin.alerts.log.repair.Anchor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Finds events in the alarm log's files, which may be damaged. Every failure is an {@link AlarmLogException}. */
final class LogSearch {
    private LogSearch() {}

    /** Place of an event in the log and in the journal. */
    private record Place(long sequence, long position) {}

    /** The last event below a sequence number that can be read. */
    static Anchor lastBefore(Path directory, long sequence) {
        LogFrame last = lastFrameBefore(directory, sequence);
        return last == null ? Anchor.NONE : Anchor.of(last);
    }

    private static LogFrame lastFrameBefore(Path directory, long sequence) {
        try {
            List<Segment> segments = Segment.list(directory);
            for (int i = segments.size() - 1; i >= 0; i--) {
                if (segments.get(i).firstSequence() < sequence) {
                    LogFrame last = lastBefore(sequence, scanOf(segments, i));
                    if (last != null) {
                        return last;
                    }
                }
            }
            return null;
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the alarm log, directory=" + directory, e);
        }
    }

    /** Whether the event is the last before a sequence number, or was the last until its entry was deleted. */
    static boolean isBehind(Path directory, Anchor anchor, long sequence) {
        LogFrame last = lastFrameBefore(directory, sequence);
        if (last == null) {
            return anchor.isNone();
        }
        boolean isDeleted = last.type() == FrameType.GAP || last.type() == FrameType.SKIPPED;
        return isDeleted
                ? anchor.ordinal() >= last.firstOrdinal() - 1 && anchor.ordinal() <= last.ordinal()
                : Anchor.of(last).equals(anchor);
    }

    /**
     * First sequence number to deliver after a given event was the last one delivered: all undelivered entries are at
     * or after it. Searches from a frame on for the event's first frame. Orphans directly before that frame may have
     * followed it before a repair, so the result is at most the first of these orphans.
     *
     * @return -1 when the event is not there
     */
    static long behind(Path directory, Anchor anchor, long fromSequence) {
        try {
            List<Segment> segments = Segment.list(directory);
            while (segments.size() > 1 && segments.get(1).firstSequence() <= fromSequence) {
                segments = segments.subList(1, segments.size());
            }
            FrameScan scan = FrameScan.toTheEnd(segments);
            Deque<Place> covering = new ArrayDeque<>();
            long firstOrphan = Long.MAX_VALUE;
            for (LogFrame frame = scan.next(); frame != null; frame = scan.next()) {
                if (frame.sequence() < fromSequence) {
                    continue;
                }
                if (frame.type() == FrameType.CUT) {
                    while (!covering.isEmpty() && covering.peekLast().position() >= frame.position()) {
                        firstOrphan =
                                Math.min(firstOrphan, covering.removeLast().sequence());
                    }
                } else if (frame.isCovering()) {
                    if (Anchor.of(frame).equals(anchor)) {
                        return Math.min(firstOrphan, frame.endSequence());
                    }
                    covering.addLast(new Place(frame.sequence(), frame.position()));
                }
            }
            return -1;
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the alarm log, directory=" + directory, e);
        }
    }

    private static FrameScan scanOf(List<Segment> segments, int index) {
        List<Segment> one = segments.subList(index, index + 1);
        return index == segments.size() - 1
                ? FrameScan.toTheEnd(one)
                : FrameScan.between(one, segments.get(index + 1).firstSequence());
    }

    private static LogFrame lastBefore(long sequence, FrameScan scan) throws IOException {
        LogFrame last = null;
        for (LogFrame frame = scan.next(); frame != null && frame.sequence() < sequence; frame = scan.next()) {
            if (frame.isCovering()) {
                last = frame;
            }
        }
        return last;
    }
}
