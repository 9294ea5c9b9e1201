package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.DurableFiles;
import io.tocsin.alerts.log.frame.Segment;
import io.tocsin.alerts.log.frame.SegmentContents;
import io.tocsin.engine.port.RecordAges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Deletes the oldest files of the alarm log, except the last file, files with undelivered events, and files with events
 * that a replay from a kept snapshot could decide again. One thread at a time.
 */
final class LogTrimmer {
    private final Path directory;
    private final SegmentContents contents;
    private final LogFront front;

    LogTrimmer(Path directory, SegmentContents contents, LogFront front) {
        this.directory = directory;
        this.contents = contents;
        this.front = front;
    }

    /**
     * Deletes all files that may be deleted.
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
            // a file with only the GAP frame stays and also represents the deleted files after it
            int begin = segments.size() > 1 && segments.get(1).firstSequence() == front.retainedFrom() ? 1 : 0;
            int end = begin;
            while (end < segments.size() - 1) {
                Segment segment = segments.get(end);
                long bound = segments.get(end + 1).firstSequence();
                SegmentContents.Content content = contents.of(segment, bound);
                boolean isNeeded = bound > deliveredSequence || content.lastPosition() >= snapshotPosition;
                boolean isWanted = bytes <= retention.maxBytes()
                        && ages.ageNs(content.lastPosition(), content.lastReceivedNs()) <= retention.maxAgeNs();
                if (isNeeded || isWanted) {
                    break;
                }
                bytes -= Files.size(segment.file());
                end++;
            }
            if (end > begin) {
                delete(segments, end);
            }
            return end - begin;
        } catch (IOException e) {
            throw new AlarmLogException("cannot delete old files of the alarm log, directory=" + directory, e);
        }
    }

    private void delete(List<Segment> segments, int end) throws IOException {
        if (front.hasGap()) {
            front.replace(segments, end, front.ledger());
            return;
        }
        for (Segment segment : segments.subList(0, end)) {
            Files.delete(segment.file());
            contents.forget(segment);
        }
        DurableFiles.forceDirectory(directory);
    }
}
