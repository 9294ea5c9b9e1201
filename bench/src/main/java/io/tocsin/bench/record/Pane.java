package io.tocsin.bench.record;

import org.agrona.UnsafeApi;

/**
 * Arithmetic of a pane with count, sum, least and greatest value. The sum is compensated (Knuth's two-sum), so the
 * average does not depend on the order of arrival.
 *
 * <pre>
 *   0        8        16       24       32       40
 *  +--------+--------+--------+--------+--------+
 *  | count  | sum    | its    | min    | max    |
 *  |        |        | error  |        |        |
 *  +--------+--------+--------+--------+--------+
 * </pre>
 *
 * <p>Methods on <i>sums</i> take the address behind the count, for a count that is stored elsewhere. Allocates nothing.
 */
final class Pane {
    static final int LENGTH = 40;
    static final int SUMS_OFFSET = 8;
    /** Bytes without the count. */
    static final int SUMS_LENGTH = LENGTH - SUMS_OFFSET;

    private static final int SUM = 0;
    private static final int ERROR = 8;
    private static final int MIN = 16;
    private static final int MAX = 24;

    private Pane() {}

    static long count(long pane) {
        return UnsafeApi.getLong(pane);
    }

    /** Sets the count; the sums of an empty pane mean nothing. */
    static void count(long pane, long count) {
        UnsafeApi.putLong(pane, count);
    }

    /** Adds a sample to a pane, which may be empty. */
    static void addTo(long pane, double value) {
        long count = count(pane);
        count(pane, count + 1);
        if (count == 0) {
            begin(pane + SUMS_OFFSET, value);
        } else {
            add(pane + SUMS_OFFSET, value);
        }
    }

    /** Sets sums to those of the first sample. */
    static void begin(long sums, double value) {
        UnsafeApi.putDouble(sums + SUM, value);
        UnsafeApi.putDouble(sums + ERROR, 0);
        UnsafeApi.putDouble(sums + MIN, value);
        UnsafeApi.putDouble(sums + MAX, value);
    }

    /** Adds a further sample to sums. */
    static void add(long sums, double value) {
        merge(sums, value, 0, value, value);
    }

    /** Merges a pane into another one; both may be empty. */
    static void merge(long into, long from) {
        long fromCount = count(from);
        if (fromCount == 0) {
            return;
        }
        long count = count(into);
        count(into, count + fromCount);
        if (count == 0) {
            copySums(into + SUMS_OFFSET, from + SUMS_OFFSET);
        } else {
            long sums = from + SUMS_OFFSET;
            merge(
                    into + SUMS_OFFSET,
                    UnsafeApi.getDouble(sums + SUM),
                    UnsafeApi.getDouble(sums + ERROR),
                    UnsafeApi.getDouble(sums + MIN),
                    UnsafeApi.getDouble(sums + MAX));
        }
    }

    private static void merge(long sums, double sum, double error, double min, double max) {
        double before = UnsafeApi.getDouble(sums + SUM);
        double after = before + sum;
        double lost = lost(before, sum, after);
        UnsafeApi.putDouble(sums + SUM, after);
        UnsafeApi.putDouble(sums + ERROR, UnsafeApi.getDouble(sums + ERROR) + (lost + error));
        UnsafeApi.putDouble(sums + MIN, Math.min(UnsafeApi.getDouble(sums + MIN), min));
        UnsafeApi.putDouble(sums + MAX, Math.max(UnsafeApi.getDouble(sums + MAX), max));
    }

    /** Exactly the part of a sum that rounding lost. */
    private static double lost(double before, double value, double after) {
        double added = after - before;
        return (before - (after - added)) + (value - added);
    }

    static void copySums(long into, long from) {
        for (int offset = 0; offset < SUMS_LENGTH; offset += Long.BYTES) {
            UnsafeApi.putLong(into + offset, UnsafeApi.getLong(from + offset));
        }
    }

    static double averageOf(long sums, long count) {
        return (UnsafeApi.getDouble(sums + SUM) + UnsafeApi.getDouble(sums + ERROR)) / count;
    }

    /** The average of two panes, one of which may be empty. */
    static double average(long first, long second) {
        long firstCount = count(first);
        long secondCount = count(second);
        if (firstCount == 0 || secondCount == 0) {
            return firstCount == 0
                    ? averageOf(second + SUMS_OFFSET, secondCount)
                    : averageOf(first + SUMS_OFFSET, firstCount);
        }
        double before = UnsafeApi.getDouble(first + SUMS_OFFSET + SUM);
        double sum = UnsafeApi.getDouble(second + SUMS_OFFSET + SUM);
        double after = before + sum;
        double error = UnsafeApi.getDouble(first + SUMS_OFFSET + ERROR)
                + (lost(before, sum, after) + UnsafeApi.getDouble(second + SUMS_OFFSET + ERROR));
        return (after + error) / (firstCount + secondCount);
    }

    /** The least value of two panes, one of which may be empty. */
    static double min(long first, long second) {
        double firstMin = count(first) == 0 ? Double.POSITIVE_INFINITY : min(first + SUMS_OFFSET);
        return count(second) == 0 ? firstMin : Math.min(firstMin, min(second + SUMS_OFFSET));
    }

    /** The greatest value of two panes, one of which may be empty. */
    static double max(long first, long second) {
        double firstMax = count(first) == 0 ? Double.NEGATIVE_INFINITY : max(first + SUMS_OFFSET);
        return count(second) == 0 ? firstMax : Math.max(firstMax, max(second + SUMS_OFFSET));
    }

    static double min(long sums) {
        return UnsafeApi.getDouble(sums + MIN);
    }

    static double max(long sums) {
        return UnsafeApi.getDouble(sums + MAX);
    }
}
