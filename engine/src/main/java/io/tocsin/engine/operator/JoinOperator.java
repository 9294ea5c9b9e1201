package io.tocsin.engine.operator;

import io.tocsin.engine.plan.JoinCondition;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.JoinType;
import io.tocsin.engine.plan.JoinValue;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Two streams of samples that meet by key: keeps the time of both sides and the samples that may still find a partner, makes
 * rows and readings of derived sensors of what it joins. Which samples are partners, and until when, is what its two kinds
 * differ in.
 *
 * <p>A key is a pair of slots, one a side: slot = 2 × pair + side. The watermark of a pair is the time of the side that is
 * behind, less the out-of-orderness. A side that was never heard, or whose sources have ended, holds nothing up. When a side
 * falls silent its time runs on with the clock like that of any sensor.
 *
 * <pre>
 *   pair:  left time 8 | right time 8 | watermark 8 | due 8 | left samples 12 | right samples 12 | left key 4 | right key 4
 *        | left state 4 | right state 4 | index of the derived sensor of each value 4, -1: none | …
 * </pre>
 */
abstract class JoinOperator implements KeyedOperator, DerivedOutputs {
    /** The most samples held of one side of one key. */
    static final int MAX_HELD_PER_SIDE = 16_384;

    static final int LEFT = 0;
    static final int RIGHT = 1;

    /** A row has the times of both sides behind its values; of a side that is not there, this. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int SIDES = 2;
    private static final int TIME_OFFSET = 0;
    private static final int WATERMARK_OFFSET = 16;
    private static final int DUE_OFFSET = 24;
    private static final int LIST_OFFSET = 32;
    private static final int KEY_OFFSET = 56;
    private static final int SIDE_STATE_OFFSET = 64;
    private static final int DERIVED_OFFSET = 72;

    // a side's state is 0 until it is heard
    private static final int HEARD = 1;
    private static final int ENDED = 2;

    private static final int GOOD = Quality.GOOD.code();
    private static final int BAD = Quality.BAD.code();

    final JoinType type;
    final SampleLists samples = new SampleLists();
    private final int nodeId;
    private final long delayNs;
    private final JoinValue[] values;
    private final OperatorContext context;
    private final StateArena pairs;
    private boolean givesRows;
    private long lateCount;
    private long droppedCount;

    JoinOperator(JoinNode join, int nodeId, OperatorContext context) {
        this.nodeId = nodeId;
        this.type = join.type();
        this.delayNs = join.outOfOrdernessNs();
        this.values = join.values().toArray(JoinValue[]::new);
        this.context = context;
        this.pairs = new StateArena((DERIVED_OFFSET + values.length * Integer.BYTES + 7) / 8 * 8);
    }

    static JoinOperator create(JoinNode join, int nodeId, OperatorContext context) {
        JoinOperator operator = of(join, nodeId, context);
        operator.present(join);
        return operator;
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

    /** Whether what the broker kept is a sample: elsewhere it was one when it was live. */
    boolean takesRetained(int side) {
        return false;
    }

    /** Whether texts are samples: of a side whose values no number is made of. */
    boolean takesTexts(int side) {
        return false;
    }

    /** The watermark is this now: gives what it decides, drops what it leaves without a partner. */
    abstract void onWatermark(int pair, long watermarkNs);

    /** No sample comes any more: gives what is still open. */
    abstract void finishPair(int pair);

    /** The instant that the watermark must pass for the next decision; {@link #NO_TIMER} when none is open. */
    abstract long openUntilNs(int pair, long watermarkNs);

    @Override
    public int nodeId() {
        return nodeId;
    }

    @Override
    public void present(OperatorNode node) {
        givesRows = !node.sinks().isEmpty();
    }

