package io.tocsin.engine.operator;

import static io.tocsin.engine.operator.LimitLayout.ACTIVE;
import static io.tocsin.engine.operator.LimitLayout.LAST_EVENT_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.LAST_TIME_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.NEXT_TIMER_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.NORMAL;
import static io.tocsin.engine.operator.LimitLayout.OCCURRENCE_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.PENDING_OFF;
import static io.tocsin.engine.operator.LimitLayout.PENDING_ON;
import static io.tocsin.engine.operator.LimitLayout.RAISED_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.SENSOR_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.STATUS_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.VALUE_OFFSET;
import static io.tocsin.engine.operator.LimitLayout.levelState;
import static io.tocsin.engine.operator.LimitLayout.sinceOffset;
import static io.tocsin.engine.operator.LimitLayout.standing;
import static io.tocsin.engine.operator.LimitLayout.withLevelState;
import static io.tocsin.engine.operator.LimitLayout.withStanding;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitLevel;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The limit alarm (OPC UA Part 9, exclusive limit alarm, with ISA-18.2 deadband, on-delay and off-delay).
 *
 * <p>Each level is a machine of its own: NORMAL → PENDING_ON → ACTIVE → PENDING_OFF → NORMAL. The alarm stands at the
 * most severe level that is ACTIVE or PENDING_OFF; every change of where it stands is an event. A reading in the normal
 * band of a slot at rest costs two loads, two stores and three compares.
 */
public final class LimitOperator implements AlarmOperator {
    private static final int BAD = Quality.BAD.code();

    private final StateArena arena;
    private final EventEmitter emitter;
    private final int ruleId;
    private final boolean skipsOld;
    private final long onDelayNs;
    private final long offDelayNs;

    private final int levelCount;
    private final boolean[] high;
    private final double[] limits;
    private final double[] clearAt;
    private final int[] levelCodes;
    /** Between these two no level is in alarm. */
    private final double lowestNormal;

    private final double highestNormal;
    private long skippedCount;

