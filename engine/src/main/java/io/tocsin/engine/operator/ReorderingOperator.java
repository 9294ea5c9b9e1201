package io.tocsin.engine.operator;

import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Sorts readings by event time for another operator. Holds each reading until the key's watermark (highest event time
 * seen minus the bound) has reached it. Readings of one instant keep the order of arrival. A reading older than the
 * watermark is late: it is skipped and counted. The inner operator receives the sorted readings, and its time is the
 * watermark.
 *
 * <p>Held readings are kept in {@link SampleLists}, at most {@link #MAX_HELD_PER_KEY} a key; beyond that the oldest is
 * passed on early.
 *
 * <pre>
 *   key   | max time 8 | held readings 12 | pad 4 | inner slot 4 | pad 4 |
 * </pre>
 */
public final class ReorderingOperator implements KeyedOperator {
    /** The most readings held for one key. */
    public static final int MAX_HELD_PER_KEY = 65_536;

    private static final int MAX_TIME_OFFSET = 0;
    private static final int LIST_OFFSET = 8;
    private static final int INNER_SLOT_OFFSET = 24;
    private static final int KEY_LENGTH = 32;

    private final KeyedOperator inner;
    private final long boundNs;
    private final StateArena keys = StateArena.ofKeys(KEY_LENGTH);
    private final SampleLists held;
    /** Null when the inner operator does not ask for the sensor of a reading. */
    private final ReadingOrigin origin;

    private long lateCount;

    public ReorderingOperator(KeyedOperator inner, long boundNs) {
        this(inner, boundNs, null);
    }

    /**
     * @param origin the sensor of each reading, stored with held readings and restored on release; null when not needed
     */
    public ReorderingOperator(KeyedOperator inner, long boundNs, ReadingOrigin origin) {
        this.held = new SampleLists(origin != null);
        this.origin = origin;
        this.inner = inner;
        this.boundNs = boundNs;
    }

    /** Bytes that one key costs besides the inner operator's, without held readings. */
    public static int bytesPerKey() {
        return KEY_LENGTH;
    }

    @Override
    public int nodeId() {
        return inner.nodeId();
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = keys.addSlot();
        long key = keys.address(slot);
        UnsafeApi.putLong(key + MAX_TIME_OFFSET, Long.MIN_VALUE);
        SampleLists.open(key + LIST_OFFSET);
        UnsafeApi.putInt(key + INNER_SLOT_OFFSET, inner.openSlot(sensorId));
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long key = keys.address(slot);
        long maxTimeNs = UnsafeApi.getLong(key + MAX_TIME_OFFSET);
        if (maxTimeNs != Long.MIN_VALUE && eventTimeNs < maxTimeNs - boundNs) {
            lateCount++;
            inner.onLate(outputKey(slot), eventTimeNs, value, quality, flags);
        } else {
            int node = held.insert(key + LIST_OFFSET, eventTimeNs, value, quality, flags);
            if (origin != null) {
                held.origin(node, origin.sensorId);
            }
            if (eventTimeNs > maxTimeNs) {
                UnsafeApi.putLong(key + MAX_TIME_OFFSET, eventTimeNs);
                moveTo(key, eventTimeNs - boundNs);
            } else if (eventTimeNs == maxTimeNs - boundNs) {
                // The watermark has already reached this reading: nothing to wait for, and no reason for the clock to
                // advance.
                moveTo(key, eventTimeNs);
            }
            if (SampleLists.count(key + LIST_OFFSET) > MAX_HELD_PER_KEY) {
                releaseHead(key);
            }
        }
        return nextTimerNs(slot);
    }

    @Override
    public long nextTimerNs(int slot) {
        long nextNs = inner.nextTimerNs(outputKey(slot));
        int head = SampleLists.head(keys.address(slot) + LIST_OFFSET);
        if (head != SampleLists.NIL) {
            nextNs = Math.min(nextNs, held.timeNs(head));
        }
        return nextNs == NO_TIMER ? NO_TIMER : nextNs + boundNs;
    }

    @Override
    public void advance(int slot, long timeNs) {
        long key = keys.address(slot);
        if (timeNs > UnsafeApi.getLong(key + MAX_TIME_OFFSET)) {
            UnsafeApi.putLong(key + MAX_TIME_OFFSET, timeNs);
            moveTo(key, timeNs - boundNs);
        }
    }

    @Override
    public long nextClockTimerNs(int slot) {
        return inner.nextClockTimerNs(outputKey(slot));
    }

    @Override
    public void advanceClock(int slot) {
        inner.advanceClock(outputKey(slot));
    }

    @Override
    public boolean hasClockTimers() {
        return inner.hasClockTimers();
    }

    @Override
    public void onBroadcast(long eventTimeNs, double value, int quality, int flags) {
        inner.onBroadcast(eventTimeNs, value, quality, flags);
    }

    @Override
    public long refusedCount() {
        return inner.refusedCount();
    }

    @Override
    public long refusedByEachCount() {
        return inner.refusedByEachCount();
    }

    /** Moves held readings by a step of the key's clock. */
    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        long key = keys.address(slot);
        held.move(key + LIST_OFFSET, byNs);
        ClockTimes.move(key + MAX_TIME_OFFSET, byNs, nowNs);
        inner.moveClock(outputKey(slot), byNs, nowNs);
    }

    /** Releases held readings first: they belong to the clock before the restart. */
    @Override
    public void restartClock(int slot, long timeNs) {
        long key = keys.address(slot);
        releaseAll(key);
        UnsafeApi.putLong(key + MAX_TIME_OFFSET, Long.MIN_VALUE);
        inner.restartClock(outputKey(slot), timeNs);
    }

    @Override
    public void moveClockTimers(long byNs) {
        inner.moveClockTimers(byNs);
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        long key = keys.address(slot);
        releaseAll(key);
        inner.finish(outputKey(slot), lastTimeNs);
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public void closeSlot(int slot) {
        inner.closeSlot(outputKey(slot));
    }

    @Override
    public void present(OperatorNode node) {
        inner.present(node);
    }

    @Override
    public DerivedOutputs outputs() {
        return inner.outputs();
    }

    @Override
    public int outputKey(int slot) {
        return UnsafeApi.getInt(keys.address(slot) + INNER_SLOT_OFFSET);
    }

    @Override
    public ExpectedKeys expected() {
        return inner.expected();
    }

    @Override
    public void share(ExpectedKeys keys) {
        inner.share(keys);
    }

    @Override
    public void ownExpected(int slot) {
        inner.ownExpected(outputKey(slot));
    }

    @Override
    public boolean noticesSilence() {
        return inner.noticesSilence();
    }

    @Override
    public void beginOutage(int slot) {
        inner.beginOutage(outputKey(slot));
    }

    @Override
    public void endOutage(int slot, int sourceIndex, long timeNs) {
        inner.endOutage(outputKey(slot), sourceIndex, timeNs);
    }

    @Override
    public boolean canBeSharded() {
        return inner.canBeSharded();
    }

    @Override
    public long skippedCount() {
        return lateCount + inner.skippedCount();
    }

    @Override
    public long activeCount() {
        return inner.activeCount();
    }

    @Override
    public void digest(MessageDigest digest) {
        keys.digest(digest, KEY_LENGTH);
        held.digest(digest);
        inner.digest(digest);
    }

    @Override
    public long stateBytes() {
        return keys.byteCount() + held.byteCount() + inner.stateBytes();
    }

    /** Advances a key to a watermark: releases the readings that it has reached, fires the timers before it. */
    private void moveTo(long key, long watermarkNs) {
        int head = SampleLists.head(key + LIST_OFFSET);
        while (head != SampleLists.NIL && held.timeNs(head) <= watermarkNs) {
            releaseHead(key);
            head = SampleLists.head(key + LIST_OFFSET);
        }
        inner.advance(UnsafeApi.getInt(key + INNER_SLOT_OFFSET), watermarkNs);
    }

    private void releaseAll(long key) {
        while (SampleLists.head(key + LIST_OFFSET) != SampleLists.NIL) {
            releaseHead(key);
        }
    }

    private void releaseHead(long key) {
        int node = SampleLists.head(key + LIST_OFFSET);
        long timeNs = held.timeNs(node);
        double value = held.value(node);
        int quality = held.quality(node);
        int flags = held.flags(node);
        int heldOrigin = origin == null ? 0 : held.origin(node);
        held.removeHead(key + LIST_OFFSET);
        int slot = UnsafeApi.getInt(key + INNER_SLOT_OFFSET);
        if (origin == null) {
            inner.onReading(slot, timeNs, value, quality, flags);
        } else {
            // Later operators still need the origin of the current reading.
            int currentSensorId = origin.sensorId;
            origin.sensorId = heldOrigin;
            inner.onReading(slot, timeNs, value, quality, flags);
            origin.sensorId = currentSensorId;
        }
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(lateCount);
        out.putInt(held.freeNode());
        keys.writeTo(out);
        held.writeTo(out);
        inner.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        lateCount = in.getLong();
        int freeNode = in.getInt();
        keys.readFrom(in);
        held.readFrom(in, freeNode);
        inner.readFrom(in);
    }
}
