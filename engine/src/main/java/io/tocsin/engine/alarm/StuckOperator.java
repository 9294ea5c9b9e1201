package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.StuckLayout.ACTIVE;
import static io.tocsin.engine.alarm.StuckLayout.GONE;
import static io.tocsin.engine.alarm.StuckLayout.LAST_SAMPLE_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.LAST_TIME_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.NUMBERS_SHIFT;
import static io.tocsin.engine.alarm.StuckLayout.OCCURRENCE_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.RAISED_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.REFERENCE_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.SAMPLES_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.SENSOR_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.START_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.STATUS_MASK;
import static io.tocsin.engine.alarm.StuckLayout.STATUS_OFFSET;
import static io.tocsin.engine.alarm.StuckLayout.VALUE_OFFSET;

import io.tocsin.engine.operator.ClockTimes;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The stuck alarm: a run of samples that all stay within the tolerance of the run's first sample. Only samples raise
 * and clear it. Silence does not prove a stuck sensor, so there are no timers.
 *
 * <p>A retained message repeats an old sample and would confirm itself, so it does not count as a sample.
 */
public final class StuckOperator implements KeyedOperator {
    private static final int ACTIVE = 1;

    private final StateArena slots = StateArena.ofKeys(StuckLayout.LENGTH);
    private final EventEmitter emitter;
    private final int ruleId;
    private final boolean skipsOld;
    private final boolean clearsOnBad;
    /** Null when readings older than the last one are skipped: no event can then be dated before another. */
    private final ReportedTimes reported;

    private final double tolerance;
    private final long holdNs;
    private final int minSamples;
    private final long maxGapNs;
    private final double ignoreAbsAtMost;
    private long skippedCount;

    public StuckOperator(StuckRule rule, int ruleId, OperatorContext context) {
        this.emitter = context.emitter();
        this.ruleId = ruleId;
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER;
        this.reported = skipsOld ? null : new ReportedTimes(context.edition());
        this.clearsOnBad = rule.onBad() == OnBad.CLEAR;
        this.tolerance = rule.tolerance();
        this.holdNs = rule.holdNs();
        this.minSamples = rule.minSamples();
        this.maxGapNs = rule.maxGapNs();
        this.ignoreAbsAtMost = rule.ignoreAbsAtMost();
    }

    /** Bytes that one key costs. */
    public static int bytesPerKey(StuckRule rule) {
        return StuckLayout.LENGTH + ReportedTimes.bytesPerKey(rule);
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
        if (reported != null) {
            reported.open();
        }
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long at = slots.address(slot);
        long lastTimeNs = lastTimeNs(slot);
        if (skipsOld && eventTimeNs < lastTimeNs) {
            skippedCount++;
            return NO_TIMER;
        }
        long newestNs = Math.max(eventTimeNs, lastTimeNs);
        UnsafeApi.putLong(at + LAST_TIME_OFFSET, newestNs);
        long timeNs = skipsOld ? newestNs : reported.onReading(slot, eventTimeNs, newestNs);
        if (ValueFlags.isBad(quality)) {
            onBad(slot, timeNs, flags);
        } else if (TextValue.isNumber(value, quality) && (flags & ReadingFlags.RETAINED) == 0) {
            boolean wasHeld = status(slot) == (ACTIVE | GONE);
            putStatus(slot, status(slot) & ~GONE);
            onSample(slot, timeNs, value);
            if (wasHeld && status(slot) == ACTIVE) {
                emit(slot, AlarmEventKind.LEVEL_CHANGED, timeNs);
            }
        }
        return NO_TIMER;
    }

    private long lastTimeNs(int slot) {
        return UnsafeApi.getLong(slots.address(slot) + LAST_TIME_OFFSET);
    }

    @Override
    public long nextTimerNs(int slot) {
        return NO_TIMER;
    }

