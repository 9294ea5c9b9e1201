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
import java.security.MessageDigest;
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

    private final StateArena arena = new StateArena(MissingLayout.LENGTH);
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
        int slot = arena.addSlot();
        UnsafeBuffer state = arena.chunk(slot);
        int at = arena.offset(slot);
        state.putLong(at + LAST_TIME_OFFSET, Long.MIN_VALUE);
        state.putLong(at + NEXT_TIMER_OFFSET, NO_TIMER);
        state.putDouble(at + VALUE_OFFSET, Double.NaN);
        state.putLong(at + LAST_EVENT_OFFSET, Long.MIN_VALUE);
        state.putLong(at + RAISED_OFFSET, Long.MIN_VALUE);
        state.putLong(at + LAST_GOOD_OFFSET, Long.MIN_VALUE);
        state.putInt(at + SENSOR_OFFSET, sensorId);
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        UnsafeBuffer state = arena.chunk(slot);
        int at = arena.offset(slot);
        long timeNs = eventTimeNs;
        long lastTimeNs = state.getLong(at + LAST_TIME_OFFSET);
        if (timeNs < lastTimeNs) {
            if (skipsOld) {
                skippedCount++;
                return state.getLong(at + NEXT_TIMER_OFFSET);
            }
            timeNs = lastTimeNs;
        }
        state.putLong(at + LAST_TIME_OFFSET, timeNs);
        if (state.getLong(at + NEXT_TIMER_OFFSET) < timeNs) {
            raise(state, at);
        }
        if (quality != BAD && isSignOfLife(state, at, flags)) {
            onGoodSample(state, at, timeNs, value);
        }
        return state.getLong(at + NEXT_TIMER_OFFSET);
    }

    @Override
    public long nextTimerNs(int slot) {
        return arena.chunk(slot).getLong(arena.offset(slot) + NEXT_TIMER_OFFSET);
    }

    @Override
    public void advance(int slot, long timeNs) {
        UnsafeBuffer state = arena.chunk(slot);
        int at = arena.offset(slot);
        if (state.getLong(at + NEXT_TIMER_OFFSET) < timeNs) {
            raise(state, at);
        }
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        advance(slot, lastTimeNs + 1);
    }

    @Override
    public void close() {
        for (int slot = 0; slot < arena.slotCount(); slot++) {
            closeSlot(slot);
        }
    }

    @Override
    public void closeSlot(int slot) {
        UnsafeBuffer state = arena.chunk(slot);
        int at = arena.offset(slot);
        if (state.getInt(at + ACTIVE_OFFSET) == 1) {
            clear(state, at, state.getLong(at + LAST_TIME_OFFSET));
        }
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public void digest(MessageDigest digest) {
        arena.digest(digest, MissingLayout.LENGTH);
    }

    @Override
    public long stateBytes() {
        return arena.byteCount();
    }

    private static boolean isSignOfLife(UnsafeBuffer state, int at, int flags) {
        return (flags & ReadingFlags.RETAINED) == 0 || state.getLong(at + LAST_GOOD_OFFSET) == Long.MIN_VALUE;
    }

    private void onGoodSample(UnsafeBuffer state, int at, long timeNs, double value) {
        state.putDouble(at + VALUE_OFFSET, value);
        state.putLong(at + LAST_GOOD_OFFSET, timeNs);
        state.putLong(at + NEXT_TIMER_OFFSET, timeNs + timeoutNs);
        if (state.getInt(at + ACTIVE_OFFSET) == 1) {
            clear(state, at, timeNs);
        }
    }

    private void raise(UnsafeBuffer state, int at) {
        // A sample that came late, after the clock had already reported silence beyond its time, may set a timer that
        // lies before that report.
        long timeNs = Math.max(state.getLong(at + NEXT_TIMER_OFFSET), state.getLong(at + LAST_EVENT_OFFSET));
        boolean sameInstant = state.getLong(at + RAISED_OFFSET) == timeNs;
        state.putInt(at + OCCURRENCE_OFFSET, sameInstant ? state.getInt(at + OCCURRENCE_OFFSET) + 1 : 1);
        state.putLong(at + RAISED_OFFSET, timeNs);
        state.putLong(at + NEXT_TIMER_OFFSET, NO_TIMER);
        state.putInt(at + ACTIVE_OFFSET, 1);
        emit(state, at, AlarmEventKind.RAISED, timeNs);
    }

    private void clear(UnsafeBuffer state, int at, long sampleTimeNs) {
        state.putInt(at + ACTIVE_OFFSET, 0);
        emit(state, at, AlarmEventKind.CLEARED, Math.max(sampleTimeNs, state.getLong(at + LAST_EVENT_OFFSET)));
    }

    private void emit(UnsafeBuffer state, int at, AlarmEventKind kind, long timeNs) {
        state.putLong(at + LAST_EVENT_OFFSET, timeNs);
        emitter.emit(
                kind,
                ruleId,
                state.getInt(at + SENSOR_OFFSET),
                AlarmEventFlyweight.NO_LEVEL,
                timeNs,
                state.getLong(at + RAISED_OFFSET),
                state.getInt(at + OCCURRENCE_OFFSET),
                state.getDouble(at + VALUE_OFFSET),
                Double.NaN);
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(skippedCount);
        arena.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        skippedCount = in.getLong();
        arena.readFrom(in);
    }
}
