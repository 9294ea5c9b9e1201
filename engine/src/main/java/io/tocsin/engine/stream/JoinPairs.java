package io.tocsin.engine.stream;

import io.tocsin.engine.operator.ClockTimes;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SampleLists;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The keys of a join, which are pairs. Holds for each pair the clocks of both sides, the watermark computed from them,
 * the heads of the lists of retained samples, and the time of the next decision. The join decides; this class keeps the
 * state common to all joins in one place, because each reading touches all of it.
 *
 * <p>A slot of the join is one side of a pair: slot = 2 × pair + side. The watermark of a pair is the time of the
 * slower side, less the out-of-orderness; it never goes back. A side without a reading, or whose sources have ended,
 * does not hold back the watermark.
 *
 * <pre>
 *   pair:  left time 8 | right time 8 | watermark 8 | due 8 | left samples 12 | right samples 12
 *        | left key 4 | right key 4 | left state and why it is lost 4 | right one's 4
 *        | derived sensor of each value 4, -1: none | …
 * </pre>
 *
 * <p>One thread; allocates only for a new key.
 */
final class JoinPairs {
    static final int LEFT = 0;
    static final int RIGHT = 1;

    private static final int SIDES = 2;
    private static final int TIME_OFFSET = 0;
    private static final int WATERMARK_OFFSET = 16;
    private static final int DUE_OFFSET = 24;
    private static final int LIST_OFFSET = 32;
    private static final int KEY_OFFSET = 56;
    private static final int SIDE_STATE_OFFSET = 64;
    private static final int DERIVED_OFFSET = 72;

    // a side's state is 0 before its first reading; the bits above HEARD say why its value is lost
    private static final int HEARD = 1;
    private static final int ENDED = 2;
    private static final int STATE_MASK = 3;
    private static final int GONE_MASK = ValueFlags.GONE | ValueFlags.LIMIT;

    private final int outputCount;
    private final long delayNs;
    private final StateArena pairs;

    /** Bytes of a pair. */
    static int lengthOf(int outputCount) {
        return (DERIVED_OFFSET + outputCount * Integer.BYTES + 7) / 8 * 8;
    }

    /**
     * @param outputCount values of a result
     * @param delayNs how far the watermark lags behind, ns
     */
    JoinPairs(int outputCount, long delayNs) {
        this.outputCount = outputCount;
        this.delayNs = delayNs;
        this.pairs = StateArena.ofKeys(lengthOf(outputCount));
    }

    static int pairOf(int slot) {
        return slot / SIDES;
    }

    static int sideOf(int slot) {
        return slot % SIDES;
    }

    /** Opens a slot: first the left side of a key, then its right side. */
    int openSlot(int keyId) {
        int last = pairs.slotCount() - 1;
        if (last >= 0 && keyId(last, RIGHT) == DerivedOutputs.NO_PARTNER) {
            putKeyId(last, RIGHT, keyId);
            return last * SIDES + RIGHT;
        }
        int pair = pairs.addSlot();
        long at = pairs.address(pair);
        for (int side = LEFT; side <= RIGHT; side++) {
            UnsafeApi.putLong(at + TIME_OFFSET + (long) side * Long.BYTES, Long.MIN_VALUE);
            SampleLists.open(list(pair, side));
        }
        UnsafeApi.putLong(at + WATERMARK_OFFSET, Long.MIN_VALUE);
        dueNs(pair, KeyedOperator.NO_TIMER);
        putKeyId(pair, LEFT, keyId);
        putKeyId(pair, RIGHT, DerivedOutputs.NO_PARTNER);
        for (int output = 0; output < outputCount; output++) {
            setDerived(pair, output, DerivedOutputs.NO_DERIVED);
        }
        return pair * SIDES + LEFT;
    }

    int count() {
        return pairs.slotCount();
    }

    /** Advances the clock of a side to a time and returns the watermark. */
    long moveTime(int pair, int side, long timeNs) {
        long at = pairs.address(pair);
        putSideState(at, side, HEARD);
        if (timeNs > timeNs(at, side)) {
            UnsafeApi.putLong(at + TIME_OFFSET + (long) side * Long.BYTES, timeNs);
        }
        return watermarkNs(pair);
    }

    long watermarkNs(int pair) {
        long at = pairs.address(pair);
        long leastNs = Math.min(heardNs(at, LEFT), heardNs(at, RIGHT));
        long beforeNs = UnsafeApi.getLong(at + WATERMARK_OFFSET);
        if (leastNs == Long.MAX_VALUE || leastNs - delayNs <= beforeNs) {
            return beforeNs;
        }
        UnsafeApi.putLong(at + WATERMARK_OFFSET, leastNs - delayNs);
        return leastNs - delayNs;
    }

