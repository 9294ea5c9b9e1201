package io.tocsin.engine.window;

import static io.tocsin.engine.window.PaneLayout.COUNT_OFFSET;
import static io.tocsin.engine.window.PaneLayout.NONE;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.window.sketch.DistinctValues;
import io.tocsin.engine.window.sketch.ValueHistogram;
import java.util.Collection;
import org.agrona.UnsafeApi;

/**
 * Arithmetic of panes at addresses: clear, add a sample, merge, read. Knows nothing of time but which sample is the
 * first and which the last, and how long values held.
 *
 * <p>For aggregates that {@linkplain Aggregate#needsOrder() need order} and for {@link TimeInState}, and for nothing
 * else, samples come in the order of time, and so do merged panes. Allocates nothing. One thread.
 */
public final class Panes {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Up to here a loop over words is quicker than the call that copies memory. */
    private static final int FEW_BYTES = 256;

    private final PaneLayout layout;
    private final HeldTimes held;
    private final CounterSteps steps;
    /** Null: a value holds from its sample to the end of the window, and panes know none before. */
    private final CarriedTimes carried;

    private final DistinctValues distinct = new DistinctValues();

    /**
     * @param timeIn for how long the value was in which states
     * @param holdsToEnd whether the last value counts until the end of the window, or its time ends with that sample
     */
    public Panes(Collection<Aggregate> aggregates, Collection<TimeInState> timeIn, boolean holdsToEnd) {
        this(aggregates, timeIn, holdsToEnd, false);
    }

    /**
     * @param carries whether the value before the first sample counts too: {@link #carry}
     */
    Panes(Collection<Aggregate> aggregates, Collection<TimeInState> timeIn, boolean holdsToEnd, boolean carries) {
        this.layout = new PaneLayout(aggregates, timeIn, carries);
        this.carried = carries ? new CarriedTimes(layout, timeIn) : null;
        this.held = new HeldTimes(layout, timeIn, holdsToEnd);
        this.steps = new CounterSteps(layout.stepsOffset);
    }

    /** Bytes of a pane, a multiple of 8. */
    public int length() {
        return layout.length;
    }

    /** Whether it has parts that are a hundred times as large as the others. */
    boolean isLarge() {
        return layout.histogramOffset != NONE || layout.distinctOffset != NONE;
    }

    /** Whether they are {@link PlainPanes}. */
    boolean arePlain() {
        return layout.isPlain;
    }

    /** Whether they sum the steps of a counter. */
    boolean haveSteps() {
        return layout.stepsOffset != NONE;
    }

    /** The step to the current sample and the time before it, for windows that add a sample again later. */
    CounterSteps steps() {
        return steps;
    }

    /**
     * Sets a counter's step to the sample that is added next, to one pane or several.
     *
     * @param sinceNs time of the sample before it; its own time when there is none
     */
    public void nextStep(long sinceNs, double step) {
        steps.next(sinceNs, step);
    }

    /**
     * Sets the value that the key has had since its latest sample, before a sample is added and before results are
     * read.
     *
     * @param value NaN: none
     * @param untilNs when it ceases to hold
     */
    public void carry(double value, long untilNs) {
        carried.held(value, untilNs);
    }

    /** Sets the start of the window whose results are read next, in which the value before its samples counts. */
    public void windowFrom(long startNs) {
        carried.windowFrom(startNs);
    }

    /** How many samples it has. */
    public static long count(long pane) {
        return UnsafeApi.getLong(pane + COUNT_OFFSET);
    }

    /** Empties a pane. The other parts mean nothing while it is empty. */
    public static void clear(long pane) {
        UnsafeApi.putLong(pane + COUNT_OFFSET, 0);
    }

    /** Adds a sample. */
    public void add(long pane, long timeNs, double value) {
        if (layout.isPlain) {
            PlainPanes.add(pane, value);
        } else {
            addAny(pane, timeNs, value);
        }
    }

