package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Lost;
import io.tocsin.alerts.log.frame.Segment;
import io.tocsin.alerts.log.frame.SegmentContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the log within its bound, even if sinks and snapshots need its entries: removes rows first, the oldest first,
 * then deletes the oldest files, and counts undelivered entries in the ledger. The newest file is never cut, nor are
 * entries whose journal records are not durable yet: after a power cut other events could take their ordinals.
 *
 * <p>One thread at a time.
 */
final class LogCutter {
    /** Bytes that the smallest file takes on a device, and more than the ledger grows by. */
    private static final long BLOCK_BYTES = 4096;

    /**
     * Result of a cut.
     *
     * @param isWithin whether the log is within the bound now; if not, entries must become durable in the journal first
     * @param lost losses counted by this call, by sink
     */
    record Cut(boolean isWithin, Map<String, Lost> lost) {}

    private final Path directory;
    private final SegmentContents contents;
    private final LogFront front;

    LogCutter(Path directory, SegmentContents contents, LogFront front) {
        this.directory = directory;
        this.contents = contents;
        this.front = front;
    }

    /**
     * Cuts.
     *
     * @param maxBytes of all files but the newest
     * @param sinks all sinks, by name
     * @param durablePosition journal records below it survive a power cut
     */
    Cut cut(long maxBytes, Map<String, SinkPlace> sinks, long durablePosition) {
        try {
            List<Segment> segments = Segment.list(directory);
            int sealedCount = Math.max(0, segments.size() - 1);
            long[] sizes = new long[sealedCount];
            long bytes = 0;
            int durableCount = 0;
            for (int i = 0; i < sealedCount; i++) {
                sizes[i] = Math.max(BLOCK_BYTES, Files.size(segments.get(i).file()));
                bytes += sizes[i];
            }
            if (bytes <= maxBytes) {
                return new Cut(true, Map.of());
            }
            long planBytes = maxBytes - BLOCK_BYTES;
            while (durableCount < sealedCount && content(segments, durableCount).lastPosition() < durablePosition) {
                durableCount++;
            }
            int rowsEnd = 0;
            while (bytes > planBytes && rowsEnd < durableCount) {
                long rowBytes = content(segments, rowsEnd).rowBytes();
                long left = Math.max(BLOCK_BYTES, sizes[rowsEnd] - rowBytes);
                bytes -= sizes[rowsEnd] - left;
                sizes[rowsEnd] = left;
                rowsEnd++;
            }
            int dropEnd = 0;
            while (bytes > planBytes && dropEnd < durableCount) {
                bytes += (dropEnd == 0 ? BLOCK_BYTES : 0) - sizes[dropEnd];
                dropEnd++;
            }
            Map<String, Lost> lostNow = rowsEnd == 0 ? Map.of() : cut(segments, rowsEnd, dropEnd, sinks);
            return new Cut(bytes <= maxBytes, lostNow);
        } catch (IOException e) {
            throw new AlarmLogException("cannot cut the alarm log to its bound, directory=" + directory, e);
        }
    }

    private Map<String, Lost> cut(List<Segment> segments, int rowsEnd, int dropEnd, Map<String, SinkPlace> sinks)
            throws IOException {
        GapLedger before = front.ledger();
        long rowsBelow = Math.max(before.rowsGoneBelow(), segments.get(rowsEnd).firstSequence());
        Map<String, Lost> lost = new TreeMap<>();
        for (int i = 0; i < rowsEnd; i++) {
            for (LogFrame frame :
                    SegmentContents.frames(segments.get(i), segments.get(i + 1).firstSequence())) {
                boolean goes = frame.type() == FrameType.ROW
                        ? frame.sequence() >= before.rowsGoneBelow()
                        : frame.type() == FrameType.EVENT && i < dropEnd;
                if (goes) {
                    count(frame, sinks, lost);
                }
            }
        }
        long id = !front.hasGap() ? segments.get(segments.size() - 1).firstSequence() : before.id();
        front.replace(segments, dropEnd, new GapLedger(id, rowsBelow, summed(before, lost, sinks)));
        return lost;
    }

    private static void count(LogFrame frame, Map<String, SinkPlace> sinks, Map<String, Lost> lost) {
        sinks.forEach((sink, place) -> {
            if (frame.isFor(sink) && frame.sequence() >= place.settledSequence()) {
                lost.merge(sink, Lost.NOTHING.plus(frame), (sum, one) -> sum.plus(frame));
            }
        });
    }

    private static Map<String, Lost> summed(GapLedger before, Map<String, Lost> lost, Map<String, SinkPlace> sinks) {
        Map<String, Lost> sums = new TreeMap<>(before.lost());
        lost.forEach((sink, more) -> {
            Lost sum = sums.getOrDefault(sink, Lost.NOTHING);
            Told told = sinks.get(sink).told();
            boolean knowsAll =
                    told.ledgerId() == before.id() && told.events() == sum.events() && told.rows() == sum.rows();
            sums.put(sink, sum.plus(more, knowsAll));
        });
        return sums;
    }

    private SegmentContents.Content content(List<Segment> segments, int index) throws IOException {
        return contents.of(segments.get(index), segments.get(index + 1).firstSequence());
    }
}