    /** The left side of a key is opened first, its right one next. */
    @Override
    public int openSlot(int sensorId) {
        int last = pairs.slotCount() - 1;
        if (last >= 0 && UnsafeApi.getInt(pairs.address(last) + KEY_OFFSET + Integer.BYTES) == NO_PARTNER) {
            UnsafeApi.putInt(pairs.address(last) + KEY_OFFSET + Integer.BYTES, sensorId);
            return last * SIDES + RIGHT;
        }
        int pair = pairs.addSlot();
        long at = pairs.address(pair);
        for (int side = LEFT; side <= RIGHT; side++) {
            UnsafeApi.putLong(at + TIME_OFFSET + (long) side * Long.BYTES, NO_TIME);
            SampleLists.open(list(pair, side));
        }
        UnsafeApi.putLong(at + WATERMARK_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + DUE_OFFSET, NO_TIMER);
        UnsafeApi.putInt(at + KEY_OFFSET, sensorId);
        UnsafeApi.putInt(at + KEY_OFFSET + Integer.BYTES, NO_PARTNER);
        for (int i = 0; i < values.length; i++) {
            setDerived(pair, i, NO_DERIVED);
        }
        return pair * SIDES + LEFT;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        int pair = slot / SIDES;
        int side = slot % SIDES;
        long dueBeforeNs = dueNs(pair);
        long watermarkNs = moveTime(pair, side, eventTimeNs);
        onWatermark(pair, watermarkNs);
        if (quality == BAD || (TextValue.isText(value) && !takesTexts(side))) {
            onBad(pair, side, eventTimeNs);
        } else if ((flags & ReadingFlags.RETAINED) == 0 || takesRetained(side)) {
            if (isLate(pair, side, eventTimeNs, watermarkNs)) {
                lateCount++;
            } else if (SampleLists.count(list(pair, side)) == MAX_HELD_PER_SIDE) {
                droppedCount++;
            } else {
                take(pair, side, eventTimeNs, value);
                onWatermark(pair, watermarkNs);
            }
        }
        schedule(pair, side, dueBeforeNs);
        return nextTimerNs(slot);
    }

    @Override
    public long nextTimerNs(int slot) {
        int pair = slot / SIDES;
        long dueNs = dueNs(pair);
        if (dueNs == NO_TIMER) {
            return NO_TIMER;
        }
        long timerNs = dueNs + delayNs;
        return timerNs < dueNs || timeNs(pair, slot % SIDES) > timerNs ? NO_TIMER : timerNs;
    }

    @Override
    public void advance(int slot, long timeNs) {
        int pair = slot / SIDES;
        int side = slot % SIDES;
        long dueBeforeNs = dueNs(pair);
        onWatermark(pair, moveTime(pair, side, timeNs));
        schedule(pair, side, dueBeforeNs);
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        int pair = slot / SIDES;
        int side = slot % SIDES;
        long dueBeforeNs = dueNs(pair);
        putSideState(pair, side, ENDED);
        if (sideState(pair, 1 - side) == HEARD) {
            onWatermark(pair, watermarkNs(pair));
        } else {
            finishPair(pair);
        }
        schedule(pair, side, dueBeforeNs);
    }

    @Override
    public void close() {
        // What has no partner yet goes with the join.
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
        return slot / SIDES;
    }

    @Override
    public int partnerSlot(int slot) {
        return slot ^ 1;
    }

    @Override
    public int lineOf(int slot) {
        return slot % SIDES == LEFT ? keyId(slot / SIDES) : partnerId(slot / SIDES);
    }

    @Override
    public int outputCount() {
        return values.length;
    }

    @Override
    public int keyCount() {
        return pairs.slotCount();
    }

    @Override
    public int keyId(int pair) {
        return UnsafeApi.getInt(pairs.address(pair) + KEY_OFFSET);
    }

    @Override
    public int partnerId(int pair) {
        return UnsafeApi.getInt(pairs.address(pair) + KEY_OFFSET + Integer.BYTES);
    }

    @Override
    public int derived(int pair, int output) {
        return UnsafeApi.getInt(pairs.address(pair) + DERIVED_OFFSET + (long) output * Integer.BYTES);
    }

    @Override
    public void setDerived(int pair, int output, int index) {
        UnsafeApi.putInt(pairs.address(pair) + DERIVED_OFFSET + (long) output * Integer.BYTES, index);
    }

    @Override
    public long skippedCount() {
        return lateCount + droppedCount;
    }

    /** The samples of a side that may still find a partner. */
    final long list(int pair, int side) {
        return pairs.address(pair) + LIST_OFFSET + (long) side * SampleLists.LIST_LENGTH;
    }

    final void hold(int pair, int side, long timeNs, double value, int flags) {
        samples.insert(list(pair, side), timeNs, value, GOOD, flags);
    }

