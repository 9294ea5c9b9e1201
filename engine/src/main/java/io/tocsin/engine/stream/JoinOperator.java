package io.tocsin.engine.stream;

import static io.tocsin.engine.stream.JoinPairs.LEFT;

import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.SampleLists;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/**
 * Two streams of samples that meet by key: holds the samples that may still find a partner, makes rows and readings of
 * derived sensors of what it joins. Which samples are partners, and until when, is what its kinds differ in; the two
 * clocks of a key and its watermark are in {@link JoinPairs}. When a side falls silent its time runs on with the
 * gateway's clock like that of any sensor.
 */
public abstract class JoinOperator implements KeyedOperator, DerivedOutputs {
    /** The most samples held of one side of one key. */
    public static final int MAX_HELD_PER_SIDE = 16_384;

    private static final int GOOD = Quality.GOOD.code();
    private static final int BAD = Quality.BAD.code();

    final JoinType type;
    final SampleLists samples = new SampleLists();
    final JoinPairs pairs;
    final JoinResults results;
    private final int nodeId;
    private final OperatorContext context;
    private long lateCount;
    private long droppedCount;

    JoinOperator(JoinNode join, int nodeId, OperatorContext context) {
        this.nodeId = nodeId;
        this.type = join.type();
        this.context = context;
        this.pairs = new JoinPairs(join.values().size(), join.outOfOrdernessNs());
        this.results = new JoinResults(join, nodeId, pairs, context);
    }

    public static JoinOperator create(JoinNode join, int nodeId, OperatorContext context) {
        JoinOperator operator = of(join, nodeId, context);
        operator.present(join);
        return operator;
    }

    /** Bytes that one key costs; samples that wait for a partner come on top. */
    public static int bytesPerKey(JoinNode join) {
        return JoinPairs.lengthOf(join.outputCount());
    }

    private static JoinOperator of(JoinNode join, int nodeId, OperatorContext context) {
        if (join.condition() instanceof JoinCondition.Interval interval) {
            return new IntervalJoinOperator(join, interval, nodeId, context);
        }
        if (join.condition() instanceof JoinCondition.SameWindow sameWindow) {
            return new WindowJoinOperator(join, sameWindow, nodeId, context);
        }
        return new LatestJoinOperator(join, nodeId, context);
    }

    /** Whether a sample of this time comes too late to be taken. */
    abstract boolean isLate(int pair, int side, long timeNs, long watermarkNs);

    /** Takes a sample that is not late. */
    abstract void take(int pair, int side, long timeNs, double value);

    /** A side says that it has no value. */
    void onBad(int pair, int side, long timeNs) {
        // no sample, but a sign of time
    }

    /**
     * No member of a side has a value any more, or its sources have ended. The results that need it end when nothing
     * that is held can give one: {@link #tellGone}.
     *
     * @param flags why: bits of {@link ValueFlags}
     */
    void onGone(int pair, int side, long timeNs, int flags) {
        if (results.hasDerived(pair)) {
            pairs.gone(pair, side, flags);
        }
    }

    /** Whether what the broker kept is a sample: elsewhere it was one when it was live. */
    boolean takesRetained(int side) {
        return false;
    }

    /** Whether texts are samples of a side: only if no result computes with its values. */
    boolean takesTexts(int side) {
        return false;
    }

    /** The watermark is this now: gives what it decides, drops what it leaves without a partner. */
    abstract void onWatermark(int pair, long watermarkNs);

    /** Emits all open results: no sample comes any more. */
    abstract void finishPair(int pair);

    /** Recomputes the pending decisions after the times of samples have moved. */
    void onMoved(int pair) {
        // what is open follows from the samples
    }

    /** The instant that the watermark must pass for the next decision; {@link #NO_TIMER} when none is open. */
    abstract long openUntilNs(int pair);

    @Override
    public int nodeId() {
        return nodeId;
    }

    @Override
    public void present(OperatorNode node) {
        results.emitsRows(!node.sinks().isEmpty());
    }

    @Override
    public int openSlot(int sensorId) {
        return pairs.openSlot(sensorId);
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        int pair = JoinPairs.pairOf(slot);
        int side = JoinPairs.sideOf(slot);
        long dueBeforeNs = pairs.dueNs(pair);
        long watermarkNs = pairs.moveTime(pair, side, eventTimeNs);
        onWatermark(pair, watermarkNs);
        if (quality == BAD) {
            onBad(pair, side, eventTimeNs);
            if (ValueFlags.isGone(flags)) {
                onGone(pair, side, eventTimeNs, flags);
            }
        } else {
            pairs.gone(pair, side, 0);
            takeSample(pair, side, eventTimeNs, value, flags, watermarkNs);
        }
        tellGone(pair);
        schedule(pair, side, dueBeforeNs);
        return nextTimerNs(slot);
    }

    private void takeSample(int pair, int side, long timeNs, double value, int flags, long watermarkNs) {
        boolean isText = TextValue.isText(value) && !takesTexts(side);
        boolean isRetained = (flags & ReadingFlags.RETAINED) != 0 && !takesRetained(side);
        if (isText || isRetained) {
            return;
        }
        if (isLate(pair, side, timeNs, watermarkNs)) {
            lateCount++;
        } else if (SampleLists.count(pairs.list(pair, side)) == MAX_HELD_PER_SIDE) {
            droppedCount++;
        } else {
            take(pair, side, timeNs, value);
        }
    }

