package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import java.util.ArrayList;
import java.util.List;

/** Removes rows from a run of frames. */
final class RowRuns {
    private RowRuns() {}

    /**
     * The frames with one SKIPPED frame in place of each run of rows. GAP frames are left out.
     *
     * @param below rows from this sequence number on stay
     */
    static List<LogFrame> without(List<LogFrame> frames, long below) {
        List<LogFrame> kept = new ArrayList<>();
        for (LogFrame frame : frames) {
            if (frame.type() == FrameType.GAP) {
                continue;
            }
            boolean goes = frame.type() == FrameType.ROW && frame.sequence() < below;
            LogFrame entry = goes ? skipped(frame, frame.sequence(), 1) : frame;
            LogFrame before = kept.isEmpty() ? null : kept.get(kept.size() - 1);
            if (before != null && isOneRun(before, entry)) {
                kept.set(kept.size() - 1, skipped(entry, before.sequence(), before.key() + entry.key()));
            } else {
                kept.add(entry);
            }
        }
        return kept;
    }

    private static boolean isOneRun(LogFrame before, LogFrame entry) {
        return before.type() == FrameType.SKIPPED
                && entry.type() == FrameType.SKIPPED
                && entry.firstOrdinal() == before.ordinal() + 1;
    }

    private static LogFrame skipped(LogFrame last, long sequence, long count) {
        return new LogFrame(
                FrameType.SKIPPED,
                sequence,
                last.ordinal(),
                last.position(),
                count,
                last.timeNs(),
                last.receivedNs(),
                List.of(),
                "");
    }
}
