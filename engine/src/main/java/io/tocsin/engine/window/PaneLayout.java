package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import java.util.Collection;
import java.util.EnumSet;

/**
 * What a pane keeps of its samples: only what the wanted aggregates need, each part at an offset of its own. All parts are
 * mergeable, so a window is the merge of its panes.
 *
 * <pre>
 *   count | sum, its error | min | max | first time, first value | last time, last value | mean, sum of squared distances
 *     8        16             8     8            16                        16                          16
 * </pre>
 */
final class PaneLayout {
    /** The part is not kept. */
    static final int NONE = -1;

    static final int COUNT_OFFSET = 0;

    private static final EnumSet<Aggregate> NEED_SUM = EnumSet.of(Aggregate.SUM, Aggregate.AVG);
    private static final EnumSet<Aggregate> NEED_MIN = EnumSet.of(Aggregate.MIN, Aggregate.RANGE);
    private static final EnumSet<Aggregate> NEED_MAX = EnumSet.of(Aggregate.MAX, Aggregate.RANGE);
    private static final EnumSet<Aggregate> NEED_FIRST = EnumSet.of(Aggregate.FIRST, Aggregate.RATE);
    private static final EnumSet<Aggregate> NEED_LAST = EnumSet.of(Aggregate.LAST, Aggregate.RATE);
    private static final EnumSet<Aggregate> NEED_DEVIATION = EnumSet.of(Aggregate.STDDEV);

    final int sumOffset;
    final int minOffset;
    final int maxOffset;
    final int firstOffset;
    final int lastOffset;
    final int deviationOffset;
    final int length;

    PaneLayout(Collection<Aggregate> aggregates) {
        int at = COUNT_OFFSET + Long.BYTES;
        sumOffset = needs(aggregates, NEED_SUM) ? at : NONE;
        at += sumOffset == NONE ? 0 : 2 * Double.BYTES;
        minOffset = needs(aggregates, NEED_MIN) ? at : NONE;
        at += minOffset == NONE ? 0 : Double.BYTES;
        maxOffset = needs(aggregates, NEED_MAX) ? at : NONE;
        at += maxOffset == NONE ? 0 : Double.BYTES;
        firstOffset = needs(aggregates, NEED_FIRST) ? at : NONE;
        at += firstOffset == NONE ? 0 : Long.BYTES + Double.BYTES;
        lastOffset = needs(aggregates, NEED_LAST) ? at : NONE;
        at += lastOffset == NONE ? 0 : Long.BYTES + Double.BYTES;
        deviationOffset = needs(aggregates, NEED_DEVIATION) ? at : NONE;
        at += deviationOffset == NONE ? 0 : 2 * Double.BYTES;
        length = at;
    }

    private static boolean needs(Collection<Aggregate> aggregates, EnumSet<Aggregate> any) {
        for (Aggregate aggregate : aggregates) {
            if (any.contains(aggregate)) {
                return true;
            }
        }
        return false;
    }
}