    /** Ends the results of a side whose value has gone, unless something is held of it that may still give one. */
    private void tellGone(int pair) {
        if (pairs.isGone(pair)) {
            for (int side = LEFT; side <= JoinPairs.RIGHT; side++) {
                int flags = pairs.gone(pair, side);
                if (flags != 0 && SampleLists.head(pairs.list(pair, side)) == SampleLists.NIL) {
                    pairs.gone(pair, side, 0);
                    results.end(pair, side, Long.MIN_VALUE, flags);
                }
            }
        }
    }

    /** Whether the plan has the meaning of the second edition. */
    final boolean isSecondEdition() {
        return context.edition().isSecond();
    }

    @Override
    public long nextTimerNs(int slot) {
        return pairs.timerNs(JoinPairs.pairOf(slot), JoinPairs.sideOf(slot));
    }

    @Override
    public void advance(int slot, long timeNs) {
        int pair = JoinPairs.pairOf(slot);
        int side = JoinPairs.sideOf(slot);
        long dueBeforeNs = pairs.dueNs(pair);
        onWatermark(pair, pairs.moveTime(pair, side, timeNs));
        tellGone(pair);
        schedule(pair, side, dueBeforeNs);
    }

    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        int pair = JoinPairs.pairOf(slot);
        int side = JoinPairs.sideOf(slot);
        long dueBeforeNs = pairs.dueNs(pair);
        pairs.moveClock(pair, side, byNs, nowNs, samples);
        onMoved(pair);
        schedule(pair, side, dueBeforeNs);
    }

    /** Nothing: each side is a group, and groups keep their time when a member's clock begins anew. */
    @Override
    public void restartClock(int slot, long timeNs) {
        // see above
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        int pair = JoinPairs.pairOf(slot);
        int side = JoinPairs.sideOf(slot);
        long dueBeforeNs = pairs.dueNs(pair);
        if (pairs.end(pair, side)) {
            onWatermark(pair, pairs.watermarkNs(pair));
            if (isSecondEdition()) {
                onGone(pair, side, Long.MIN_VALUE, ValueFlags.GONE);
            }
        } else {
            finishPair(pair);
        }
        tellGone(pair);
        schedule(pair, side, dueBeforeNs);
    }

    @Override
    public void close() {
        // Samples without a partner are discarded with the join.
    }

    @Override
    public void closeSlot(int slot) {
        // As close.
    }

    @Override
    public DerivedOutputs outputs() {
        return this;
    }

    @Override
    public int outputKey(int slot) {
        return JoinPairs.pairOf(slot);
    }

    @Override
    public boolean hasPartners() {
        return true;
    }

    @Override
    public int partnerSlot(int slot) {
        return slot ^ 1;
    }

    @Override
    public int lineOf(int slot) {
        int pair = JoinPairs.pairOf(slot);
        return JoinPairs.sideOf(slot) == LEFT ? keyId(pair) : partnerId(pair);
    }

    @Override
    public int outputCount() {
        return results.count();
    }

    @Override
    public int keyCount() {
        return pairs.count();
    }

    @Override
    public int keyId(int pair) {
        return pairs.keyId(pair, LEFT);
    }

    @Override
    public int partnerId(int pair) {
        return pairs.keyId(pair, JoinPairs.RIGHT);
    }

    @Override
    public int derived(int pair, int output) {
        return pairs.derived(pair, output);
    }

    @Override
    public void setDerived(int pair, int output, int index) {
        pairs.setDerived(pair, output, index);
    }

    @Override
    public long skippedCount() {
        return lateCount + droppedCount;
    }

    final int hold(int pair, int side, long timeNs, double value, int flags) {
        return samples.insert(pairs.list(pair, side), timeNs, value, GOOD, flags);
    }

    /** Emits a sample that has no partner. */
    final void emitAlone(int pair, int side, long startNs, long endNs, int node) {
        long timeNs = samples.timeNs(node);
        double value = samples.value(node);
        if (side == LEFT) {
            results.emit(pair, startNs, endNs, timeNs, value, JoinResults.NO_TIME, Double.NaN);
        } else {
            results.emit(pair, startNs, endNs, JoinResults.NO_TIME, Double.NaN, timeNs, value);
        }
    }

    /** Notes when the next decision is due, and has the other side looked at when its time must pass that too. */
    private void schedule(int pair, int side, long dueBeforeNs) {
        long dueNs = openUntilNs(pair);
        pairs.dueNs(pair, dueNs);
        if (dueNs != dueBeforeNs) {
            long timerNs = pairs.timerNs(pair, 1 - side);
            if (timerNs != NO_TIMER) {
                context.timers().onTimer(side == LEFT ? partnerId(pair) : keyId(pair), timerNs);
            }
        }
    }

    @Override
    public void digest(MessageDigest digest) {
        pairs.digest(digest);
        samples.digest(digest);
    }

    @Override
    public long stateBytes() {
        return pairs.stateBytes() + samples.byteCount();
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(lateCount);
        out.putLong(droppedCount);
        pairs.writeTo(out);
        out.putInt(samples.freeNode());
        samples.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        lateCount = in.getLong();
        droppedCount = in.getLong();
        pairs.readFrom(in);
        samples.readFrom(in, in.getInt());
    }
}
