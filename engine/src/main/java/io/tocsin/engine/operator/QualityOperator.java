package io.tocsin.engine.operator;

import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The quality alarm: raised at a BAD reading, cleared at the next GOOD one. Readings count as they come; one that is older
 * than the newest counts at the time of the newest, so that no event lies before another. What a BAD reading says is no value: events carry the last one that was.
 *
 * <pre>
 *   0        8        16       24   28   32   36   40
 *  +--------+--------+--------+----+----+----+----+
 *  | last   | value  | raised |occ |sens|acti|    |
 *  | time   |        | time   |    |or  |ve  |    |
 *  +--------+--------+--------+----+----+----+----+
 * </pre>
 */
final class QualityOperator implements KeyedOperator {
    private static final int BAD = Quality.BAD.code();
    private static final int GOOD = Quality.GOOD.code();

    private static final int LAST_TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int RAISED_OFFSET = 16;
    private static final int OCCURRENCE_OFFSET = 24;
    private static final int SENSOR_OFFSET = 28;
    private static final int ACTIVE_OFFSET = 32;
    private static final int LENGTH = 40;

    private final StateArena slots = new StateArena(LENGTH);
    private final EventEmitter emitter;
    private final int ruleId;

    QualityOperator(int ruleId, EventEmitter emitter) {
        this.emitter = emitter;
        this.ruleId = ruleId;
    }

    @Override
    public int nodeId() {
        return ruleId;
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = slots.addSlot();
        long at = slots.address(slot);
        UnsafeApi.putLong(at + LAST_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putDouble(at + VALUE_OFFSET, Double.NaN);
        UnsafeApi.putLong(at + RAISED_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(at + SENSOR_OFFSET, sensorId);
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long at = slots.address(slot);
        long timeNs = Math.max(eventTimeNs, UnsafeApi.getLong(at + LAST_TIME_OFFSET));
        UnsafeApi.putLong(at + LAST_TIME_OFFSET, timeNs);
        if (quality != BAD) {
            UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        }
        boolean active = UnsafeApi.getInt(at + ACTIVE_OFFSET) == 1;
        if (quality == BAD && !active) {
            raise(at, timeNs);
        } else if (quality == GOOD && active) {
            clear(at, timeNs);
        }
        return NO_TIMER;
    }

    @Override
    public long nextTimerNs(int slot) {
        return NO_TIMER;
    }

    @Override
    public void advance(int slot, long timeNs) {}

    @Override
    public void finish(int slot, long lastTimeNs) {}

    @Override
    public void close() {
        for (int slot = 0; slot < slots.slotCount(); slot++) {
            closeSlot(slot);
        }
    }

    @Override
    public void closeSlot(int slot) {
        long at = slots.address(slot);
        if (UnsafeApi.getInt(at + ACTIVE_OFFSET) == 1) {
            clear(at, UnsafeApi.getLong(at + LAST_TIME_OFFSET));
        }
    }

    @Override
    public long skippedCount() {
        return 0;
    }

    @Override
    public void digest(MessageDigest digest) {
        slots.digest(digest, LENGTH);
    }

    @Override
    public long stateBytes() {
        return slots.byteCount();
    }

    private void raise(long at, long timeNs) {
        Episode.begin(at + RAISED_OFFSET, at + OCCURRENCE_OFFSET, timeNs);
        UnsafeApi.putInt(at + ACTIVE_OFFSET, 1);
        emit(at, AlarmEventKind.RAISED, timeNs);
    }

    private void clear(long at, long timeNs) {
        UnsafeApi.putInt(at + ACTIVE_OFFSET, 0);
        emit(at, AlarmEventKind.CLEARED, timeNs);
    }

    private void emit(long at, AlarmEventKind kind, long timeNs) {
        emitter.emit(
                kind,
                ruleId,
                UnsafeApi.getInt(at + SENSOR_OFFSET),
                AlarmEventFlyweight.NO_LEVEL,
                timeNs,
                UnsafeApi.getLong(at + RAISED_OFFSET),
                UnsafeApi.getInt(at + OCCURRENCE_OFFSET),
                UnsafeApi.getDouble(at + VALUE_OFFSET),
                Double.NaN);
    }

    @Override
    public void writeTo(StateOutput out) {
        slots.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        slots.readFrom(in);
    }
}
