package io.tocsin.engine.stream;

import static io.tocsin.engine.operator.SampleLists.NIL;
import static io.tocsin.engine.stream.JoinPairs.LEFT;
import static io.tocsin.engine.stream.JoinPairs.RIGHT;

import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.SampleLists;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinType;
import java.util.BitSet;
import java.util.List;

/**
 * Joins each left sample with the newest right sample that has arrived so far: a lookup. The left side waits for
 * nothing and is never late; the order of the journal decides which right samples have arrived. Of the right side only
 * the sample with the greatest time is kept, the last one of equal times; retained messages count. A BAD right reading
 * removes the sample, which ends the results that need it. Source: Apache Flink's lookup join (processing-time temporal
 * join).
 */
final class LatestJoinOperator extends JoinOperator {
    private final UnmatchedKeys unmatched;
    /** Pairs noted for a failed lookup; not part of the state. */
    private final BitSet noted = new BitSet();

    private long unmatchedCount;

    LatestJoinOperator(JoinNode join, int nodeId, OperatorContext context) {
        super(join, nodeId, context);
        this.unmatched = context.unmatched();
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = super.openSlot(sensorId);
        noted.set(JoinPairs.pairOf(slot)); // reserves the bit's memory
        noted.clear(JoinPairs.pairOf(slot));
        return slot;
    }

    @Override
    boolean isLate(int pair, int side, long timeNs, long watermarkNs) {
        int latest = latest(pair);
        return side == RIGHT && latest != NIL && timeNs < samples.timeNs(latest);
    }

    @Override
    void take(int pair, int side, long timeNs, double value) {
        if (side == LEFT) {
            lookUp(pair, timeNs, value);
        } else {
            boolean isFirst = latest(pair) == NIL;
            forget(pair);
            hold(pair, RIGHT, timeNs, value, 0);
            if (noted.get(pair)) {
                noted.clear(pair);
                unmatched.remove(nodeId(), keyId(pair));
            }
            if (isSecondEdition() && isFirst && type == JoinType.ANTI) {
                results.end(pair, LEFT, Long.MIN_VALUE, ValueFlags.GONE);
            }
        }
    }

    private void lookUp(int pair, long timeNs, double value) {
        int latest = latest(pair);
        if (latest == NIL) {
            noteUnmatched(pair);
            if (type.givesUnmatched(true)) {
                results.emit(pair, timeNs, timeNs + 1, timeNs, value, JoinResults.NO_TIME, Double.NaN);
            }
        } else if (type.givesPairs()) {
            results.emit(pair, timeNs, timeNs + 1, timeNs, value, samples.timeNs(latest), samples.value(latest));
        }
    }

    /** Notes a failed lookup. An anti join expects keys without a partner, so it notes none. */
    private void noteUnmatched(int pair) {
        if (type == JoinType.ANTI) {
            return;
        }
        unmatchedCount++;
        if (!noted.get(pair) && unmatched.add(nodeId(), keyId(pair))) {
            noted.set(pair);
        }
    }

    @Override
    public long unmatchedCount() {
        return unmatchedCount;
    }

    @Override
    public void addUnmatchedKeys(List<UnmatchedKeys.Key> keys) {
        for (int pair = noted.nextSetBit(0); pair >= 0; pair = noted.nextSetBit(pair + 1)) {
            if (latest(pair) == NIL) {
                keys.add(new UnmatchedKeys.Key(nodeId(), keyId(pair)));
            }
        }
    }

    /**
     * Removes the right side's value. The right value is a limit for the left: without it the results that need a limit
     * end.
     */
    @Override
    void onBad(int pair, int side, long timeNs) {
        if (side == RIGHT && !isLate(pair, side, timeNs, timeNs) && latest(pair) != NIL) {
            forget(pair);
            if (isSecondEdition()) {
                results.end(pair, RIGHT, Long.MIN_VALUE, ValueFlags.GONE | ValueFlags.LIMIT);
            }
        }
    }

    /**
     * Handles the end of a value. A BAD reading of the left emits BAD results at once; the end of the right side's
     * sources changes nothing.
     */
    @Override
    void onGone(int pair, int side, long timeNs, int flags) {
        boolean isAnswered = latest(pair) == NIL ? type.givesUnmatched(true) : type.givesPairs();
        if (side == LEFT && isAnswered) {
            results.end(pair, LEFT, timeNs, flags);
        }
    }

    private int latest(int pair) {
        return SampleLists.head(pairs.list(pair, RIGHT));
    }

    private void forget(int pair) {
        if (latest(pair) != NIL) {
            samples.removeHead(pairs.list(pair, RIGHT));
        }
    }

    @Override
    boolean takesRetained(int side) {
        return side == RIGHT;
    }

    @Override
    boolean takesTexts(int side) {
        return side == RIGHT;
    }

    /** The probe side ends without waiting for the lookup side. */
    @Override
    public int partnerId(int pair) {
        return NO_PARTNER;
    }

    @Override
    void onWatermark(int pair, long watermarkNs) {
        // no left sample waits for the watermark
    }

    @Override
    void finishPair(int pair) {
        // the pair holds no open result
    }

    @Override
    long openUntilNs(int pair) {
        return NO_TIMER;
    }
}
