package io.tocsin.alerts.log;

import io.tocsin.engine.pipeline.RecordAges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes the oldest files of the alarm log: never the last one, none with an event that a sink has still to deliver, none
 * with an event that a replay from a kept snapshot could decide again. One thread at a time.
 */
final class LogTrimmer {
    /**
     * What is in a file that is not appended to any more.
     *
     * @param lastPosition highest journal position of its events
     * @param lastReceivedNs latest receive time of its events, epoch ns
     */
    private record Content(long lastPosition, long lastReceivedNs) {}

    private final Path directory;
    private final Map<Segment, Content> contents = new HashMap<>();

    LogTrimmer(Path directory) {
        this.directory = directory;
    }

    /**
     * Deletes what may go.
     *
     * @param deliveredSequence every sink has all frames below it, and that is on the disk
     * @param snapshotPosition of the oldest snapshot that a start may begin with
     * @param ages of records, for the greatest age
     * @return how many files were deleted
     */
    int trim(LogRetention retention, long deliveredSequence, long snapshotPosition, RecordAges ages) {
        try {
            List<Segment> segments = Segment.list(directory);
            long bytes = 0;
            for (Segment segment : segments) {
                bytes += Files.size(segment.file());
            }
            int deleted = 0;
            for (int i = 0; i < segments.size() - 1; i++) {
                Segment segment = segments.get(i);
                Content content = content(segment, segments.get(i + 1).firstSequence());
                boolean isNeeded = segments.get(i + 1).firstSequence() > deliveredSequence
                        || content.lastPosition() >= snapshotPosition;
                boolean isWanted = bytes <= retention.maxBytes()
                        && ages.ageNs(content.lastPosition(), content.lastReceivedNs()) <= retention.maxAgeNs();
                if (isNeeded || isWanted) {
                    break;
                }
                bytes -= Files.size(segment.file());
                Files.delete(segment.file());
                contents.remove(segment);
                deleted++;
            }
            if (deleted > 0) {
                DurableFiles.forceDirectory(directory);
            }
            return deleted;
        } catch (IOException e) {
            throw new AlarmLogException("cannot delete old files of the alarm log, directory=" + directory, e);
        }
    }

    private Content content(Segment segment, long bound) throws IOException {
        Content known = contents.get(segment);
        if (known != null) {
            return known;
        }
        FrameScan scan = FrameScan.between(List.of(segment), bound);
        long lastPosition = -1;
        long lastReceivedNs = Long.MIN_VALUE;
        for (LogFrame frame = scan.next(); frame != null; frame = scan.next()) {
            if (frame.isCovering()) {
                lastPosition = Math.max(lastPosition, frame.position());
                lastReceivedNs = Math.max(lastReceivedNs, frame.receivedNs());
            }
        }
        if (!scan.faults().isEmpty()) {
            throw new AlarmLogException(
                    "alarm log is damaged, " + scan.faults().get(0).describe() + "; the next start repairs it");
        }
        Content content = new Content(lastPosition, lastReceivedNs);
        contents.put(segment, content);
        return content;
    }
}
