package io.tocsin.persistence.journal.read;

import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
import java.nio.file.Path;

/**
 * Beginning of a segment, by its first batch.
 *
 * @param segment the segment
 * @param hasBatch whether it has a whole batch at its beginning; the other values mean nothing otherwise
 * @param firstPosition position of its first record
 * @param forcedPosition everything below had been forced when the batch was written
 * @param chain checksum of the batch before
 * @param timeNs receive or clock time of the first batch that has one, epoch ns; {@link #UNKNOWN_TIME}
 * @param timePosition position of the first record of that batch: which determines the clock's steps at that time
 * @param fault reason why there is no batch, or null
 */
public record SegmentHead(
        JournalDirectory.Segment segment,
        boolean hasBatch,
        long firstPosition,
        long forcedPosition,
        int chain,
        long timeNs,
        long timePosition,
        JournalFault fault) {
    /** None of the first batches has a time. */
    public static final long UNKNOWN_TIME = Long.MAX_VALUE;

    private static final int BATCHES_READ_FOR_TIME = 16;

    /**
     * Reads the first batch, and a few more when it has no time.
     *
     * @throws DamageException when the file cannot be read at all
     */
    public static SegmentHead read(JournalDirectory.Segment segment) throws DamageException {
        try (BatchReader batches = BatchReader.ofHead(segment.file())) {
            if (batches.next() != Found.EXCERPT) {
                JournalFault fault = new JournalFault(segment.file(), batches.offset(), batches.reason());
                return new SegmentHead(segment, false, -1, -1, 0, UNKNOWN_TIME, -1, fault);
            }
            long firstPosition = batches.firstPosition();
            long forcedPosition = firstPosition - batches.unforced();
            int chain = batches.chain();
            long timeNs = findTime(batches);
            long timePosition = timeNs == UNKNOWN_TIME ? -1 : batches.firstPosition();
            return new SegmentHead(segment, true, firstPosition, forcedPosition, chain, timeNs, timePosition, null);
        }
    }

    Path file() {
        return segment.file();
    }

    int generation() {
        return segment.generation();
    }

    /** Whether its first batch has a given position and follows a batch with a given checksum. */
    boolean isAt(long position, int chainBefore) {
        return firstPosition == position && chain == chainBefore;
    }

    /** Reads up to the first batch with a time, because control records at a journal's beginning have none. */
    private static long findTime(BatchReader batches) throws DamageException {
        for (int i = 0; i < BATCHES_READ_FOR_TIME; i++) {
            if (batches.timeNs() > 0) {
                return batches.timeNs();
            }
            if (batches.next() != Found.EXCERPT) {
                break;
            }
        }
        return UNKNOWN_TIME;
    }
}
