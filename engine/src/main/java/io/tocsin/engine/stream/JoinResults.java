package io.tocsin.engine.stream;

import static io.tocsin.engine.stream.JoinPairs.LEFT;

import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.StreamRowFlyweight;

/** The results of a join: rows for sinks, readings of its derived sensors. Engine thread; allocates nothing. */
final class JoinResults {
    /** A row has the times of both sides behind its values; of a side that is not there, this. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int TIMES = 2;

    private final int nodeId;
    private final JoinType type;
    private final JoinValue[] values;
    private final JoinPairs pairs;
    private final OperatorContext context;
    private boolean emitsRows;

    /**
     * @param pairs the keys of the join, which have the derived sensors
     */
    JoinResults(JoinNode join, int nodeId, JoinPairs pairs, OperatorContext context) {
        this.nodeId = nodeId;
        this.type = join.type();
        this.values = join.values().toArray(JoinValue[]::new);
        this.pairs = pairs;
        this.context = context;
    }

    /** Values of a result. */
    int count() {
        return values.length;
    }

    /** Whether a sink wants rows. */
    void emitsRows(boolean isWanted) {
        emitsRows = isWanted;
    }

    /** Emits a result; a side that is not there has no time. */
    void emit(int pair, long startNs, long endNs, long leftNs, double left, long rightNs, double right) {
        if (emitsRows) {
            StreamRowFlyweight row = context.emitter()
                    .row(nodeId, pairs.keyId(pair, LEFT), values.length + TIMES)
                    .startNs(startNs)
                    .endNs(endNs)
                    .count(leftNs == NO_TIME || rightNs == NO_TIME ? 1 : 2)
                    .asJoin();
            for (int i = 0; i < values.length; i++) {
                row.value(i, values[i].of(left, right));
            }
            context.emitter().emit(row.timeNs(values.length, leftNs).timeNs(values.length + 1, rightNs));
        }
        for (int i = 0; i < values.length; i++) {
            int index = pairs.derived(pair, i);
            if (index >= 0) {
                double value = values[i].of(left, right);
                if (Double.isFinite(value) || TextValue.isText(value)) {
                    context.derived().onDerived(index, endNs - 1, value);
                } else if (leftNs != NO_TIME
                        && rightNs != NO_TIME
                        && context.edition().isSecond()) {
                    context.derived().onGone(index, Long.MIN_VALUE, ValueFlags.GONE);
                }
            }
        }
    }

    /**
     * The results of a key that need a side have no value any more.
     *
     * @param timeNs when; never before the newest result
     * @param flags why: bits of {@link ValueFlags}
     */
    void end(int pair, int side, long timeNs, int flags) {
        boolean goesOnWithout = type.givesUnmatched(side != LEFT);
        for (int i = 0; i < values.length; i++) {
            int index = pairs.derived(pair, i);
            if (index >= 0 && (!goesOnWithout || values[i].needs(side == LEFT))) {
                context.derived().onGone(index, timeNs, flags);
            }
        }
    }

    /** Whether alarms or streams see results of a key. */
    boolean hasDerived(int pair) {
        for (int i = 0; i < values.length; i++) {
            if (pairs.derived(pair, i) >= 0) {
                return true;
            }
        }
        return false;
    }
}
