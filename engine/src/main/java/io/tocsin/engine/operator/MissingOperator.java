package io.tocsin.engine.operator;

import static io.tocsin.engine.operator.MissingLayout.ACTIVE_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.LAST_EVENT_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.LAST_GOOD_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.LAST_TIME_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.NEXT_TIMER_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.OCCURRENCE_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.RAISED_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.SENSOR_OFFSET;
import static io.tocsin.engine.operator.MissingLayout.VALUE_OFFSET;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The missing alarm: no good sample within the timeout after the last one. A retained message is the state of some time
 * ago, not a sign of life: it arms the alarm but neither clears it nor puts it off.
 *
 * <p>Over a group all keys share one slot. Their readings come in any order, so none is skipped as old and the latest
 * good sample counts.
 */
public final class MissingOperator implements KeyedOperator {
    private static final int BAD = Quality.BAD.code();

    private final StateArena hot = new StateArena(MissingLayout.HOT_LENGTH);
    private final StateArena cold = new StateArena(MissingLayout.COLD_LENGTH);
    private final EventEmitter emitter;
    private final int ruleId;
    private final long timeoutNs;
    private final boolean skipsOld;
    private long skippedCount;

    MissingOperator(MissingRule rule, int ruleId, EventEmitter emitter) {
        this.emitter = emitter;
        this.ruleId = ruleId;
        this.timeoutNs = rule.timeoutNs();
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER && !rule.group();
    }

    @Override
    public int nodeId() {
        return ruleId;
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = addSlot();
        long hotAt = hot.address(slot);
        long coldAt = cold.address(slot);
        UnsafeApi.putLong(hotAt + LAST_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(hotAt + NEXT_TIMER_OFFSET, NO_TIMER);
        UnsafeApi.putDouble(hotAt + VALUE_OFFSET, Double.NaN);
        UnsafeApi.putLong(coldAt + LAST_GOOD_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(coldAt + RAISED_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(coldAt + SENSOR_OFFSET, sensorId);
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long hotAt = hot.address(slot);
        long timeNs = eventTimeNs;
        long lastTimeNs = UnsafeApi.getLong(hotAt + LAST_TIME_OFFSET);
        long timerNs = UnsafeApi.getLong(hotAt + NEXT_TIMER_OFFSET);
        if (timeNs < lastTimeNs) {
            if (skipsOld) {
                skippedCount++;
                return timerNs;
            }
            timeNs = lastTimeNs;
        }
        UnsafeApi.putLong(hotAt + LAST_TIME_OFFSET, timeNs);
        if (timerNs < timeNs) {
            raise(slot);
            timerNs = NO_TIMER;
        }
        if (quality == BAD || !isSignOfLife(slot, timerNs, flags)) {
            return timerNs;
        }
        UnsafeApi.putDouble(hotAt + VALUE_OFFSET, value);
        UnsafeApi.putLong(hotAt + NEXT_TIMER_OFFSET, timeNs + timeoutNs);
        if (timerNs == NO_TIMER) {
            clearIfActive(slot, timeNs);
        }
        return timeNs + timeoutNs;
    }

    @Override
    public long nextTimerNs(int slot) {
        return UnsafeApi.getLong(hot.address(slot) + NEXT_TIMER_OFFSET);
    }

    @Override
    public void advance(int slot, long timeNs) {
        if (nextTimerNs(slot) < timeNs) {
            raise(slot);
        }
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        advance(slot, lastTimeNs + 1);
    }

    @Override
    public void close() {
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            closeSlot(slot);
        }
    }

    @Override
    public void closeSlot(int slot) {
        clearIfActive(slot, UnsafeApi.getLong(hot.address(slot) + LAST_TIME_OFFSET));
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public void digest(MessageDigest digest) {
        byte[] bytes = new byte[MissingLayout.STORED_LENGTH];
        UnsafeBuffer stored = newStored();
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            store(slot, stored);
            stored.getBytes(0, bytes);
            digest.update(bytes);
        }
    }

    @Override
    public long stateBytes() {
        return hot.byteCount() + cold.byteCount();
    }

    private boolean isSignOfLife(int slot, long timerNs, int flags) {
        return (flags & ReadingFlags.RETAINED) == 0 || lastGoodNs(slot, timerNs) == Long.MIN_VALUE;
    }

    private long lastGoodNs(int slot, long timerNs) {
        return timerNs == NO_TIMER ? UnsafeApi.getLong(cold.address(slot) + LAST_GOOD_OFFSET) : timerNs - timeoutNs;
    }

    private void raise(int slot) {
        long hotAt = hot.address(slot);
        long coldAt = cold.address(slot);
        // A sample that came late, after the clock had already reported silence beyond its time, may set a timer that
        // lies before that report.
        long timerNs = UnsafeApi.getLong(hotAt + NEXT_TIMER_OFFSET);
        long timeNs = Math.max(timerNs, UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET));
        Episode.begin(coldAt + RAISED_OFFSET, coldAt + OCCURRENCE_OFFSET, timeNs);
        UnsafeApi.putLong(coldAt + LAST_GOOD_OFFSET, lastGoodNs(slot, timerNs));
        UnsafeApi.putLong(hotAt + NEXT_TIMER_OFFSET, NO_TIMER);
        UnsafeApi.putInt(coldAt + ACTIVE_OFFSET, 1);
        emit(slot, AlarmEventKind.RAISED, timeNs);
    }

    private void clearIfActive(int slot, long sampleTimeNs) {
        long coldAt = cold.address(slot);
        if (UnsafeApi.getInt(coldAt + ACTIVE_OFFSET) == 1) {
            UnsafeApi.putInt(coldAt + ACTIVE_OFFSET, 0);
            emit(slot, AlarmEventKind.CLEARED, Math.max(sampleTimeNs, UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET)));
        }
    }

