package io.tocsin.bench.record;

import org.agrona.UnsafeApi;

/**
 * Windows of panes as long as their slide, aligned to the epoch. The record holds the sensor's newest pane:
 *
 * <pre>
 *   24       32       40       48       56       64
 *  +--------+--------+--------+--------+--------+
 *  | pane   | sum    | its    | min    | max    |
 *  |        |        | error  |        |        |
 *  +--------+--------+--------+--------+--------+
 *
 *   pane: number 40 bits | earlier 1 bit | samples 23 bits
 * </pre>
 *
 * <p>The number of a pane is its start divided by its length; a pane takes up to 8,388,607 samples. <i>Earlier</i>: a
 * window that contains an earlier pane, but not the newest one, is open.
 */
abstract class WindowRecords extends Records {
    /** Bit of the pane. */
    static final long EARLIER = 1L << 23;

    private static final int PANE_OFFSET = OWN_OFFSET;
    private static final int NUMBER_SHIFT = 24;
    private static final long COUNT_MASK = EARLIER - 1;
    /** Offset of the newest pane's sums. */
    static final int NEWEST_SUMS_OFFSET = 32;

    final long paneNs;
    private final long outOfOrdernessNs;
    private long lateCount;

    /**
     * @param paneNs length of a pane
     * @param outOfOrdernessNs lag of the watermark behind the newest event time, at most the length of a window
     */
    WindowRecords(int sensorCount, long paneNs, long outOfOrdernessNs, RecordSink sink) {
        super(sensorCount, -1, Double.NaN, sink);
        this.paneNs = paneNs;
        this.outOfOrdernessNs = outOfOrdernessNs;
    }

    @Override
    public void reset() {
        super.reset();
        lateCount = 0;
    }

    @Override
    public final long lateCount() {
        return lateCount;
    }

    final void countLate() {
        lateCount++;
    }

    @Override
    public final void onReading(long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value) {
        long at = at(sensorId);
        long watermarkNs = moveTime(at, eventTimeNs, receiveTimeNs) - outOfOrdernessNs;
        long pane = UnsafeApi.getLong(at + PANE_OFFSET);
        long startNs = number(pane) * paneNs;
        // The watermark is behind the newest pane's end: its windows are open. A wrapped difference is no time in it.
        if (Long.compareUnsigned(eventTimeNs - startNs, paneNs) < 0
                && ((pane & EARLIER) == 0 || watermarkNs < closesFromNs(startNs))) {
            putPane(at, pane + 1);
            Pane.add(at + NEWEST_SUMS_OFFSET, value);
        } else {
            onSampleElsewhere(position, at, sensorId, eventTimeNs, receiveTimeNs, value, watermarkNs);
        }
    }

    /** A watermark below which no window with an earlier pane closes while the newest pane begins at a time. */
    abstract long closesFromNs(long startNs);

    /** Folds a sample before which windows may close, or of another pane than the newest. */
    abstract void onSampleElsewhere(
            long position, long at, int sensorId, long eventTimeNs, long receiveTimeNs, double value, long watermarkNs);

    static long pane(long at) {
        return UnsafeApi.getLong(at + PANE_OFFSET);
    }

    static void putPane(long at, long pane) {
        UnsafeApi.putLong(at + PANE_OFFSET, pane);
    }

    /** Makes a pane with one sample the newest. */
    static void beginPane(long at, long number, boolean isEarlierOpen, double value) {
        putPane(at, number << NUMBER_SHIFT | (isEarlierOpen ? EARLIER : 0) | 1);
        Pane.begin(at + NEWEST_SUMS_OFFSET, value);
    }

    static long number(long pane) {
        return pane >>> NUMBER_SHIFT;
    }

    static long count(long pane) {
        return pane & COUNT_MASK;
    }

    /** Copies the newest pane. */
    static void copyNewest(long at, long into) {
        Pane.count(into, count(pane(at)));
        Pane.copySums(into + Pane.SUMS_OFFSET, at + NEWEST_SUMS_OFFSET);
    }
}
