package io.tocsin.engine.window;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.window.sketch.DistinctValues;
import io.tocsin.engine.window.sketch.ValueHistogram;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Layout of a pane's summary of its samples: only the parts that the selected aggregates need, each at its own offset.
 * All parts are mergeable, so a window is the merge of its panes.
 *
 * <pre>
 *   count | sum, its error | min | max | first time, first value | last time, last value | mean, sum of squared diffs
 *     8        16             8     8            16                        16                          16
 *   | value before the first sample, until when; ns known, their mean: from the first sample to the last
 *                            32, instead of the next part, when values are carried
 *   | mean by time from the first sample to the last | ns in each state, from the first sample to the last
 *                            8                                           8 each
 *   | time of the sample before a counter's steps, their sum, its error
 *                            24
 *   | histogram | distinct values
 *       4,104          2,056
 * </pre>
 *
 * <p>Unused bytes of a pane with samples are zero, because digests read the whole pane.
 */
final class PaneLayout {
    /** Offset of a part that the layout lacks. */
    static final int NONE = -1;

    static final int COUNT_OFFSET = 0;

    private static final Set<Aggregate> PERCENTILES = percentiles();
    private static final Set<Aggregate> NEED_SUM = EnumSet.of(Aggregate.SUM, Aggregate.AVG);
    private static final Set<Aggregate> NEED_MIN = and(PERCENTILES, Aggregate.MIN, Aggregate.RANGE);
    private static final Set<Aggregate> NEED_MAX = and(PERCENTILES, Aggregate.MAX, Aggregate.RANGE);
    private static final Set<Aggregate> NEED_FIRST =
            EnumSet.of(Aggregate.FIRST, Aggregate.RATE, Aggregate.TIME_WEIGHTED_AVG);
    private static final Set<Aggregate> NEED_LAST =
            EnumSet.of(Aggregate.LAST, Aggregate.RATE, Aggregate.TIME_WEIGHTED_AVG, Aggregate.COUNTER_RATE);
    private static final Set<Aggregate> NEED_DEVIATION = EnumSet.of(Aggregate.STDDEV);
    private static final Set<Aggregate> NEED_HELD = EnumSet.of(Aggregate.TIME_WEIGHTED_AVG);
    private static final Set<Aggregate> NEED_STEPS = EnumSet.of(Aggregate.INCREASE, Aggregate.COUNTER_RATE);
    private static final Set<Aggregate> NEED_DISTINCT = EnumSet.of(Aggregate.DISTINCT);

    final int sumOffset;
    final int minOffset;
    final int maxOffset;
    final int firstOffset;
    final int lastOffset;
    final int deviationOffset;
    final int heldOffset;
    /** Offset of the value before the first sample, and of what is known behind it. */
    final int carriedOffset;

    /** Offset of the times in states, in the order of the states. */
    final int statesOffset;

    /** Offset of a counter's steps. */
    final int stepsOffset;

    final int histogramOffset;
    final int distinctOffset;
    /** Whether the layout has only count, sum, least and greatest: {@link PlainPanes}. */
    final boolean isPlain;

    /** Whether the layout has any of the last six parts. Most streams have none, so one check skips all six. */
    final boolean keepsMore;

    final int length;

    /**
     * @param carries whether panes know the value before their first sample
     */
    PaneLayout(Collection<Aggregate> aggregates, Collection<TimeInState> timeIn, boolean carries) {
        int at = COUNT_OFFSET + Long.BYTES;
        sumOffset = needs(aggregates, NEED_SUM) ? at : NONE;
        at += sumOffset == NONE ? 0 : 2 * Double.BYTES;
        minOffset = needs(aggregates, NEED_MIN) ? at : NONE;
        at += minOffset == NONE ? 0 : Double.BYTES;
        maxOffset = needs(aggregates, NEED_MAX) ? at : NONE;
        at += maxOffset == NONE ? 0 : Double.BYTES;
        firstOffset = needs(aggregates, NEED_FIRST) || !timeIn.isEmpty() ? at : NONE;
        at += firstOffset == NONE ? 0 : Long.BYTES + Double.BYTES;
        lastOffset = needs(aggregates, NEED_LAST) || !timeIn.isEmpty() ? at : NONE;
        at += lastOffset == NONE ? 0 : Long.BYTES + Double.BYTES;
        deviationOffset = needs(aggregates, NEED_DEVIATION) ? at : NONE;
        at += deviationOffset == NONE ? 0 : 2 * Double.BYTES;
        heldOffset = needs(aggregates, NEED_HELD) && !carries ? at : NONE;
        at += heldOffset == NONE ? 0 : Double.BYTES;
        carriedOffset = carries ? at : NONE;
        at += carries ? CarriedTimes.LENGTH : 0;
        statesOffset = timeIn.isEmpty() ? NONE : at;
        at += timeIn.size() * Long.BYTES;
        stepsOffset = needs(aggregates, NEED_STEPS) ? at : NONE;
        at += stepsOffset == NONE ? 0 : CounterSteps.LENGTH;
        histogramOffset = needs(aggregates, PERCENTILES) ? at : NONE;
        at += histogramOffset == NONE ? 0 : ValueHistogram.LENGTH;
        distinctOffset = needs(aggregates, NEED_DISTINCT) ? at : NONE;
        at += distinctOffset == NONE ? 0 : DistinctValues.LENGTH;
        keepsMore = heldOffset != NONE
                || carriedOffset != NONE
                || statesOffset != NONE
                || stepsOffset != NONE
                || histogramOffset != NONE
                || distinctOffset != NONE;
        boolean hasThree = sumOffset == PlainPanes.SUM_OFFSET && maxOffset == PlainPanes.MAX_OFFSET;
        isPlain = hasThree && at == PlainPanes.LENGTH;
        length = at;
    }

    private static Set<Aggregate> percentiles() {
        Set<Aggregate> percentiles = EnumSet.allOf(Aggregate.class);
        percentiles.removeIf(aggregate -> !aggregate.isPercentile());
        return percentiles;
    }

    private static Set<Aggregate> and(Set<Aggregate> aggregates, Aggregate... others) {
        Set<Aggregate> all = EnumSet.copyOf(aggregates);
        all.addAll(List.of(others));
        return all;
    }

    private static boolean needs(Collection<Aggregate> aggregates, Set<Aggregate> any) {
        for (Aggregate aggregate : aggregates) {
            if (any.contains(aggregate)) {
                return true;
            }
        }
        return false;
    }
}