    @Override
    public void advance(int slot, long timeNs) {}

    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        long at = slots.address(slot);
        ClockTimes.move(at + LAST_TIME_OFFSET, byNs, nowNs);
        if (reported != null) {
            reported.moveClock(slot, byNs, nowNs);
        }
        if (UnsafeApi.getInt(at + SAMPLES_OFFSET) > 0) {
            ClockTimes.move(at + LAST_SAMPLE_OFFSET, byNs, nowNs);
            ClockTimes.move(at + START_OFFSET, byNs, nowNs);
        }
        if (byNs < 0) {
            goOnWithNumbers(at);
        }
    }

    /** Continues the run, because its value continues; its required duration starts again. */
    @Override
    public void restartClock(int slot, long timeNs) {
        long at = slots.address(slot);
        ClockTimes.restart(at + LAST_TIME_OFFSET, timeNs);
        if (reported != null) {
            reported.restartClock(slot, timeNs);
        }
        if (UnsafeApi.getInt(at + SAMPLES_OFFSET) > 0) {
            ClockTimes.restart(at + LAST_SAMPLE_OFFSET, timeNs);
            ClockTimes.restart(at + START_OFFSET, timeNs);
        }
        goOnWithNumbers(at);
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        if (clearsOnBad) {
            endRun(slot, lastTimeNs(slot), AlarmEventReason.VALUE_GONE);
        }
    }

    @Override
    public void close() {
        for (int slot = 0; slot < slots.slotCount(); slot++) {
            closeSlot(slot);
        }
    }

    @Override
    public void closeSlot(int slot) {
        clearIfActive(slot, lastTimeNs(slot));
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public long activeCount() {
        long sum = 0;
        for (int slot = 0; slot < slots.slotCount(); slot++) {
            sum += status(slot) & ACTIVE;
        }
        return sum;
    }

    @Override
    public void digest(MessageDigest digest) {
        slots.digest(digest, StuckLayout.LENGTH);
        if (reported != null) {
            reported.digest(digest);
        }
    }

    @Override
    public long stateBytes() {
        return slots.byteCount() + (reported == null ? 0 : reported.stateBytes());
    }

    private void onBad(int slot, long timeNs, int flags) {
        if (ValueFlags.isLimitGone(flags)) {
            endRun(slot, timeNs, AlarmEventReason.LIMIT_GONE);
        } else if (clearsOnBad) {
            endRun(slot, timeNs, AlarmEventReason.VALUE_GONE);
        } else if (ValueFlags.isGone(flags)) {
            int status = status(slot);
            putStatus(slot, status | GONE);
            if (status == ACTIVE) {
                emit(slot, AlarmEventKind.LEVEL_CHANGED, timeNs);
            }
        }
    }

    /** Ends the run and the active episode, if any, for a reason other than a sample. */
    private void endRun(int slot, long timeNs, AlarmEventReason reason) {
        UnsafeApi.putInt(slots.address(slot) + SAMPLES_OFFSET, 0);
        putStatus(slot, status(slot) & ~GONE);
        emitter.because(reason);
        clearIfActive(slot, timeNs);
        emitter.because(AlarmEventReason.RULE);
    }

    private int status(int slot) {
        return UnsafeApi.getInt(slots.address(slot) + STATUS_OFFSET) & STATUS_MASK;
    }

    private void putStatus(int slot, int status) {
        long at = slots.address(slot);
        UnsafeApi.putInt(at + STATUS_OFFSET, (numbers(at) << NUMBERS_SHIFT) | status);
    }

    private void onSample(int slot, long timeNs, double value) {
        long at = slots.address(slot);
        int samples = UnsafeApi.getInt(at + SAMPLES_OFFSET);
        boolean ignored = Math.abs(value) <= ignoreAbsAtMost;
        boolean goesOn = samples > 0
                && !ignored
                && Math.abs(value - UnsafeApi.getDouble(at + REFERENCE_OFFSET)) <= tolerance
                && timeNs - UnsafeApi.getLong(at + LAST_SAMPLE_OFFSET) <= maxGapNs;
        UnsafeApi.putLong(at + LAST_SAMPLE_OFFSET, timeNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        if (goesOn) {
            goOn(slot, samples, timeNs);
        } else {
            UnsafeApi.putInt(at + SAMPLES_OFFSET, ignored ? 0 : 1);
            UnsafeApi.putDouble(at + REFERENCE_OFFSET, value);
            UnsafeApi.putLong(at + START_OFFSET, timeNs);
            clearIfActive(slot, timeNs);
        }
    }

    private void goOn(int slot, int samplesBefore, long timeNs) {
        long at = slots.address(slot);
        int samples = samplesBefore;
        if (samples < minSamples) {
            samples++;
            UnsafeApi.putInt(at + SAMPLES_OFFSET, samples);
        }
        boolean isStuck = samples >= minSamples && timeNs - UnsafeApi.getLong(at + START_OFFSET) >= holdNs;
        if (isStuck && (status(slot) & ACTIVE) == 0) {
            putNumbers(at, Episode.begin(at + RAISED_OFFSET, at + OCCURRENCE_OFFSET, numbers(at), timeNs));
            putStatus(slot, status(slot) | ACTIVE);
            emit(slot, AlarmEventKind.RAISED, timeNs);
        }
    }

    private void clearIfActive(int slot, long timeNs) {
        if ((status(slot) & ACTIVE) != 0) {
            putStatus(slot, status(slot) & ~ACTIVE);
            emit(slot, AlarmEventKind.CLEARED, timeNs);
        }
    }

    private static int numbers(long at) {
        return UnsafeApi.getInt(at + STATUS_OFFSET) >>> NUMBERS_SHIFT;
    }

    private static void putNumbers(long at, int numbers) {
        int status = UnsafeApi.getInt(at + STATUS_OFFSET) & STATUS_MASK;
        UnsafeApi.putInt(at + STATUS_OFFSET, (numbers << NUMBERS_SHIFT) | status);
    }

    private static void goOnWithNumbers(long at) {
        putNumbers(at, Episode.goOn(at + OCCURRENCE_OFFSET, numbers(at)));
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

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(skippedCount);
        slots.writeTo(out);
        if (reported != null) {
            reported.writeTo(out);
        }
    }

    @Override
    public void readFrom(StateInput in) {
        skippedCount = in.getLong();
        slots.readFrom(in);
        if (reported != null) {
            reported.readFrom(in, slots.slotCount(), this::lastTimeNs);
        }
    }
}
