package io.tocsin.engine.operator;

import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * An alarm that readings alone raise and clear, one episode at a time for each sensor: it has no timers. Which readings raise
 * and clear it, its kinds say.
 *
 * <pre>
 *   0        8        16       24   28   32   36   40
 *  +--------+--------+--------+----+----+----+----+
 *  | last   | value  | raised |occ |sens|acti|num |
 *  | time   |        | time   |    |or  |ve  |bers|
 *  +--------+--------+--------+----+----+----+----+
 * </pre>
 *
 * Numbers are those of {@link Episode}.
 */
abstract class EpisodeOperator implements KeyedOperator {
    private static final int LAST_TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int RAISED_OFFSET = 16;
    private static final int OCCURRENCE_OFFSET = 24;
    private static final int SENSOR_OFFSET = 28;
    private static final int ACTIVE_OFFSET = 32;
    private static final int NUMBERS_OFFSET = 36;
    private static final int LENGTH = 40;

    private final StateArena slots = new StateArena(LENGTH);
    private final EventEmitter emitter;
    private final int ruleId;
    /** Null when readings that are older than the last one are skipped: then no event can lie before another. */
    private final ReportedTimes reported;

    /**
     * @param inArrivalOrder whether older readings than the last one count
     */
    EpisodeOperator(int ruleId, boolean inArrivalOrder, OperatorContext context) {
        this.emitter = context.emitter();
        this.ruleId = ruleId;
        this.reported = inArrivalOrder ? new ReportedTimes(context.edition()) : null;
    }

    @Override
    public final int nodeId() {
        return ruleId;
    }

    @Override
    public final int openSlot(int sensorId) {
        int slot = slots.addSlot();
        long at = slots.address(slot);
        UnsafeApi.putLong(at + LAST_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putDouble(at + VALUE_OFFSET, Double.NaN);
        UnsafeApi.putLong(at + RAISED_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(at + SENSOR_OFFSET, sensorId);
        if (reported != null) {
            reported.open();
        }
        return slot;
    }

    @Override
    public final long nextTimerNs(int slot) {
        return NO_TIMER;
    }

    @Override
    public final void advance(int slot, long timeNs) {}

    @Override
    public final void moveClock(int slot, long byNs, long nowNs) {
        long at = slots.address(slot);
        ClockTimes.move(at + LAST_TIME_OFFSET, byNs, nowNs);
        if (reported != null) {
            reported.moveClock(slot, byNs, nowNs);
        }
        if (byNs < 0) {
            Episode.goOn(at + OCCURRENCE_OFFSET, at + NUMBERS_OFFSET);
        }
    }

    @Override
    public final void restartClock(int slot, long timeNs) {
        long at = slots.address(slot);
        ClockTimes.restart(at + LAST_TIME_OFFSET, timeNs);
        if (reported != null) {
            reported.restartClock(slot, timeNs);
        }
        Episode.goOn(at + OCCURRENCE_OFFSET, at + NUMBERS_OFFSET);
    }

    @Override
    public final void finish(int slot, long lastTimeNs) {}

    @Override
    public final void close() {
        for (int slot = 0; slot < slots.slotCount(); slot++) {
            closeSlot(slot);
        }
    }

    @Override
    public final void closeSlot(int slot) {
        clear(slot, lastTimeNs(slot));
    }

    @Override
    public final long activeCount() {
        long sum = 0;
        for (int slot = 0; slot < slots.slotCount(); slot++) {
            sum += isActive(slots.address(slot)) ? 1 : 0;
        }
        return sum;
    }

    @Override
    public final void digest(MessageDigest digest) {
        slots.digest(digest, LENGTH);
        if (reported != null) {
            reported.digest(digest);
        }
    }

    @Override
    public final long stateBytes() {
        return slots.byteCount() + (reported == null ? 0 : reported.stateBytes());
    }

    @Override
    public void writeTo(StateOutput out) {
        slots.writeTo(out);
        if (reported != null) {
            reported.writeTo(out);
        }
    }

    @Override
    public void readFrom(StateInput in) {
        slots.readFrom(in);
        if (reported != null) {
            reported.readFrom(in, slots.slotCount(), this::lastTimeNs);
        }
    }

    /** The time of the newest reading, epoch ns; {@link Long#MIN_VALUE} before the first. */
    final long lastTimeNs(int slot) {
        return UnsafeApi.getLong(slots.address(slot) + LAST_TIME_OFFSET);
    }

    /**
     * Takes the time of a reading.
     *
     * @return the time at which it counts: its own, but not before the last event
     */
    final long takeTime(int slot, long eventTimeNs) {
        long newestNs = Math.max(eventTimeNs, lastTimeNs(slot));
        UnsafeApi.putLong(slots.address(slot) + LAST_TIME_OFFSET, newestNs);
        return reported == null ? newestNs : reported.onReading(slot, eventTimeNs, newestNs);
    }

    /** Keeps what the next events say of the value. */
    final void keepValue(int slot, double value) {
        UnsafeApi.putDouble(slots.address(slot) + VALUE_OFFSET, value);
    }

    /** Begins an episode unless there is one. */
    final void raise(int slot, long timeNs) {
        long at = slots.address(slot);
        if (!isActive(at)) {
            Episode.begin(at + RAISED_OFFSET, at + OCCURRENCE_OFFSET, at + NUMBERS_OFFSET, timeNs);
            UnsafeApi.putInt(at + ACTIVE_OFFSET, 1);
            emit(slot, AlarmEventKind.RAISED, timeNs);
        }
    }

    /** Ends the episode if there is one. */
    final void clear(int slot, long timeNs) {
        long at = slots.address(slot);
        if (isActive(at)) {
            UnsafeApi.putInt(at + ACTIVE_OFFSET, 0);
            emit(slot, AlarmEventKind.CLEARED, timeNs);
        }
    }

    private static boolean isActive(long at) {
        return UnsafeApi.getInt(at + ACTIVE_OFFSET) == 1;
    }

    private void emit(int slot, AlarmEventKind kind, long timeNs) {
        long at = slots.address(slot);
        if (reported != null) {
            reported.onEvent(slot, timeNs);
        }
        emitter.emit(
                kind,
                ruleId,
                UnsafeApi.getInt(at + SENSOR_OFFSET),
                timeNs,
                UnsafeApi.getLong(at + RAISED_OFFSET),
                UnsafeApi.getInt(at + OCCURRENCE_OFFSET),
                UnsafeApi.getDouble(at + VALUE_OFFSET));
    }
}
