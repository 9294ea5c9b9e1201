package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.Coverage;
import io.tocsin.alerts.log.frame.DurableFiles;
import io.tocsin.alerts.log.frame.FrameScan;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Segment;
import io.tocsin.alerts.log.frame.SegmentContents;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Beginning of the log: the entries deleted to keep its bound, and the ledger of the sinks' losses.
 *
 * <p>One GAP frame, the first of the first file, holds both. The atomic replacement of that file commits a deletion.
 * All later steps (deleting files, removing rows) are idempotent, and a start repeats them.
 *
 * <pre>
 *   before   [E E R E][R R E E][E R E E][E …
 *   after    [GAP                  ][E S E E][E …    the first two deleted, and rows below the third's end (S: SKIPPED)
 * </pre>
 *
 * <p>One thread changes the front; any thread may read it.
 */
final class LogFront {
    private static final String UNFINISHED = ".new";

    /** The GAP frame and its content. */
    private record State(LogFrame gap, GapLedger ledger) {}

    private final Path directory;
    private final SegmentContents contents;
    /** Null: only entries that every sink had received were ever deleted */
    private volatile State state;

    /**
     * @param directory of the alarm log
     * @param contents cache, cleared for files that are replaced or deleted
     */
    LogFront(Path directory, SegmentContents contents) {
        this.directory = directory;
        this.contents = contents;
    }

    /** Reads the front and finishes a deletion that a kill has interrupted; call it before the log is read. */
    void recover() throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, "*.alarms" + UNFINISHED)) {
            for (Path file : unfinished) {
                Files.delete(file);
            }
        }
        read();
        if (state == null) {
            return;
        }
        List<Segment> segments = Segment.list(directory);
        int covered = 1;
        while (covered < segments.size() && segments.get(covered).firstSequence() < retainedFrom()) {
            covered++;
        }
        deleteBehindFirst(segments, covered);
        finishTakingOutRows();
    }

    /** Reads the first file's first frame again. */
    void read() throws IOException {
        List<Segment> segments = Segment.list(directory);
        state = null;
        if (!segments.isEmpty()) {
            LogFrame first = FrameScan.toTheEnd(segments.subList(0, 1)).next();
            if (first != null && first.type() == FrameType.GAP) {
                state = new State(first, GapLedger.parse(first.json()));
            }
        }
    }

    /** Whether there is a GAP frame. */
    boolean hasGap() {
        return state != null;
    }

    /** Entries from this sequence number on are in the log, except rows; 0 without a GAP frame. Any thread. */
    long retainedFrom() {
        State current = state;
        return current == null ? 0 : current.gap().endSequence();
    }

    /** Rows below this sequence number count as deleted, even if a file still has them. Any thread. */
    long rowsGoneBelow() {
        return ledger().rowsGoneBelow();
    }

    /** Any thread. */
    GapLedger ledger() {
        State current = state;
        return current == null ? GapLedger.NONE : current.ledger();
    }

    /** The GAP frame, or null. Any thread. */
    LogFrame gap() {
        State current = state;
        return current == null ? null : current.gap();
    }

    /**
     * Decides a deletion, then does it.
     *
     * @param segments all files
     * @param dropCount number of oldest files to delete; the newest file must stay
     * @param ledger the losses after this deletion, and the sequence number below which rows are deleted
     */
    void replace(List<Segment> segments, int dropCount, GapLedger ledger) throws IOException {
        Segment first = segments.get(0);
        List<LogFrame> kept = new ArrayList<>();
        LogFrame gap = gap();
        if (dropCount == 0) {
            long begin = first.firstSequence();
            gap = gap == null
                    ? new LogFrame(FrameType.GAP, begin, -1, -1, 0, 0, 0, List.of(), ledger.toJson())
                    : new LogFrame(
                            FrameType.GAP,
                            begin,
                            gap.ordinal(),
                            gap.position(),
                            gap.key(),
                            gap.timeNs(),
                            gap.receivedNs(),
                            List.of(),
                            ledger.toJson());
            kept.addAll(RowRuns.without(
                    SegmentContents.frames(first, segments.get(1).firstSequence()), ledger.rowsGoneBelow()));
        } else {
            gap = over(segments, dropCount, ledger);
        }
        kept.add(0, gap);
        first.replace(Segment.GAPS_VERSION, kept);
        contents.forget(first);
        state = new State(gap, ledger);
        deleteBehindFirst(segments, Math.max(1, dropCount));
        takeOutRows();
    }

    /** The frame that represents deleted files. */
    private static LogFrame over(List<Segment> segments, int dropCount, GapLedger ledger) throws IOException {
        Coverage coverage = new Coverage(1);
        long timeNs = 0;
        long receivedNs = 0;
        for (int i = 0; i < dropCount; i++) {
            long bound = segments.get(i + 1).firstSequence();
            for (LogFrame frame : SegmentContents.frames(segments.get(i), bound)) {
                coverage.onFrame(frame);
                timeNs = Math.max(timeNs, frame.timeNs());
                receivedNs = Math.max(receivedNs, frame.receivedNs());
            }
        }
        long begin = segments.get(0).firstSequence();
        return new LogFrame(
                FrameType.GAP,
                begin,
                coverage.isEmpty() ? -1 : coverage.lastOrdinal(),
                coverage.isEmpty() ? -1 : coverage.lastPosition(),
                segments.get(dropCount).firstSequence() - begin,
                timeNs,
                receivedNs,
                List.of(),
                ledger.toJson());
    }

    private void deleteBehindFirst(List<Segment> segments, int end) throws IOException {
        for (int i = 1; i < end; i++) {
            Files.delete(segments.get(i).file());
            contents.forget(segments.get(i));
        }
        if (end > 1) {
            DurableFiles.forceDirectory(directory);
        }
    }

    /** Removes rows from all complete files after the first. */
    private void takeOutRows() throws IOException {
        long below = rowsGoneBelow();
        List<Segment> segments = Segment.list(directory);
        for (int i = 1; i < segments.size() - 1 && segments.get(i).firstSequence() < below; i++) {
            long bound = segments.get(i + 1).firstSequence();
            if (contents.of(segments.get(i), bound).rowBytes() > 0) {
                takeOutRows(segments.get(i), bound, below);
            }
        }
    }

    /** Finishes a removal of rows that a kill interrupted; a damaged file is left to the repair. */
    private void finishTakingOutRows() throws IOException {
        long below = rowsGoneBelow();
        List<Segment> segments = Segment.list(directory);
        for (int i = 1; i < segments.size() - 1 && segments.get(i).firstSequence() < below; i++) {
            takeOutRows(segments.get(i), segments.get(i + 1).firstSequence(), below);
        }
    }

    private void takeOutRows(Segment segment, long bound, long below) throws IOException {
        FrameScan scan = FrameScan.between(List.of(segment), bound);
        List<LogFrame> frames = scan.rest();
        boolean hasRows = frames.stream().anyMatch(frame -> frame.type() == FrameType.ROW && frame.sequence() < below);
        if (hasRows && scan.faults().isEmpty()) {
            segment.replace(Segment.GAPS_VERSION, RowRuns.without(frames, below));
            contents.forget(segment);
        }
    }
}
