package io.tocsin.persistence.journal;

import io.tocsin.persistence.journal.disk.DiskReserve;
import io.tocsin.persistence.journal.read.JournalDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Prepares the next segment before it is needed, each in a generation of its own. The maintenance thread prepares and
 * the journal thread takes it; if it is not ready, the journal thread prepares it itself.
 *
 * <p>A segment has one successor, which is made only when the segment itself has a record. So at most one generation is
 * empty, the newest; {@link Retention} relies on this.
 */
final class SegmentSupply {
    private final Path dir;
    private final long segmentBytes;
    private final DiskReserve reserve;
    /** The segment handed out last, or null before the first. */
    private SegmentFile newest;

    private SegmentFile preparedAfter;
    private SegmentFile prepared;

    /**
     * @param dir the journal's directory
     * @param segmentBytes approximate end of segments
     */
    SegmentSupply(Path dir, long segmentBytes, DiskReserve reserve) {
        this.dir = dir;
        this.segmentBytes = segmentBytes;
        this.reserve = reserve;
    }

    /**
     * Makes a complete segment, ready for appends.
     *
     * @throws io.tocsin.persistence.journal.disk.NoRoomException when there is no room; no files are left, and the call
     *     can be repeated
     */
    SegmentFile create() throws IOException {
        reserve.require(SegmentFile.START_BYTES);
        Path generation = JournalDirectory.nextGeneration(dir);
        Path making = JournalDirectory.createMaking(dir);
        try {
            return SegmentFile.create(making, generation, segmentBytes, reserve);
        } catch (IOException | RuntimeException | Error e) {
            try {
                JournalDirectory.discardGeneration(making);
            } catch (IOException | RuntimeException left) {
                e.addSuppressed(left); // the next start removes it
            }
            throw e;
        }
    }

    /**
     * Prepares a segment's successor unless it exists. A maintenance thread that is late may ask for the successor of a
     * segment that has one long since: nothing is prepared then.
     *
     * @return the successor, or null when it has been taken
     * @throws io.tocsin.persistence.journal.disk.NoRoomException as {@link #create()}
     */
    synchronized SegmentFile prepareAfter(SegmentFile segment) throws IOException {
        if (newest != null && segment != newest) {
            return null;
        }
        if (segment != preparedAfter) {
            prepared = create();
            preparedAfter = segment;
        }
        return prepared;
    }

    /** Hands out a segment's successor, once. */
    synchronized SegmentFile takeAfter(SegmentFile segment) throws IOException {
        newest = segment;
        SegmentFile taken = prepareAfter(segment);
        prepared = null;
        newest = taken;
        return taken;
    }

    /** Removes a prepared segment that was not taken. */
    synchronized void close() throws IOException {
        if (prepared != null) {
            prepared.discard();
            prepared = null;
        }
    }

    /** Closes a prepared segment after a failure and leaves its files unchanged. */
    synchronized void abandon() throws IOException {
        if (prepared != null) {
            prepared.abandon();
            prepared = null;
        }
    }
}