    private void addAny(long pane, long timeNs, double value) {
        long count = UnsafeApi.getLong(pane + COUNT_OFFSET);
        UnsafeApi.putLong(pane + COUNT_OFFSET, count + 1);
        if (count == 0) {
            begin(pane, timeNs, value);
            return;
        }
        if (layout.keepsMore) {
            addMore(pane, timeNs, value);
        }
        if (layout.sumOffset != NONE) {
            addToSum(pane + layout.sumOffset, value, 0);
        }
        if (layout.minOffset != NONE && isLess(value, UnsafeApi.getDouble(pane + layout.minOffset))) {
            UnsafeApi.putDouble(pane + layout.minOffset, value);
        }
        if (layout.maxOffset != NONE && isLess(UnsafeApi.getDouble(pane + layout.maxOffset), value)) {
            UnsafeApi.putDouble(pane + layout.maxOffset, value);
        }
        if (layout.firstOffset != NONE && timeNs < UnsafeApi.getLong(pane + layout.firstOffset)) {
            putSample(pane + layout.firstOffset, timeNs, value);
        }
        if (layout.lastOffset != NONE && timeNs >= UnsafeApi.getLong(pane + layout.lastOffset)) {
            putSample(pane + layout.lastOffset, timeNs, value);
        }
        if (layout.deviationOffset != NONE) {
            mergeDeviation(pane + layout.deviationOffset, count, 1, value, 0);
        }
    }

    /** Makes its samples later by a time, or earlier when it is negative. */
    void move(long pane, long byNs) {
        if (count(pane) > 0) {
            if (layout.firstOffset != NONE) {
                addTo(pane + layout.firstOffset, byNs);
            }
            if (layout.lastOffset != NONE) {
                addTo(pane + layout.lastOffset, byNs);
            }
            if (layout.stepsOffset != NONE) {
                steps.move(pane, byNs);
            }
        }
    }

    /** Adds all of another pane's samples, which came after the ones that are here wherever their times are equal. */
    void merge(long into, long from) {
        long fromCount = count(from);
        if (fromCount == 0) {
            return;
        }
        long count = count(into);
        if (count == 0) {
            copy(into, from);
            return;
        }
        if (layout.isPlain) {
            PlainPanes.merge(into, from);
        } else {
            mergeAny(into, from, count, fromCount);
        }
    }

    private void mergeAny(long into, long from, long count, long fromCount) {
        if (layout.keepsMore) {
            mergeMore(into, from);
        }
        UnsafeApi.putLong(into + COUNT_OFFSET, count + fromCount);
        if (layout.sumOffset != NONE) {
            long sum = from + layout.sumOffset;
            addToSum(into + layout.sumOffset, UnsafeApi.getDouble(sum), UnsafeApi.getDouble(sum + Double.BYTES));
        }
        if (layout.minOffset != NONE) {
            double min = UnsafeApi.getDouble(from + layout.minOffset);
            if (isLess(min, UnsafeApi.getDouble(into + layout.minOffset))) {
                UnsafeApi.putDouble(into + layout.minOffset, min);
            }
        }
        if (layout.maxOffset != NONE) {
            double max = UnsafeApi.getDouble(from + layout.maxOffset);
            if (isLess(UnsafeApi.getDouble(into + layout.maxOffset), max)) {
                UnsafeApi.putDouble(into + layout.maxOffset, max);
            }
        }
        if (layout.firstOffset != NONE) {
            long first = from + layout.firstOffset;
            if (UnsafeApi.getLong(first) < UnsafeApi.getLong(into + layout.firstOffset)) {
                putSample(into + layout.firstOffset, UnsafeApi.getLong(first), sampleValue(first));
            }
        }
        if (layout.lastOffset != NONE) {
            long last = from + layout.lastOffset;
            if (UnsafeApi.getLong(last) >= UnsafeApi.getLong(into + layout.lastOffset)) {
                putSample(into + layout.lastOffset, UnsafeApi.getLong(last), sampleValue(last));
            }
        }
        if (layout.deviationOffset != NONE) {
            long deviation = from + layout.deviationOffset;
            mergeDeviation(
                    into + layout.deviationOffset,
                    count,
                    fromCount,
                    UnsafeApi.getDouble(deviation),
                    UnsafeApi.getDouble(deviation + Double.BYTES));
        }
    }

