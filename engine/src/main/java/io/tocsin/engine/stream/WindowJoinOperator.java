package io.tocsin.engine.stream;

import static io.tocsin.engine.operator.SampleLists.NIL;
import static io.tocsin.engine.stream.JoinPairs.LEFT;
import static io.tocsin.engine.stream.JoinPairs.RIGHT;

import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.SampleLists;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.window.TimeWindows;

/**
 * Joins the samples of one window: when the window closes, each left sample is joined with each right sample.
 * Overlapping windows emit a pair once each. A sample is retained until the last window that contains it has closed.
 * The windows are computed from the retained samples, so no window is stored.
 *
 * <p>The end of a window costs a division. It is therefore computed only when a window closes or a sample is older than
 * all retained samples, and not for each reading.
 */
final class WindowJoinOperator extends JoinOperator {
    private final TimeWindows windows;

    WindowJoinOperator(JoinNode join, JoinCondition.SameWindow condition, int nodeId, OperatorContext context) {
        super(join, nodeId, context);
        this.windows = TimeWindows.of(condition.window());
    }

    @Override
    boolean isLate(int pair, int side, long timeNs, long watermarkNs) {
        return windows.isOver(timeNs, watermarkNs);
    }

    @Override
    void take(int pair, int side, long timeNs, double value) {
        int node = hold(pair, side, timeNs, value, 0);
        if (samples.previous(node) == NIL) {
            long endNs = windows.firstEndNs(timeNs, pairs.watermarkNs(pair));
            pairs.dueNs(pair, Math.min(pairs.dueNs(pair), endNs - 1));
        }
    }

    @Override
    void onWatermark(int pair, long watermarkNs) {
        closeUntil(pair, watermarkNs);
    }

    @Override
    void finishPair(int pair) {
        closeUntil(pair, TimeWindows.NO_END - 1);
    }

    @Override
    void onMoved(int pair) {
        pairs.dueNs(pair, untilNs(nextEndNs(pair, pairs.watermarkNs(pair))));
    }

    /** The next window end, which belongs to the oldest samples and was noted when they became the oldest. */
    @Override
    long openUntilNs(int pair) {
        return pairs.dueNs(pair);
    }

    /**
     * Closes the windows that contain samples and end by a watermark, beginning with the next one due; earlier windows
     * have closed.
     */
    private void closeUntil(int pair, long watermarkNs) {
        long dueNs = pairs.dueNs(pair);
        while (dueNs < watermarkNs) {
            long endNs = dueNs + 1;
            emit(pair, windows.startNs(endNs), endNs);
            // Older samples are in no open window.
            long nextStartNs = windows.nextStartNs(endNs);
            samples.removeBefore(pairs.list(pair, LEFT), nextStartNs);
            samples.removeBefore(pairs.list(pair, RIGHT), nextStartNs);
            dueNs = untilNs(nextEndNs(pair, endNs));
            pairs.dueNs(pair, dueNs);
        }
    }

    private void emit(int pair, long startNs, long endNs) {
        int left = firstBefore(pair, LEFT, endNs);
        int right = firstBefore(pair, RIGHT, endNs);
        if (left == NIL || right == NIL) {
            int side = right == NIL ? LEFT : RIGHT;
            if (type.givesUnmatched(side == LEFT)) {
                emitUnmatched(pair, side, startNs, endNs, side == LEFT ? left : right);
            }
        } else if (type.givesPairs()) {
            for (int node = left; isBefore(node, endNs); node = samples.next(node)) {
                emitPairs(pair, startNs, endNs, node, right);
            }
        }
    }

    private void emitPairs(int pair, long startNs, long endNs, int left, int firstRight) {
        for (int node = firstRight; isBefore(node, endNs); node = samples.next(node)) {
            results.emit(
                    pair,
                    startNs,
                    endNs,
                    samples.timeNs(left),
                    samples.value(left),
                    samples.timeNs(node),
                    samples.value(node));
        }
    }

    private void emitUnmatched(int pair, int side, long startNs, long endNs, int first) {
        for (int node = first; isBefore(node, endNs); node = samples.next(node)) {
            emitAlone(pair, side, startNs, endNs, node);
        }
    }

    private boolean isBefore(int node, long endNs) {
        return node != NIL && samples.timeNs(node) < endNs;
    }

    /** The oldest sample, if it is in the closing window; samples older than the window have been removed. */
    private int firstBefore(int pair, int side, long endNs) {
        int head = SampleLists.head(pairs.list(pair, side));
        return isBefore(head, endNs) ? head : NIL;
    }

    /** The last instant of a window with this end, or {@link #NO_TIMER} for no window. */
    private static long untilNs(long endNs) {
        return endNs == TimeWindows.NO_END ? NO_TIMER : endNs - 1;
    }

    private long nextEndNs(int pair, long afterNs) {
        return Math.min(headEndNs(pair, LEFT, afterNs), headEndNs(pair, RIGHT, afterNs));
    }

    private long headEndNs(int pair, int side, long afterNs) {
        int head = SampleLists.head(pairs.list(pair, side));
        return head == NIL ? TimeWindows.NO_END : windows.firstEndNs(samples.timeNs(head), afterNs);
    }
}
