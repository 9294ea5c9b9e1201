package io.tocsin.engine.alarm;

import io.tocsin.engine.operator.ClockTimes;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * An alarm that only readings raise and clear, with at most one episode at a time for each sensor and without timers.
 * Subclasses decide which readings raise and clear it. A subclass with more state per sensor keeps it in an arena of
 * its own.
 *
 * <pre>
 *   0        8        16       24   28   32   36   40
 *  +--------+--------+--------+----+----+----+----+
 *  | last   | value  | raised |occ |sens|stat|num |
 *  | time   |        | time   |    |or  |us  |bers|
 *  +--------+--------+--------+----+----+----+----+
 * </pre>
 *
 * <p>Status has two bits: the alarm is active, and the value is lost. Numbers are those of {@link Episode}.
 */
abstract class EpisodeOperator implements KeyedOperator {
    private static final int LAST_TIME_OFFSET = 0;
    private static final int VALUE_OFFSET = 8;
    private static final int RAISED_OFFSET = 16;
    private static final int OCCURRENCE_OFFSET = 24;
    private static final int SENSOR_OFFSET = 28;
    private static final int STATUS_OFFSET = 32;
    private static final int NUMBERS_OFFSET = 36;
    private static final int LENGTH = 40;

    private static final int ACTIVE = 1;
    private static final int GONE = 2;

    private final StateArena slots = StateArena.ofKeys(LENGTH);
    private final EventEmitter emitter;
    private final int ruleId;
    /** Null when readings older than the last one are skipped: no event can then be dated before another. */
    private final ReportedTimes reported;

    /**
     * @param inArrivalOrder whether readings older than the last one count
     */
    EpisodeOperator(int ruleId, boolean inArrivalOrder, OperatorContext context) {
        this.emitter = context.emitter();
        this.ruleId = ruleId;
        this.reported = inArrivalOrder ? new ReportedTimes(context.edition()) : null;
    }

    /** Bytes that one key costs. */
    public static int bytesPerKey(AlarmRule rule) {
        return LENGTH + ReportedTimes.bytesPerKey(rule);
    }

    @Override
    public final int nodeId() {
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
    public void moveClock(int slot, long byNs, long nowNs) {
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
    public void restartClock(int slot, long timeNs) {
        long at = slots.address(slot);
        ClockTimes.restart(at + LAST_TIME_OFFSET, timeNs);
        if (reported != null) {
            reported.restartClock(slot, timeNs);
        }
        Episode.goOn(at + OCCURRENCE_OFFSET, at + NUMBERS_OFFSET);
    }

    @Override
    public void finish(int slot, long lastTimeNs) {}

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
            sum += isActive(slot) ? 1 : 0;
        }
        return sum;
    }

    @Override
    public void digest(MessageDigest digest) {
        slots.digest(digest, LENGTH);
        if (reported != null) {
            reported.digest(digest);
        }
    }

    @Override
    public long stateBytes() {
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
     * Stores the time of a reading.
     *
     * @return the time at which the reading counts: its own, but not before the last event
     */
    final long takeTime(int slot, long eventTimeNs) {
        long newestNs = Math.max(eventTimeNs, lastTimeNs(slot));
        UnsafeApi.putLong(slots.address(slot) + LAST_TIME_OFFSET, newestNs);
        return reported == null ? newestNs : reported.onReading(slot, eventTimeNs, newestNs);
    }

    /** Stores the value that the next events carry. */
    final void keepValue(int slot, double value) {
        UnsafeApi.putDouble(slots.address(slot) + VALUE_OFFSET, value);
    }

    /** Begins an episode unless one is active. */
    final void raise(int slot, long timeNs) {
        long at = slots.address(slot);
        if (!isActive(slot)) {
            Episode.begin(at + RAISED_OFFSET, at + OCCURRENCE_OFFSET, at + NUMBERS_OFFSET, timeNs);
            putStatus(slot, status(slot) | ACTIVE);
            emit(slot, AlarmEventKind.RAISED, timeNs);
        }
    }

    /** Ends the active episode, if any. */
    final void clear(int slot, long timeNs) {
        if (isActive(slot)) {
            putStatus(slot, status(slot) & ~ACTIVE);
            emit(slot, AlarmEventKind.CLEARED, timeNs);
        }
    }

    /** Ends the active episode, if any, for a reason other than a sample. */
    final void clear(int slot, long timeNs, AlarmEventReason reason) {
        putStatus(slot, status(slot) & ~GONE);
        emitter.because(reason);
        clear(slot, timeNs);
        emitter.because(AlarmEventReason.RULE);
    }

    /** Holds the last value after the value is lost. An active alarm emits one event about it. */
    final void hold(int slot, long timeNs) {
        int status = status(slot);
        putStatus(slot, status | GONE);
        if (status == ACTIVE) {
            emit(slot, AlarmEventKind.LEVEL_CHANGED, timeNs);
        }
    }

    /**
     * Notes that there is a value again.
     *
     * @return whether an active alarm was held until now
     */
    final boolean takeValueBack(int slot) {
        int status = status(slot);
        putStatus(slot, status & ~GONE);
        return status == (ACTIVE | GONE);
    }

    /** Emits an event that an alarm held without a value continues with one. */
    final void tellBack(int slot, long timeNs) {
        if (isActive(slot)) {
            emit(slot, AlarmEventKind.LEVEL_CHANGED, timeNs);
        }
    }

    final boolean isActive(int slot) {
        return (status(slot) & ACTIVE) != 0;
    }

    private int status(int slot) {
        return UnsafeApi.getInt(slots.address(slot) + STATUS_OFFSET);
    }

    private void putStatus(int slot, int status) {
        UnsafeApi.putInt(slots.address(slot) + STATUS_OFFSET, status);
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
                UnsafeApi.getDouble(at + VALUE_OFFSET),
                (status(slot) & GONE) != 0);
    }
}
