package io.tocsin.engine.shard;

/**
 * The place of a decision in the order that a single shard would follow. A key is two words, compared one after the
 * other as numbers.
 *
 * <pre>
 *   high:  0 1 | record of the run 10 | entry of its sensor 13 | 1st result 20 | 2nd result 20
 *   low:   0 4 | 3rd result 20 | 4th result 20 | 5th result 20
 * </pre>
 *
 * <p>A single shard follows each result to its end before it continues: the first result of an entry, the first result
 * derived from that, and so on. Each exchange uses the next field of the key; 0 sorts before all results.
 */
final class OrderKey {
    /** Greatest number of records of a run. */
    static final int MAX_RECORDS = 1 << 10;
    /** Greatest number of operators and groups that see one sensor. */
    static final int MAX_ENTRIES = 1 << 13;
    /** Greatest number of exchanges on the path of a result. */
    static final int MAX_LEVEL = 4;

    private static final int RESULT_BITS = 20;
    private static final int HIGH_LEVELS = 2;

    private OrderKey() {}

    /** The high word for an entry of a record, before its first result; the low word is 0. */
    static long ofEntry(int record, int entry) {
        return ((long) record * MAX_ENTRIES + entry) << (HIGH_LEVELS * RESULT_BITS);
    }

    static int record(long high) {
        return (int) (high >>> (HIGH_LEVELS * RESULT_BITS)) / MAX_ENTRIES;
    }

    /**
     * The number to add to the high word for the n-th result of a level, counted from 1.
     *
     * @throws IllegalStateException when one reading has more results than a key can distinguish
     */
    static long high(int level, long result) {
        if (result >= 1L << RESULT_BITS) {
            throw new IllegalStateException(
                    "an operator emitted more than " + (result - 1) + " results of one reading; set engine.shards: 1");
        }
        return level < HIGH_LEVELS ? result << ((HIGH_LEVELS - 1 - level) * RESULT_BITS) : 0;
    }

    /** As {@link #high}, for the low word. */
    static long low(int level, long result) {
        return level < HIGH_LEVELS ? 0 : result << ((MAX_LEVEL - level) * RESULT_BITS);
    }

    static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
        return high < otherHigh || (high == otherHigh && low < otherLow);
    }
}
