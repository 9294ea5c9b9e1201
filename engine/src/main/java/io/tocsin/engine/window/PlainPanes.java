package io.tocsin.engine.window;

import org.agrona.UnsafeApi;

/**
 * Panes of count, sum, least and greatest only, as most streams have them. The results equal those of {@link Panes} bit
 * for bit, but no part need be checked for presence, and a run of panes is merged in registers.
 *
 * <pre>
 *   0        8        16       24       32       40
 *  +--------+--------+--------+--------+--------+
 *  | count  | sum    | its    | min    | max    |
 *  |        |        | error  |        |        |
 *  +--------+--------+--------+--------+--------+
 * </pre>
 *
 * <p>Allocates nothing.
 */
final class PlainPanes {
    static final int COUNT_OFFSET = PaneLayout.COUNT_OFFSET;
    static final int SUM_OFFSET = 8;
    private static final int ERROR_OFFSET = 16;
    private static final int MIN_OFFSET = 24;
    static final int MAX_OFFSET = 32;
    static final int LENGTH = 40;

    private PlainPanes() {}

    /** Adds a sample. */
    static void add(long pane, double value) {
        long count = UnsafeApi.getLong(pane + COUNT_OFFSET);
        UnsafeApi.putLong(pane + COUNT_OFFSET, count + 1);
        if (count == 0) {
            UnsafeApi.putDouble(pane + SUM_OFFSET, value);
            UnsafeApi.putDouble(pane + ERROR_OFFSET, 0);
            UnsafeApi.putDouble(pane + MIN_OFFSET, value);
            UnsafeApi.putDouble(pane + MAX_OFFSET, value);
            return;
        }
        double before = UnsafeApi.getDouble(pane + SUM_OFFSET);
        double after = before + value;
        UnsafeApi.putDouble(pane + SUM_OFFSET, after);
        UnsafeApi.putDouble(
                pane + ERROR_OFFSET,
                UnsafeApi.getDouble(pane + ERROR_OFFSET) + (Panes.lostBySum(before, value, after) + 0));
        UnsafeApi.putDouble(pane + MIN_OFFSET, least(UnsafeApi.getDouble(pane + MIN_OFFSET), value));
        UnsafeApi.putDouble(pane + MAX_OFFSET, greatest(UnsafeApi.getDouble(pane + MAX_OFFSET), value));
    }

    /** Merges a pane with samples into another pane with samples. */
    static void merge(long into, long from) {
        UnsafeApi.putLong(into + COUNT_OFFSET, Panes.count(into) + Panes.count(from));
        double before = UnsafeApi.getDouble(into + SUM_OFFSET);
        double fromSum = UnsafeApi.getDouble(from + SUM_OFFSET);
        double after = before + fromSum;
        double lost = Panes.lostBySum(before, fromSum, after) + UnsafeApi.getDouble(from + ERROR_OFFSET);
        UnsafeApi.putDouble(into + SUM_OFFSET, after);
        UnsafeApi.putDouble(into + ERROR_OFFSET, UnsafeApi.getDouble(into + ERROR_OFFSET) + lost);
        double min = least(UnsafeApi.getDouble(into + MIN_OFFSET), UnsafeApi.getDouble(from + MIN_OFFSET));
        UnsafeApi.putDouble(into + MIN_OFFSET, min);
        double max = greatest(UnsafeApi.getDouble(into + MAX_OFFSET), UnsafeApi.getDouble(from + MAX_OFFSET));
        UnsafeApi.putDouble(into + MAX_OFFSET, max);
    }

    /**
     * Merges the last panes of a ring before an end, oldest first.
     *
     * @param into address of the pane that receives the merge; it may be empty
     * @return start of the newest pane merged, {@link PaneRings#NO_PANE} for none
     */
    static long mergeRun(PaneRings rings, long ring, int paneCount, long endNs, int endIndex, long into) {
        long newest = PaneRings.NO_PANE;
        long count = UnsafeApi.getLong(into + COUNT_OFFSET);
        double sum = UnsafeApi.getDouble(into + SUM_OFFSET);
        double error = UnsafeApi.getDouble(into + ERROR_OFFSET);
        double min = UnsafeApi.getDouble(into + MIN_OFFSET);
        double max = UnsafeApi.getDouble(into + MAX_OFFSET);
        int index = rings.indexAfter(endIndex, -paneCount);
        for (long start = endNs - paneCount * rings.paneNs; start < endNs; start += rings.paneNs) {
            if (rings.has(ring, index, start)) {
                long from = rings.samples(ring, index);
                newest = start;
                double fromSum = UnsafeApi.getDouble(from + SUM_OFFSET);
                double fromError = UnsafeApi.getDouble(from + ERROR_OFFSET);
                double fromMin = UnsafeApi.getDouble(from + MIN_OFFSET);
                double fromMax = UnsafeApi.getDouble(from + MAX_OFFSET);
                boolean isFirst = count == 0;
                double after = sum + fromSum;
                error = isFirst ? fromError : error + (Panes.lostBySum(sum, fromSum, after) + fromError);
                sum = isFirst ? fromSum : after;
                min = isFirst ? fromMin : least(min, fromMin);
                max = isFirst ? fromMax : greatest(max, fromMax);
                count += UnsafeApi.getLong(from + COUNT_OFFSET);
            }
            index = rings.indexAfter(index, 1);
        }
        UnsafeApi.putLong(into + COUNT_OFFSET, count);
        UnsafeApi.putDouble(into + SUM_OFFSET, sum);
        UnsafeApi.putDouble(into + ERROR_OFFSET, error);
        UnsafeApi.putDouble(into + MIN_OFFSET, min);
        UnsafeApi.putDouble(into + MAX_OFFSET, max);
        return newest;
    }

    /**
     * The lesser value, without a branch: some three of ten samples are the least so far, which a processor predicts
     * badly.
     */
    private static double least(double least, double value) {
        return Double.isNaN(value) ? least : Math.min(least, value);
    }

    private static double greatest(double greatest, double value) {
        return Double.isNaN(value) ? greatest : Math.max(greatest, value);
    }
}