    LimitOperator(LimitRule rule, int ruleId, EventEmitter emitter) {
        this.emitter = emitter;
        this.ruleId = ruleId;
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER;
        this.onDelayNs = rule.onDelayNs();
        this.offDelayNs = rule.offDelayNs();
        List<LimitLevel> levels = rule.levels();
        this.levelCount = levels.size();
        this.arena = new StateArena(LimitLayout.slotLength(levelCount));
        this.high = new boolean[levelCount];
        this.limits = new double[levelCount];
        this.clearAt = new double[levelCount];
        this.levelCodes = new int[levelCount];
        double lowest = Double.NEGATIVE_INFINITY;
        double highest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < levelCount; i++) {
            LimitLevel level = levels.get(i);
            high[i] = level.level().isHigh();
            limits[i] = level.limit();
            clearAt[i] = level.clearAt();
            levelCodes[i] = level.level().ordinal();
            if (high[i]) {
                highest = Math.min(highest, level.limit());
            } else {
                lowest = Math.max(lowest, level.limit());
            }
        }
        this.lowestNormal = lowest;
        this.highestNormal = highest;
    }

    @Override
    public int ruleId() {
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
            fireTimers(state, at, timeNs);
        }
        if (quality == BAD) {
            return state.getLong(at + NEXT_TIMER_OFFSET);
        }
        state.putDouble(at + VALUE_OFFSET, value);
        int status = state.getInt(at + STATUS_OFFSET);
        if (status == NORMAL && value <= highestNormal && value >= lowestNormal) {
            return NO_TIMER;
        }
        return evaluate(state, at, status, timeNs, value);
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
            fireTimers(state, at, timeNs);
        }
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        advance(slot, lastTimeNs + 1);
    }

    @Override
    public void close() {
        for (int slot = 0; slot < arena.slotCount(); slot++) {
            UnsafeBuffer state = arena.chunk(slot);
            int at = arena.offset(slot);
            int status = state.getInt(at + STATUS_OFFSET);
            if (standing(status) >= 0) {
                long lastNs = Math.max(state.getLong(at + LAST_TIME_OFFSET), state.getLong(at + LAST_EVENT_OFFSET));
                stand(state, at, status, -1, lastNs);
            }
        }
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public void digest(MessageDigest digest) {
        arena.digest(digest, LimitLayout.slotLength(levelCount));
    }

    @Override
    public long stateBytes() {
        return arena.byteCount();
    }

    private long evaluate(UnsafeBuffer state, int at, int oldStatus, long sampleTimeNs, double value) {
        // Nothing happens before what has already been reported: a timer may have fired on the sensor's running clock
        // past the time of a sample that was still on its way.
        long timeNs = Math.max(sampleTimeNs, state.getLong(at + LAST_EVENT_OFFSET));
        int status = oldStatus;
        for (int level = 0; level < levelCount; level++) {
            int next = nextLevelState(levelState(status, level), level, value);
            if (next != levelState(status, level)) {
                status = withLevelState(status, level, next);
                state.putLong(at + sinceOffset(level), timeNs);
            }
        }
        if (status == oldStatus) {
            return state.getLong(at + NEXT_TIMER_OFFSET);
        }
        return settle(state, at, status, timeNs);
    }

    private int nextLevelState(int levelState, int level, double value) {
        return switch (levelState) {
            case NORMAL -> isInAlarm(level, value) ? (onDelayNs == 0 ? ACTIVE : PENDING_ON) : NORMAL;
            case PENDING_ON -> isInAlarm(level, value) ? PENDING_ON : NORMAL;
            case ACTIVE -> isClear(level, value) ? (offDelayNs == 0 ? NORMAL : PENDING_OFF) : ACTIVE;
            default -> isClear(level, value) ? PENDING_OFF : ACTIVE;
        };
    }

    private boolean isInAlarm(int level, double value) {
        return high[level] ? value > limits[level] : value < limits[level];
    }

    private boolean isClear(int level, double value) {
        return high[level] ? value <= clearAt[level] : value >= clearAt[level];
    }

    private void fireTimers(UnsafeBuffer state, int at, long beforeNs) {
        long timerNs = state.getLong(at + NEXT_TIMER_OFFSET);
        while (timerNs < beforeNs) {
            int status = state.getInt(at + STATUS_OFFSET);
            for (int level = 0; level < levelCount; level++) {
                if (dueNs(state, at, status, level) == timerNs) {
                    int next = levelState(status, level) == PENDING_ON ? ACTIVE : NORMAL;
                    status = withLevelState(status, level, next);
                }
            }
            settle(state, at, status, timerNs);
            timerNs = state.getLong(at + NEXT_TIMER_OFFSET);
        }
    }

    /** Stores the levels' new states, reports where the alarm stands now, sets the next timer. */
    private long settle(UnsafeBuffer state, int at, int status, long timeNs) {
        int highest = -1;
        long nextTimerNs = NO_TIMER;
        for (int level = levelCount - 1; level >= 0; level--) {
            if (levelState(status, level) >= ACTIVE) {
                highest = level;
            }
            nextTimerNs = Math.min(nextTimerNs, dueNs(state, at, status, level));
        }
        state.putLong(at + NEXT_TIMER_OFFSET, nextTimerNs);
        if (highest == standing(status)) {
            state.putInt(at + STATUS_OFFSET, status);
        } else {
            stand(state, at, status, highest, timeNs);
        }
        return nextTimerNs;
    }

    private long dueNs(UnsafeBuffer state, int at, int status, int level) {
        return switch (levelState(status, level)) {
            case PENDING_ON -> state.getLong(at + sinceOffset(level)) + onDelayNs;
            case PENDING_OFF -> state.getLong(at + sinceOffset(level)) + offDelayNs;
            default -> NO_TIMER;
        };
    }

    /** The alarm stands at another level now, or at none (-1): says so. */
    private void stand(UnsafeBuffer state, int at, int status, int level, long timeNs) {
        int left = standing(status);
        state.putInt(at + STATUS_OFFSET, withStanding(status, level));
        state.putLong(at + LAST_EVENT_OFFSET, timeNs);
        AlarmEventKind kind = AlarmEventKind.LEVEL_CHANGED;
        if (left < 0) {
            kind = AlarmEventKind.RAISED;
            boolean sameInstant = state.getLong(at + RAISED_OFFSET) == timeNs;
            state.putInt(at + OCCURRENCE_OFFSET, sameInstant ? state.getInt(at + OCCURRENCE_OFFSET) + 1 : 1);
            state.putLong(at + RAISED_OFFSET, timeNs);
        } else if (level < 0) {
            kind = AlarmEventKind.CLEARED;
        }
        int shown = level < 0 ? left : level;
        emitter.emit(
                kind,
                ruleId,
                state.getInt(at + SENSOR_OFFSET),
                levelCodes[shown],
                timeNs,
                state.getLong(at + RAISED_OFFSET),
                state.getInt(at + OCCURRENCE_OFFSET),
                state.getDouble(at + VALUE_OFFSET),
                limits[shown]);
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
