package io.tocsin.engine.window;

import org.agrona.UnsafeApi;

/**
 * The part of a pane that sums the steps of a counter ({@link io.tocsin.engine.plan.window.Aggregate#INCREASE}): each
 * sample brings its step from the sample before it, which may belong to an earlier pane. So panes merge by addition,
 * and a window counts from the last sample before it.
 *
 * <pre>
 *   0        8        16       24
 *  +--------+--------+--------+
 *  | since  | sum    | its    |
 *  |        |        | error  |
 *  +--------+--------+--------+
 * </pre>
 *
 * <p>Since is the time of the sample before the first one, or of the first one when there is none before. Allocates
 * nothing. One thread.
 */
final class CounterSteps {
    static final int LENGTH = 24;

    private static final int SINCE_OFFSET = 0;
    private static final int SUM_OFFSET = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int offset;
    private long sinceNs;
    private double step;

    /**
     * @param offset of this part in a pane; {@link PaneLayout#NONE} when panes lack it
     */
    CounterSteps(int offset) {
        this.offset = offset;
    }

    /** Sets the step to the samples added from here on, and the time of the sample before it. */
    void next(long afterNs, double nextStep) {
        sinceNs = afterNs;
        step = nextStep;
    }

    long sinceNs() {
        return sinceNs;
    }

    double step() {
        return step;
    }

    void begin(long pane) {
        long at = pane + offset;
        UnsafeApi.putLong(at + SINCE_OFFSET, sinceNs);
        UnsafeApi.putDouble(at + SUM_OFFSET, step);
        UnsafeApi.putDouble(at + SUM_OFFSET + Double.BYTES, 0);
    }

    void add(long pane) {
        Panes.addToSum(pane + offset + SUM_OFFSET, step, 0);
    }

    /** Adds a later pane. */
    void merge(long into, long from) {
        long sum = from + offset + SUM_OFFSET;
        Panes.addToSum(into + offset + SUM_OFFSET, UnsafeApi.getDouble(sum), UnsafeApi.getDouble(sum + Double.BYTES));
    }

    void move(long pane, long byNs) {
        Panes.addTo(pane + offset + SINCE_OFFSET, byNs);
    }

    double sum(long pane) {
        return Panes.sumAt(pane + offset + SUM_OFFSET);
    }

    /** The sum for each second until the last sample; NaN when there is no time between. */
    double perSecond(long pane, long lastNs) {
        double seconds = (lastNs - UnsafeApi.getLong(pane + offset + SINCE_OFFSET)) / NANOS_PER_SECOND;
        return seconds == 0 ? Double.NaN : sum(pane) / seconds;
    }
}