    /**
     * The time of a side that has had a reading and whose sources continue; only such a side holds the watermark up.
     */
    private static long heardNs(long at, int side) {
        return sideState(at, side) == HEARD ? timeNs(at, side) : Long.MAX_VALUE;
    }

    /**
     * Moves the time and the samples of a side after a step of its clock, and computes the watermark anew from both
     * sides.
     */
    void moveClock(int pair, int side, long byNs, long nowNs, SampleLists samples) {
        long at = pairs.address(pair);
        ClockTimes.move(at + TIME_OFFSET + (long) side * Long.BYTES, byNs, nowNs);
        samples.move(list(pair, side), byNs);
        if (byNs < 0) {
            UnsafeApi.putLong(at + WATERMARK_OFFSET, Long.MIN_VALUE);
        }
        watermarkNs(pair);
    }

    /** Ends the sources of a side. Returns whether the sources of the other side continue. */
    boolean end(int pair, int side) {
        long at = pairs.address(pair);
        putSideState(at, side, ENDED);
        return sideState(at, 1 - side) == HEARD;
    }

    /**
     * The noted time that the watermark must pass for the next decision; {@link KeyedOperator#NO_TIMER} when none is
     * pending.
     */
    long dueNs(int pair) {
        return UnsafeApi.getLong(pairs.address(pair) + DUE_OFFSET);
    }

    void dueNs(int pair, long dueNs) {
        UnsafeApi.putLong(pairs.address(pair) + DUE_OFFSET, dueNs);
    }

    /** The time that a side must pass for the next decision; {@link KeyedOperator#NO_TIMER} when none is pending. */
    long timerNs(int pair, int side) {
        long dueNs = dueNs(pair);
        if (dueNs == KeyedOperator.NO_TIMER) {
            return KeyedOperator.NO_TIMER;
        }
        long timerNs = dueNs + delayNs;
        return timerNs < dueNs || timeNs(pairs.address(pair), side) > timerNs ? KeyedOperator.NO_TIMER : timerNs;
    }

    /** Address of the head of a side's list of samples. */
    long list(int pair, int side) {
        return pairs.address(pair) + LIST_OFFSET + (long) side * SampleLists.LIST_LENGTH;
    }

    /** The group of a side. */
    int keyId(int pair, int side) {
        return UnsafeApi.getInt(pairs.address(pair) + KEY_OFFSET + (long) side * Integer.BYTES);
    }

    private void putKeyId(int pair, int side, int keyId) {
        UnsafeApi.putInt(pairs.address(pair) + KEY_OFFSET + (long) side * Integer.BYTES, keyId);
    }

    /** As {@link DerivedOutputs#derived}. */
    int derived(int pair, int output) {
        return UnsafeApi.getInt(pairs.address(pair) + DERIVED_OFFSET + (long) output * Integer.BYTES);
    }

    void setDerived(int pair, int output, int index) {
        UnsafeApi.putInt(pairs.address(pair) + DERIVED_OFFSET + (long) output * Integer.BYTES, index);
    }

    private static long timeNs(long at, int side) {
        return UnsafeApi.getLong(at + TIME_OFFSET + (long) side * Long.BYTES);
    }

    private static int sideState(long at, int side) {
        return sideWord(at, side) & STATE_MASK;
    }

    private static void putSideState(long at, int side, int state) {
        putSideWord(at, side, (sideWord(at, side) & GONE_MASK) | state);
    }

    /**
     * Why the value of a side is lost, until BAD results are emitted: bits of {@link ValueFlags}; 0 when it has a
     * value.
     */
    int gone(int pair, int side) {
        return sideWord(pairs.address(pair), side) & GONE_MASK;
    }

    void gone(int pair, int side, int flags) {
        long at = pairs.address(pair);
        putSideWord(at, side, sideState(at, side) | (flags & GONE_MASK));
    }

    /** Whether the value of a side is lost and the BAD results are still to be emitted. */
    boolean isGone(int pair) {
        long at = pairs.address(pair);
        return ((sideWord(at, LEFT) | sideWord(at, RIGHT)) & GONE_MASK) != 0;
    }

    private static int sideWord(long at, int side) {
        return UnsafeApi.getInt(at + SIDE_STATE_OFFSET + (long) side * Integer.BYTES);
    }

    private static void putSideWord(long at, int side, int word) {
        UnsafeApi.putInt(at + SIDE_STATE_OFFSET + (long) side * Integer.BYTES, word);
    }

    /** Adds the pairs to a digest, without the derived sensors, which are not a result. */
    void digest(MessageDigest digest) {
        pairs.digest(digest, DERIVED_OFFSET);
    }

    long stateBytes() {
        return pairs.byteCount();
    }

    void writeTo(StateOutput out) {
        pairs.writeTo(out);
    }

    void readFrom(StateInput in) {
        pairs.readFrom(in);
    }
}