    /**
     * Result of a pane that is not empty.
     *
     * @param endNs end of the window that it is
     */
    public double result(long pane, Aggregate aggregate, long endNs) {
        return switch (aggregate) {
            case COUNT -> count(pane);
            case SUM -> sum(pane);
            case AVG -> sum(pane) / count(pane);
            case MIN -> UnsafeApi.getDouble(pane + layout.minOffset);
            case MAX -> UnsafeApi.getDouble(pane + layout.maxOffset);
            case RANGE -> UnsafeApi.getDouble(pane + layout.maxOffset) - UnsafeApi.getDouble(pane + layout.minOffset);
            case FIRST -> sampleValue(pane + layout.firstOffset);
            case LAST -> sampleValue(pane + layout.lastOffset);
            case STDDEV -> Math.sqrt(UnsafeApi.getDouble(pane + layout.deviationOffset + Double.BYTES) / count(pane));
            case RATE -> rate(pane);
            case TIME_WEIGHTED_AVG -> carried != null ? carried.mean(pane, endNs) : held.meanUntil(pane, endNs);
            case P50, P90, P95, P99, P999 -> percentile(pane, aggregate.perMille());
            case DISTINCT -> distinct.count(pane + layout.distinctOffset);
            case INCREASE -> steps.sum(pane);
            case COUNTER_RATE -> steps.perSecond(pane, UnsafeApi.getLong(pane + layout.lastOffset));
        };
    }

    /**
     * For how many seconds a pane that is not empty was in a state.
     *
     * @param state its place among them
     * @param endNs end of the window that it is
     */
    public double secondsIn(long pane, int state, long endNs) {
        return carried != null ? carried.secondsIn(pane, state, endNs) : held.secondsIn(pane, state, endNs);
    }

    private void begin(long pane, long timeNs, double value) {
        if (layout.sumOffset != NONE) {
            UnsafeApi.putDouble(pane + layout.sumOffset, value);
            UnsafeApi.putDouble(pane + layout.sumOffset + Double.BYTES, 0);
        }
        if (layout.minOffset != NONE) {
            UnsafeApi.putDouble(pane + layout.minOffset, value);
        }
        if (layout.maxOffset != NONE) {
            UnsafeApi.putDouble(pane + layout.maxOffset, value);
        }
        if (layout.firstOffset != NONE) {
            putSample(pane + layout.firstOffset, timeNs, value);
        }
        if (layout.lastOffset != NONE) {
            putSample(pane + layout.lastOffset, timeNs, value);
        }
        if (layout.deviationOffset != NONE) {
            UnsafeApi.putDouble(pane + layout.deviationOffset, value);
            UnsafeApi.putDouble(pane + layout.deviationOffset + Double.BYTES, 0);
        }
        if (layout.keepsMore) {
            beginMore(pane, value);
        }
    }

    private void beginMore(long pane, double value) {
        if (carried != null) {
            carried.begin(pane);
        } else {
            held.begin(pane, value);
        }
        if (layout.stepsOffset != NONE) {
            steps.begin(pane);
        }
        if (layout.histogramOffset != NONE) {
            ValueHistogram.clear(pane + layout.histogramOffset);
            ValueHistogram.add(pane + layout.histogramOffset, value);
        }
        if (layout.distinctOffset != NONE) {
            distinct.clear(pane + layout.distinctOffset);
            distinct.add(pane + layout.distinctOffset, value);
        }
    }

    /** The last sample must still be the one before. */
    private void addMore(long pane, long timeNs, double value) {
        if (carried != null) {
            carried.add(pane, timeNs);
        } else {
            held.add(pane, timeNs);
        }
        if (layout.stepsOffset != NONE) {
            steps.add(pane);
        }
        if (layout.histogramOffset != NONE) {
            ValueHistogram.add(pane + layout.histogramOffset, value);
        }
        if (layout.distinctOffset != NONE) {
            distinct.add(pane + layout.distinctOffset, value);
        }
    }

