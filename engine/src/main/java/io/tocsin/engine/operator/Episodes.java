package io.tocsin.engine.operator;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The state of an alarm that readings alone raise and clear: one episode at a time for each sensor.
 *
 * <pre>
 *   0        8        16       24   28   32   36   40
 *  +--------+--------+--------+----+----+----+----+
 *  | last   | value  | raised |occ |sens|acti|    |
 *  | time   |        | time   |    |or  |ve  |    |
 *  +--------+--------+--------+----+----+----+----+
 * </pre>
 */
final class Episodes {
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

    Episodes(int ruleId, EventEmitter emitter) {
        this.emitter = emitter;
        this.ruleId = ruleId;
    }

    int ruleId() {
        return ruleId;
    }

    int open(int sensorId) {
        int slot = slots.addSlot();
        long at = slots.address(slot);
        UnsafeApi.putLong(at + LAST_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putDouble(at + VALUE_OFFSET, Double.NaN);
        UnsafeApi.putLong(at + RAISED_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(at + SENSOR_OFFSET, sensorId);
        return slot;
    }

    /** The time of the newest reading, epoch ns; {@link Long#MIN_VALUE} before the first. */
    long lastTimeNs(int slot) {
        return UnsafeApi.getLong(slots.address(slot) + LAST_TIME_OFFSET);
    }

    /**
     * A reading has come.
     *
     * @return the time at which it counts: its own, or that of the newest if that is later, so that no event lies before
     *     another
     */
    long onReading(int slot, long eventTimeNs) {
        long at = slots.address(slot) + LAST_TIME_OFFSET;
        long timeNs = Math.max(eventTimeNs, UnsafeApi.getLong(at));
        UnsafeApi.putLong(at, timeNs);
        return timeNs;
    }

    /** Keeps what the next events say of the value. */
    void keepValue(int slot, double value) {
        UnsafeApi.putDouble(slots.address(slot) + VALUE_OFFSET, value);
    }

    /** Begins an episode unless there is one. */
    void raise(int slot, long timeNs) {
        long at = slots.address(slot);
        if (!isActive(at)) {
            Episode.begin(at + RAISED_OFFSET, at + OCCURRENCE_OFFSET, timeNs);
            UnsafeApi.putInt(at + ACTIVE_OFFSET, 1);
            emit(at, AlarmEventKind.RAISED, timeNs);
        }
    }

    /** Ends the episode if there is one. */
    void clear(int slot, long timeNs) {
        long at = slots.address(slot);
        if (isActive(at)) {
            UnsafeApi.putInt(at + ACTIVE_OFFSET, 0);
            emit(at, AlarmEventKind.CLEARED, timeNs);
        }
    }

    /** The key goes: its episode ends. */
    void close(int slot) {
        clear(slot, lastTimeNs(slot));
    }

    /** All keys go. */
    void closeAll() {
        for (int slot = 0; slot < slots.slotCount(); slot++) {
            close(slot);
        }
    }

    void digest(MessageDigest digest) {
        slots.digest(digest, LENGTH);
    }

    long stateBytes() {
        return slots.byteCount();
    }

    void writeTo(StateOutput out) {
        slots.writeTo(out);
    }

    void readFrom(StateInput in) {
        slots.readFrom(in);
    }

    private static boolean isActive(long at) {
        return UnsafeApi.getInt(at + ACTIVE_OFFSET) == 1;
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
}