    /** Gives a sample that has no partner. */
    final void giveAlone(int pair, int side, long startNs, long endNs, int node) {
        long timeNs = samples.timeNs(node);
        double value = samples.value(node);
        if (side == LEFT) {
            give(pair, startNs, endNs, timeNs, value, NO_TIME, Double.NaN);
        } else {
            give(pair, startNs, endNs, NO_TIME, Double.NaN, timeNs, value);
        }
    }

    /** Gives a row; a side that is not there has no time. */
    final void give(int pair, long startNs, long endNs, long leftNs, double left, long rightNs, double right) {
        if (givesRows) {
            StreamRowFlyweight row = context.emitter()
                    .row(nodeId, keyId(pair), values.length + SIDES)
                    .startNs(startNs)
                    .endNs(endNs)
                    .count(leftNs == NO_TIME || rightNs == NO_TIME ? 1 : SIDES)
                    .asJoin();
            for (int i = 0; i < values.length; i++) {
                row.value(i, values[i].of(left, right));
            }
            context.emitter().emit(row.timeNs(values.length, leftNs).timeNs(values.length + 1, rightNs));
        }
        for (int i = 0; i < values.length; i++) {
            int index = derived(pair, i);
            if (index >= 0) {
                double value = values[i].of(left, right);
                if (Double.isFinite(value) || TextValue.isText(value)) {
                    context.derived().onDerived(index, endNs - 1, value);
                }
            }
        }
    }

    /** Takes a time into the clock of a side and gives the watermark of the pair, which never goes back. */
    private long moveTime(int pair, int side, long timeNs) {
        putSideState(pair, side, HEARD);
        if (timeNs > timeNs(pair, side)) {
            UnsafeApi.putLong(pairs.address(pair) + TIME_OFFSET + (long) side * Long.BYTES, timeNs);
        }
        return watermarkNs(pair);
    }

    private long watermarkNs(int pair) {
        long leastNs = Long.MAX_VALUE;
        for (int side = LEFT; side <= RIGHT; side++) {
            if (sideState(pair, side) == HEARD) {
                leastNs = Math.min(leastNs, timeNs(pair, side));
            }
        }
        long at = pairs.address(pair) + WATERMARK_OFFSET;
        long beforeNs = UnsafeApi.getLong(at);
        if (leastNs == Long.MAX_VALUE || leastNs - delayNs <= beforeNs) {
            return beforeNs;
        }
        UnsafeApi.putLong(at, leastNs - delayNs);
        return leastNs - delayNs;
    }

    /** Notes when the next decision is due, and has the other side looked at when its time must pass that too. */
    private void schedule(int pair, int side, long dueBeforeNs) {
        long dueNs = openUntilNs(pair, watermarkNs(pair));
        dueNs(pair, dueNs);
        long timerNs = nextTimerNs(pair * SIDES + 1 - side);
        if (dueNs != dueBeforeNs && timerNs != NO_TIMER) {
            context.timers().onTimer(side == LEFT ? partnerId(pair) : keyId(pair), timerNs);
        }
    }

    /** When the next decision is due, as of the last reading: {@link #openUntilNs}. */
    final long dueNs(int pair) {
        return UnsafeApi.getLong(pairs.address(pair) + DUE_OFFSET);
    }

    final void dueNs(int pair, long dueNs) {
        UnsafeApi.putLong(pairs.address(pair) + DUE_OFFSET, dueNs);
    }

    private long timeNs(int pair, int side) {
        return UnsafeApi.getLong(pairs.address(pair) + TIME_OFFSET + (long) side * Long.BYTES);
    }

    private int sideState(int pair, int side) {
        return UnsafeApi.getInt(pairs.address(pair) + SIDE_STATE_OFFSET + (long) side * Integer.BYTES);
    }

    private void putSideState(int pair, int side, int state) {
        UnsafeApi.putInt(pairs.address(pair) + SIDE_STATE_OFFSET + (long) side * Integer.BYTES, state);
    }

    @Override
    public void digest(MessageDigest digest) {
        pairs.digest(digest, DERIVED_OFFSET);
        samples.digest(digest);
    }

    @Override
    public long stateBytes() {
        return pairs.byteCount() + samples.byteCount();
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
