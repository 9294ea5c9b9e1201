package io.tocsin.persistence.journal.read;

import java.nio.file.Path;

/**
 * Content of one segment file.
 *
 * @param file the segment file
 * @param generation number of the generation it is in, from 1
 * @param firstPosition position of its first record
 * @param endPosition one more than the position of its last whole record; {@code firstPosition} when it holds none
 * @param batchCount whole batches
 * @param firstTimeNs receive or clock time of its first record, epoch nanoseconds; 0 when it holds none
 * @param lastTimeNs receive or clock time of the first record of its last batch, epoch nanoseconds; 0 when it holds
 *     none
 * @param usedBytes up to the end of the last whole batch
 * @param fileBytes apparent size of the file; most of the current segment is a hole
 */
public record SegmentInfo(
        Path file,
        int generation,
        long firstPosition,
        long endPosition,
        long batchCount,
        long firstTimeNs,
        long lastTimeNs,
        long usedBytes,
        long fileBytes) {
    /** Records in the segment. */
    public long recordCount() {
        return endPosition - firstPosition;
    }
}
