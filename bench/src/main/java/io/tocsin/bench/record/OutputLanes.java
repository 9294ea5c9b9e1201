package io.tocsin.bench.record;

/**
 * The digest of the fold's outputs, computed from the words of events and rows without writing them to memory: two
 * 64-bit lanes over all words but that of the wall clock. Equal to the digest of the fold when all outputs are equal in
 * all fields and in their order.
 *
 * <pre>
 *   event: ordinal | position | time | raised | received | 0 | value | limit | rule 4 sensor 4
 *          | occurrence 4 kind 1 level 1 reason 1 held 1
 *   row:   ordinal | position | start | end | received | 0 | count | stream 4 sensor 4 | values 2 … flags 4 | value 0 …
 * </pre>
 */
final class OutputLanes {
    static final int RAISED = 0;
    static final int CLEARED = 1;

    private static final long FIRST_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long SECOND_MULTIPLIER = 0xD6E8FEB86659FD93L;
    private static final int ROTATION = 29;

    private final int level;
    private final double limit;
    private long firstLane;
    private long secondLane;
    private long count;

    /**
     * @param level ordinal of the level of all events, -1 for none
     * @param limit of all events, NaN for none
     */
    OutputLanes(int level, double limit) {
        this.level = level;
        this.limit = limit;
    }

    void reset() {
        firstLane = 0;
        secondLane = 0;
        count = 0;
    }

    /** Number of events and rows so far. */
    long count() {
        return count;
    }

    /** The digest as the fold prints it. */
    String hex() {
        return String.format("%016x%016x", firstLane, secondLane);
    }

    /**
     * Digests an event of the only rule.
     *
     * @param position of the reading that caused it
     * @param kind {@link #RAISED} or {@link #CLEARED}
     */
    void event(
            long position,
            long receivedNs,
            int kind,
            int sensorId,
            long timeNs,
            long raisedNs,
            int occurrence,
            double value) {
        word(count++);
        word(position);
        word(timeNs);
        word(raisedNs);
        word(receivedNs);
        word(0);
        word(Double.doubleToRawLongBits(value));
        word(Double.doubleToRawLongBits(limit));
        word((long) sensorId << 32);
        word(occurrence | (long) kind << 32 | (level & 0xFFL) << 40);
    }

    /** Digests the head of a row of the only stream; its values follow. */
    void row(long position, long receivedNs, int sensorId, long startNs, long endNs, long sampleCount, int valueCount) {
        word(count++);
        word(position);
        word(startNs);
        word(endNs);
        word(receivedNs);
        word(0);
        word(sampleCount);
        word((long) sensorId << 32);
        word(valueCount);
    }

    /** Digests a value of the row. */
    void value(double value) {
        word(Double.doubleToLongBits(value));
    }

    private void word(long word) {
        long first = (firstLane ^ word) * FIRST_MULTIPLIER;
        firstLane = first ^ first >>> 32;
        secondLane = Long.rotateLeft(secondLane + word, ROTATION) * SECOND_MULTIPLIER;
    }
}
