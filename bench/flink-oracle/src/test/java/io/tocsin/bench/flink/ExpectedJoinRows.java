package io.tocsin.bench.flink;

import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinValue;
import java.util.List;

/**
 * The rows of one key that follow from what Flink has joined.
 *
 * <ul>
 *   <li>A pair of an interval join leaves with the sample of the two that came last, as in Flink.
 *   <li>One that found no partner leaves when the watermark has reached its end. Flink's SQL gives it when it tidies
 *       up, or at once when it need not keep it; so that it is given is Flink's word, the record is that of our rule.
 *   <li>The rows of a window leave with the reading that brought the watermark at which Flink fired.
 * </ul>
 */
final class ExpectedJoinRows {
    private final JoinNode join;
    private final List<JoinReading> readings;
    private final long endPosition;

    /**
     * @param readings of the key
     * @param endPosition of the source's end
     */
    ExpectedJoinRows(JoinNode join, List<JoinReading> readings, long endPosition) {
        this.join = join;
        this.readings = readings;
        this.endPosition = endPosition;
    }

    JoinRow ofInterval(Pair pair) {
        Reading left = pair.left();
        Reading right = pair.right();
        if (left != null && right != null) {
            return row(
                    Math.max(left.position(), right.position()),
                    Math.min(left.timeNs(), right.timeNs()),
                    Math.max(left.timeNs(), right.timeNs()) + 1,
                    pair);
        }
        JoinCondition.Interval interval = (JoinCondition.Interval) join.condition();
        long startNs = left == null ? right.timeNs() : left.timeNs();
        long lastPartnerNs = left == null ? startNs - interval.lowerNs() : startNs + interval.upperNs();
        long endNs = Math.max(startNs, lastPartnerNs) + 1;
        return row(firstPositionAt(endNs), startNs, endNs, pair);
    }

    List<JoinRow> ofWindow(WindowPairs window) {
        long position = window.watermark() == Long.MAX_VALUE ? endPosition : firstPositionAt(window.watermark() + 1);
        return window.pairs().stream()
                .map(pair -> row(position, window.startNs(), window.endNs(), pair))
                .toList();
    }

    /** A pair of which neither the window nor the record is known. */
    JoinRow withoutCause(Pair pair) {
        return row(0, 0, 0, pair);
    }

    private JoinRow row(long position, long startNs, long endNs, Pair pair) {
        double left = pair.left() == null ? Double.NaN : pair.left().value();
        double right = pair.right() == null ? Double.NaN : pair.right().value();
        return new JoinRow(
                position,
                startNs,
                endNs,
                pair.left() == null || pair.right() == null ? 1 : 2,
                pair.left() == null ? JoinRow.NO_TIME : pair.left().timeNs(),
                pair.right() == null ? JoinRow.NO_TIME : pair.right().timeNs(),
                join.values().stream().map(value -> value(value, left, right)).toList());
    }

    private static double value(JoinValue value, double left, double right) {
        return switch (value) {
            case LEFT -> left;
            case RIGHT -> right;
            case DIFFERENCE -> left - right;
            case SUM -> left + right;
            case RATIO -> left / right;
        };
    }

    /** Position of the first reading that brings our watermark there. */
    private long firstPositionAt(long watermarkNs) {
        boolean leftIsThere = false;
        boolean rightIsThere = false;
        for (JoinReading each : readings) {
            boolean isThere = each.reading().timeNs() - join.outOfOrdernessNs() >= watermarkNs;
            leftIsThere |= isThere && each.isLeft();
            rightIsThere |= isThere && !each.isLeft();
            if (leftIsThere && rightIsThere) {
                return each.reading().position();
            }
        }
        return endPosition;
    }
}
