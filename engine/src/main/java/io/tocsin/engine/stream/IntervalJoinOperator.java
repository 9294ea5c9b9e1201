package io.tocsin.engine.stream;

import static io.tocsin.engine.operator.SampleLists.NIL;
import static io.tocsin.engine.stream.JoinPairs.LEFT;
import static io.tocsin.engine.stream.JoinPairs.RIGHT;

import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.SampleLists;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinCondition;

/**
 * Joins samples whose times differ within bounds: {@code lower <= right - left <= upper}.
 *
 * <p>A pair is emitted when the later of the two samples arrives. A sample is retained until the watermark has passed
 * both its own time and the last time at which a partner could come; then it is known to have no further partner.
 * Source: Apache Flink, "Joining", interval join.
 */
final class IntervalJoinOperator extends JoinOperator {
    private static final int MATCHED = 1;

    /**
     * By side: the partner's time is at least the sample's time plus {@code leastNs}, and at most plus {@code mostNs}.
     */
    private final long[] leastNs;

    private final long[] mostNs;

    IntervalJoinOperator(JoinNode join, JoinCondition.Interval interval, int nodeId, OperatorContext context) {
        super(join, nodeId, context);
        this.leastNs = new long[] {interval.lowerNs(), -interval.upperNs()};
        this.mostNs = new long[] {interval.upperNs(), -interval.lowerNs()};
    }

    @Override
    boolean isLate(int pair, int side, long timeNs, long watermarkNs) {
        return timeNs < watermarkNs;
    }

    @Override
    void take(int pair, int side, long timeNs, double value) {
        int partner = firstPartner(pair, side, timeNs);
        boolean isMatched = false;
        while (partner != NIL && samples.timeNs(partner) <= timeNs + mostNs[side]) {
            isMatched = true;
            samples.flags(partner, MATCHED);
            if (type.givesPairs()) {
                emit(pair, side, timeNs, value, partner);
            }
            partner = samples.next(partner);
        }
        hold(pair, side, timeNs, value, isMatched ? MATCHED : 0);
    }

    /** The oldest sample of the other side that is still within the bounds. */
    private int firstPartner(int pair, int side, long timeNs) {
        int found = NIL;
        int node = SampleLists.tail(pairs.list(pair, 1 - side));
        while (node != NIL && samples.timeNs(node) >= timeNs + leastNs[side]) {
            found = node;
            node = samples.previous(node);
        }
        return found;
    }

    private void emit(int pair, int side, long timeNs, double value, int partner) {
        long partnerNs = samples.timeNs(partner);
        long startNs = Math.min(timeNs, partnerNs);
        long endNs = Math.max(timeNs, partnerNs) + 1;
        if (side == LEFT) {
            results.emit(pair, startNs, endNs, timeNs, value, partnerNs, samples.value(partner));
        } else {
            results.emit(pair, startNs, endNs, partnerNs, samples.value(partner), timeNs, value);
        }
    }

    @Override
    void onWatermark(int pair, long watermarkNs) {
        releaseBefore(pair, watermarkNs);
    }

    @Override
    void finishPair(int pair) {
        releaseBefore(pair, Long.MAX_VALUE);
    }

    /**
     * Releases the retained samples decided before a watermark, earliest decision first, the left side first on a tie.
     */
    private void releaseBefore(int pair, long watermarkNs) {
        while (true) {
            long leftNs = headUntilNs(pair, LEFT);
            long rightNs = headUntilNs(pair, RIGHT);
            int side = leftNs <= rightNs ? LEFT : RIGHT;
            if (Math.min(leftNs, rightNs) >= watermarkNs) {
                return;
            }
            release(pair, side);
        }
    }

    private void release(int pair, int side) {
        int node = SampleLists.head(pairs.list(pair, side));
        if (type.givesUnmatched(side == LEFT) && samples.flags(node) != MATCHED) {
            emitAlone(pair, side, samples.timeNs(node), headUntilNs(pair, side) + 1, node);
        }
        samples.removeHead(pairs.list(pair, side));
    }

    /**
     * The next time at which the pair must be decided. A side is awaited if it emits samples without a partner, or if
     * its value is lost and only retained samples are left.
     */
    @Override
    long openUntilNs(int pair) {
        boolean awaitsLeft = type.givesUnmatched(true) || pairs.gone(pair, LEFT) != 0;
        boolean awaitsRight = type.givesUnmatched(false) || pairs.gone(pair, RIGHT) != 0;
        long leftNs = awaitsLeft ? headUntilNs(pair, LEFT) : NO_TIMER;
        long rightNs = awaitsRight ? headUntilNs(pair, RIGHT) : NO_TIMER;
        return Math.min(leftNs, rightNs);
    }

    /**
     * Last time at which the oldest sample of a side may find a partner; {@link #NO_TIMER} when the side has no sample.
     */
    private long headUntilNs(int pair, int side) {
        int head = SampleLists.head(pairs.list(pair, side));
        return head == NIL ? NO_TIMER : samples.timeNs(head) + Math.max(0, mostNs[side]);
    }
}
