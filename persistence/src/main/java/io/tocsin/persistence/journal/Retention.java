package io.tocsin.persistence.journal;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.persistence.journal.disk.DataExtents;
import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalExtent;
import io.tocsin.persistence.journal.read.SegmentHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes the oldest segments, and generations that have none left.
 *
 * <p>Works from the oldest segment on and stops at the first kept segment, so the journal never gets a hole. Each
 * deletion is forced before the next, so a power cut leaves no hole either. The current segment and the newest segment
 * with records always stay.
 *
 * <p>Any one thread, also while the journal is written and read. A reader continues in its open file, and fails with
 * the name of the next file when that was deleted.
 */
public final class Retention {
    /**
     * Deleted segments.
     *
     * @param segmentCount segment files
     * @param bytes space that they took on the device, bytes
     * @param firstPosition the journal now begins here; -1 when it has no record or nothing was deleted
     */
    public record Deleted(int segmentCount, long bytes, long firstPosition) {
        static final Deleted NOTHING = new Deleted(0, 0, -1);
    }

    private final Path dir;
    private final RetentionPolicy policy;
    private final long safePosition;
    private final RecordAges ages;
    private final List<JournalDirectory.Segment> segments;
    private final int newestGeneration;
    private long keptBytes;

    private Retention(Path dir, RetentionPolicy policy, long safePosition, RecordAges ages) throws IOException {
        this.dir = dir;
        this.policy = policy;
        this.safePosition = safePosition;
        this.ages = ages;
        List<Path> generations = JournalDirectory.generations(dir);
        this.segments = JournalDirectory.segments(dir);
        this.newestGeneration =
                generations.isEmpty() ? 0 : JournalDirectory.number(generations.get(generations.size() - 1));
        for (JournalDirectory.Segment segment : segments) {
            keptBytes += bytesOf(segment);
        }
    }

    /**
     * Deletes the segments that the policy does not keep.
     *
     * @param dir the journal's directory
     * @param safePosition nothing at or above it is deleted: recovery needs it. The lowest position of the snapshots
     *     that a restart may have to use
     * @param ages of records, for the policy's greatest age
     * @throws JournalException when a file cannot be read or deleted; all earlier deletions are of whole oldest
     *     segments
     */
    public static Deleted apply(Path dir, RetentionPolicy policy, long safePosition, RecordAges ages) {
        try {
            return new Retention(dir, policy, safePosition, ages).apply();
        } catch (DamageException e) {
            throw e.toJournalException();
        } catch (IOException e) {
            throw new JournalException("cannot delete old segments: " + FaultText.of(e) + ", dir=" + dir, e);
        }
    }

    private Deleted apply() throws DamageException, IOException {
        Deleted deleted = Deleted.NOTHING;
        List<JournalDirectory.Segment> unit = new ArrayList<>();
        boolean hasRecords = false;
        for (JournalDirectory.Segment segment : segments) {
            SegmentHead head = SegmentHead.read(segment);
            if (hasRecords && head.hasBatch()) {
                if (!mayGo(head)) {
                    return deleted;
                }
                JournalExtent.writeOldest(dir, segment.generation());
                long bytes = delete(unit);
                deleted = new Deleted(
                        deleted.segmentCount() + unit.size(), deleted.bytes() + bytes, head.firstPosition());
                keptBytes -= bytes;
                unit.clear();
            }
            if (head.hasBatch()) {
                unit.add(segment); // last, after the segments without records around it
                hasRecords = true;
            } else if (segment.generation() < newestGeneration) {
                unit.add(0, segment);
            }
        }
        return deleted;
    }

    /** Whether a segment may be deleted, by the following segment. */
    private boolean mayGo(SegmentHead next) {
        boolean isNeeded = next.firstPosition() > safePosition;
        boolean isTooOld = next.timeNs() != SegmentHead.UNKNOWN_TIME
                && ages.ageNs(next.timePosition(), next.timeNs()) > policy.maxAgeNs();
        return !isNeeded && (isTooOld || keptBytes > policy.maxBytes());
    }

    private long delete(List<JournalDirectory.Segment> unit) throws IOException {
        long bytes = 0;
        for (JournalDirectory.Segment segment : unit) {
            bytes += bytesOf(segment);
            Files.deleteIfExists(segment.file());
            Path generation = segment.file().getParent();
            Forcer.DEVICE.forceDirectory(generation);
            if (segment.generation() < newestGeneration && isLastOfItsGeneration(segment)) {
                JournalDirectory.deleteGeneration(generation);
                Forcer.DEVICE.forceDirectory(dir);
            }
        }
        return bytes;
    }

    private static boolean isLastOfItsGeneration(JournalDirectory.Segment segment) {
        return JournalDirectory.segmentsOf(segment.file().getParent()).isEmpty();
    }

    /** The file's size of a complete segment; the written part of the current one. */
    private long bytesOf(JournalDirectory.Segment segment) throws IOException {
        try {
            return DataExtents.end(segment.file());
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