    private void emit(int slot, AlarmEventKind kind, long timeNs) {
        long coldAt = cold.address(slot);
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, timeNs);
        emitter.emit(
                kind,
                ruleId,
                UnsafeApi.getInt(coldAt + SENSOR_OFFSET),
                AlarmEventFlyweight.NO_LEVEL,
                timeNs,
                UnsafeApi.getLong(coldAt + RAISED_OFFSET),
                UnsafeApi.getInt(coldAt + OCCURRENCE_OFFSET),
                UnsafeApi.getDouble(hot.address(slot) + VALUE_OFFSET),
                Double.NaN);
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(skippedCount);
        out.putInt(MissingLayout.STORED_LENGTH);
        out.putInt(hot.slotCount());
        UnsafeBuffer stored = newStored();
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            store(slot, stored);
            out.putMemory(stored, 0, MissingLayout.STORED_LENGTH);
        }
    }

    @Override
    public void readFrom(StateInput in) {
        skippedCount = in.getLong();
        int storedLength = in.getInt();
        if (storedLength != MissingLayout.STORED_LENGTH || hot.slotCount() != 0) {
            throw new IllegalStateException(
                    "expected slots of length=" + MissingLayout.STORED_LENGTH + ", found " + storedLength);
        }
        int storedCount = in.getInt();
        UnsafeBuffer stored = newStored();
        for (int i = 0; i < storedCount; i++) {
            int slot = addSlot();
            in.getMemory(stored, 0, MissingLayout.STORED_LENGTH);
            MissingLayout.load(stored.addressOffset(), hot.address(slot), cold.address(slot));
        }
    }

    private int addSlot() {
        cold.addSlot();
        return hot.addSlot();
    }

    private void store(int slot, UnsafeBuffer stored) {
        long lastGoodNs = lastGoodNs(slot, nextTimerNs(slot));
        MissingLayout.store(hot.address(slot), cold.address(slot), lastGoodNs, stored.addressOffset());
    }

    private static UnsafeBuffer newStored() {
        ByteBuffer memory = ByteBuffer.allocateDirect(MissingLayout.STORED_LENGTH);
        return new UnsafeBuffer(memory.order(ByteOrder.nativeOrder()));
    }
}
