package io.tocsin.persistence.journal.read;

/** Whether a batch follows from the one before. */
final class Continuity {
    private Continuity() {}

    /**
     * @param batches positioned at the batch
     * @param expectedPosition one more than the position of the last record before
     * @param expectedChain checksum of the batch before
     * @param segmentPosition position of the first record of the segment
     * @return null, or the reason why it does not follow
     */
    static String check(BatchReader batches, long expectedPosition, int expectedChain, long segmentPosition) {
        if (batches.firstPosition() != expectedPosition) {
            return "position " + expectedPosition + " expected, found " + batches.firstPosition();
        }
        if (batches.chain() != expectedChain) {
            return "chain broken: this batch does not follow the previous one";
        }
        if (batches.isFirstOfSegment() != (expectedPosition == segmentPosition)) {
            return "batch is in the wrong segment";
        }
        return null;
    }
}