    /** The first and the last sample must still be those before. */
    private void mergeMore(long into, long from) {
        if (carried != null) {
            carried.merge(into, from);
        } else {
            held.merge(into, from);
        }
        if (layout.stepsOffset != NONE) {
            steps.merge(into, from);
        }
        if (layout.histogramOffset != NONE) {
            ValueHistogram.merge(into + layout.histogramOffset, from + layout.histogramOffset);
        }
        if (layout.distinctOffset != NONE) {
            distinct.merge(into + layout.distinctOffset, from + layout.distinctOffset);
        }
    }

    static void addTo(long at, long addend) {
        UnsafeApi.putLong(at, UnsafeApi.getLong(at) + addend);
    }

    private void copy(long into, long from) {
        if (layout.length > FEW_BYTES) {
            UnsafeApi.copyMemory(from, into, layout.length);
            return;
        }
        for (int offset = 0; offset < layout.length; offset += Long.BYTES) {
            UnsafeApi.putLong(into + offset, UnsafeApi.getLong(from + offset));
        }
    }

    /** -0.0 is less than 0.0: the least and the greatest must not depend on the order of samples and merges. */
    private static boolean isLess(double a, double b) {
        return a < b || (a == 0 && b == 0 && Double.doubleToRawLongBits(a) < Double.doubleToRawLongBits(b));
    }

    private double sum(long pane) {
        return sumAt(pane + layout.sumOffset);
    }

    static double sumAt(long at) {
        double sum = UnsafeApi.getDouble(at);
        double total = sum + UnsafeApi.getDouble(at + Double.BYTES);
        // Once the sum has overflowed its error is no number.
        return Double.isNaN(total) ? sum : total;
    }

    private double rate(long pane) {
        long first = pane + layout.firstOffset;
        long last = pane + layout.lastOffset;
        double seconds = (UnsafeApi.getLong(last) - UnsafeApi.getLong(first)) / NANOS_PER_SECOND;
        return seconds == 0 ? Double.NaN : (sampleValue(last) - sampleValue(first)) / seconds;
    }

    /** By nearest rank; never beyond the least and the greatest, which are known exactly. */
    private double percentile(long pane, int perMille) {
        long rank = (count(pane) * perMille + 999) / 1_000;
        double value = ValueHistogram.valueAt(pane + layout.histogramOffset, rank);
        double min = UnsafeApi.getDouble(pane + layout.minOffset);
        double max = UnsafeApi.getDouble(pane + layout.maxOffset);
        return Math.min(Math.max(value, min), max);
    }

    /** Knuth's two-sum: the sum and, exactly, what its rounding lost. */
    static void addToSum(long sum, double value, double valueError) {
        double before = UnsafeApi.getDouble(sum);
        double after = before + value;
        double lost = lostBySum(before, value, after);
        UnsafeApi.putDouble(sum, after);
        UnsafeApi.putDouble(sum + Double.BYTES, UnsafeApi.getDouble(sum + Double.BYTES) + (lost + valueError));
    }

    /** Exactly what rounding took from the sum of two numbers. */
    static double lostBySum(double before, double value, double after) {
        double added = after - before;
        return (before - (after - added)) + (value - added);
    }

    /** Chan's update of mean and sum of squared distances from it. */
    private static void mergeDeviation(
            long deviation, long count, long fromCount, double fromMean, double fromSquares) {
        double mean = UnsafeApi.getDouble(deviation);
        double distance = fromMean - mean;
        double total = count + fromCount;
        UnsafeApi.putDouble(deviation, mean + distance * (fromCount / total));
        double squares = UnsafeApi.getDouble(deviation + Double.BYTES);
        UnsafeApi.putDouble(
                deviation + Double.BYTES, squares + fromSquares + distance * distance * (count * (fromCount / total)));
    }

    private static void putSample(long sample, long timeNs, double value) {
        UnsafeApi.putLong(sample, timeNs);
        UnsafeApi.putDouble(sample + Long.BYTES, value);
    }

    static long time(long sample) {
        return UnsafeApi.getLong(sample);
    }

    static double sampleValue(long sample) {
        return UnsafeApi.getDouble(sample + Long.BYTES);
    }
}
