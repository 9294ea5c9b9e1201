package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.LimitLayout.ACTIVE;
import static io.tocsin.engine.alarm.LimitLayout.GONE;
import static io.tocsin.engine.alarm.LimitLayout.LAST_EVENT_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.LAST_TIME_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.NEXT_TIMER_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.NORMAL;
import static io.tocsin.engine.alarm.LimitLayout.NUMBERS_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.OCCURRENCE_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.PENDING_ON;
import static io.tocsin.engine.alarm.LimitLayout.RAISED_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.SENSOR_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.STATUS_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.VALUE_OFFSET;
import static io.tocsin.engine.alarm.LimitLayout.combination;
import static io.tocsin.engine.alarm.LimitLayout.levelState;
import static io.tocsin.engine.alarm.LimitLayout.sinceOffset;
import static io.tocsin.engine.alarm.LimitLayout.standing;
import static io.tocsin.engine.alarm.LimitLayout.withLevelState;
import static io.tocsin.engine.alarm.LimitLayout.withoutLevels;

import io.tocsin.engine.operator.ClockTimes;
import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The limit alarm (OPC UA Part 9, exclusive limit alarm, with ISA-18.2 deadband, on-delay and off-delay).
 *
 * <p>Each level is a machine of its own: NORMAL → PENDING_ON → ACTIVE → PENDING_OFF → NORMAL. The alarm stands at the
 * most severe level that is ACTIVE or PENDING_OFF; every change of where it stands is an event.
 *
 * <p>For each combination of the levels' states there is a band of values that change none of them; nearly all readings
 * lie in it. They touch the hot half of the slot only, and their compares go the same way for a sensor in alarm as for
 * one at rest, so the branch predictor need not know which sensor comes next.
 */
public final class LimitOperator implements KeyedOperator {

    private final StateArena hot = StateArena.ofKeys(LimitLayout.HOT_LENGTH);
    private final StateArena cold;
    private LimitLevels levels;
    private final LimitEvents events;
    private final CurrentEdition edition;
    private final int ruleId;
    private final int levelCount;
    private final boolean skipsOld;
    private final boolean clearsOnBad;
    /** By the levels' states: values from {@code lowestStill} to {@code highestStill} change none of them. */
    private double[] lowestStill;

    private double[] highestStill;
    private long skippedCount;

    public LimitOperator(LimitRule rule, int ruleId, OperatorContext context) {
        this.levels = new LimitLevels(rule);
        this.events = new LimitEvents(levels, ruleId, context);
        this.edition = context.edition();
        this.ruleId = ruleId;
        this.levelCount = levels.count();
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER;
        this.clearsOnBad = rule.onBad() == OnBad.CLEAR;
        this.cold = StateArena.ofKeys(LimitLayout.coldLength(levelCount));
        LimitBands bands = levels.bands();
        this.lowestStill = bands.lowest();
        this.highestStill = bands.highest();
    }

    @Override
    public void edit(OperatorNode node) {
        levels = new LimitLevels((LimitRule) node);
        events.use(levels);
        LimitBands bands = levels.bands();
        lowestStill = bands.lowest();
        highestStill = bands.highest();
    }

    @Override
    public void rejudge(int slot, long timeNs) {
        long at = hot.address(slot);
        double value = UnsafeApi.getDouble(at + VALUE_OFFSET);
        int status = UnsafeApi.getInt(at + STATUS_OFFSET);
        if (!Double.isNaN(value) && (status & GONE) == 0) {
            evaluate(slot, status, timeNs, value);
        }
        setTimer(slot); // the delays may be others
        advance(slot, timeNs);
    }

    /** Bytes that one key costs. */
    public static int bytesPerKey(LimitRule rule) {
        return LimitLayout.bytesPerKey(rule.levels().size());
    }

    @Override
    public int nodeId() {
        return ruleId;
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = hot.addSlot();
        cold.addSlot();
        long at = hot.address(slot);
        long coldAt = cold.address(slot);
        UnsafeApi.putLong(at + LAST_TIME_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(at + NEXT_TIMER_OFFSET, NO_TIMER);
        UnsafeApi.putDouble(at + VALUE_OFFSET, Double.NaN);
        UnsafeApi.putLong(coldAt + LAST_EVENT_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putLong(coldAt + RAISED_OFFSET, Long.MIN_VALUE);
        UnsafeApi.putInt(at + SENSOR_OFFSET, sensorId);
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long at = hot.address(slot);
        long timeNs = eventTimeNs;
        long lastTimeNs = UnsafeApi.getLong(at + LAST_TIME_OFFSET);
        if (timeNs < lastTimeNs) {
            if (skipsOld) {
                skippedCount++;
                return UnsafeApi.getLong(at + NEXT_TIMER_OFFSET);
            }
            if (!edition.isSecond()) {
                timeNs = lastTimeNs;
            }
        }
        UnsafeApi.putLong(at + LAST_TIME_OFFSET, Math.max(timeNs, lastTimeNs));
        if (UnsafeApi.getLong(at + NEXT_TIMER_OFFSET) < timeNs) {
            fireTimers(slot, timeNs);
        }
        if (!TextValue.isNumber(value, quality)) {
            if (ValueFlags.isBad(quality)) {
                onBad(slot, timeNs, flags);
            }
            return UnsafeApi.getLong(at + NEXT_TIMER_OFFSET);
        }
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        int status = UnsafeApi.getInt(at + STATUS_OFFSET);
        if ((status & GONE) != 0) {
            return onValueBack(slot, status & ~GONE, timeNs, value);
        }
        int combination = combination(status);
        if (value >= lowestStill[combination] && value <= highestStill[combination]) {
            return UnsafeApi.getLong(at + NEXT_TIMER_OFFSET);
        }
        return evaluate(slot, status, timeNs, value);
    }

    @Override
    public long nextTimerNs(int slot) {
        return UnsafeApi.getLong(hot.address(slot) + NEXT_TIMER_OFFSET);
    }

    @Override
    public void advance(int slot, long timeNs) {
        long at = hot.address(slot);
        if (UnsafeApi.getLong(at + NEXT_TIMER_OFFSET) < timeNs) {
            fireTimers(slot, timeNs);
        }
    }

    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        long at = hot.address(slot);
        long coldAt = cold.address(slot);
        ClockTimes.move(at + LAST_TIME_OFFSET, byNs, nowNs);
        ClockTimes.move(coldAt + LAST_EVENT_OFFSET, byNs, nowNs);
        for (int level = 0; level < levelCount; level++) {
            UnsafeApi.putLong(coldAt + sinceOffset(level), UnsafeApi.getLong(coldAt + sinceOffset(level)) + byNs);
        }
        setTimer(slot);
        if (byNs < 0) {
            Episode.goOn(coldAt + OCCURRENCE_OFFSET, coldAt + NUMBERS_OFFSET);
        }
    }

    @Override
    public void restartClock(int slot, long timeNs) {
        long at = hot.address(slot);
        long coldAt = cold.address(slot);
        ClockTimes.restart(at + LAST_TIME_OFFSET, timeNs);
        ClockTimes.restart(coldAt + LAST_EVENT_OFFSET, timeNs);
        for (int level = 0; level < levelCount; level++) {
            UnsafeApi.putLong(coldAt + sinceOffset(level), timeNs);
        }
        setTimer(slot);
        Episode.goOn(coldAt + OCCURRENCE_OFFSET, coldAt + NUMBERS_OFFSET);
    }

    /** The levels are as they were, but count from other times. */
    private void setTimer(int slot) {
        long at = hot.address(slot);
        long nextTimerNs = NO_TIMER;
        for (int level = 0; level < levelCount; level++) {
            nextTimerNs = Math.min(nextTimerNs, dueNs(slot, UnsafeApi.getInt(at + STATUS_OFFSET), level));
        }
        UnsafeApi.putLong(at + NEXT_TIMER_OFFSET, nextTimerNs);
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        advance(slot, lastTimeNs + 1);
        if (clearsOnBad) {
            reset(slot, UnsafeApi.getLong(hot.address(slot) + LAST_TIME_OFFSET), AlarmEventReason.VALUE_GONE);
        }
    }

    @Override
    public void close() {
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            closeSlot(slot);
        }
    }

    @Override
    public void closeSlot(int slot) {
        long at = hot.address(slot);
        int status = UnsafeApi.getInt(at + STATUS_OFFSET);
        if (standing(status) >= 0) {
            long lastEventNs = UnsafeApi.getLong(cold.address(slot) + LAST_EVENT_OFFSET);
            long lastNs = Math.max(UnsafeApi.getLong(at + LAST_TIME_OFFSET), lastEventNs);
            events.changeLevel(at, cold.address(slot), status, -1, lastNs);
        }
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public void digest(MessageDigest digest) {
        hot.digest(digest, LimitLayout.HOT_LENGTH);
        cold.digest(digest, LimitLayout.coldLength(levelCount));
    }

    @Override
    public long stateBytes() {
        return hot.byteCount() + cold.byteCount();
    }

    /** Handles a BAD reading: a level whose limit has gone is off; otherwise the rule decides. */
    private void onBad(int slot, long timeNs, int flags) {
        if (ValueFlags.isLimitGone(flags)) {
            reset(slot, timeNs, AlarmEventReason.LIMIT_GONE);
        } else if (clearsOnBad) {
            reset(slot, timeNs, AlarmEventReason.VALUE_GONE);
        } else if (ValueFlags.isGone(flags)) {
            hold(slot, timeNs);
        }
    }

    /** All levels are normal, nothing is pending. */
    private void reset(int slot, long timeNs, AlarmEventReason reason) {
        long at = hot.address(slot);
        int status = withoutLevels(UnsafeApi.getInt(at + STATUS_OFFSET)) & ~GONE;
        UnsafeApi.putLong(at + NEXT_TIMER_OFFSET, NO_TIMER);
        UnsafeApi.putInt(at + STATUS_OFFSET, status);
        if (standing(status) >= 0) {
            events.clear(at, cold.address(slot), status, timeNs, reason);
        }
    }

    /** The last value holds; an active alarm says so once. */
    private void hold(int slot, long timeNs) {
        long at = hot.address(slot);
        int status = UnsafeApi.getInt(at + STATUS_OFFSET);
        UnsafeApi.putInt(at + STATUS_OFFSET, status | GONE);
        if ((status & GONE) == 0 && standing(status) >= 0) {
            events.repeatLevel(at, cold.address(slot), timeNs);
        }
    }

    /**
     * A sample after the value had gone: an alarm that still stands where it stood is not held any more, and says so.
     */
    private long onValueBack(int slot, int status, long timeNs, double value) {
        long at = hot.address(slot);
        UnsafeApi.putInt(at + STATUS_OFFSET, status);
        long timerNs = evaluate(slot, status, timeNs, value);
        int stood = standing(status);
        if (stood >= 0 && standing(UnsafeApi.getInt(at + STATUS_OFFSET)) == stood) {
            events.repeatLevel(at, cold.address(slot), timeNs);
        }
        return timerNs;
    }

    private long evaluate(int slot, int oldStatus, long sampleTimeNs, double value) {
        long coldAt = cold.address(slot);
        // Nothing happens before what has already been reported: a timer may have fired on the sensor's running clock
        // past the time of a sample that was still on its way, and one that was overtaken may count.
        long timeNs = Math.max(sampleTimeNs, UnsafeApi.getLong(coldAt + LAST_EVENT_OFFSET));
        int status = oldStatus;
        for (int level = 0; level < levelCount; level++) {
            int next = levels.next(levelState(status, level), level, value);
            if (next != levelState(status, level)) {
                status = withLevelState(status, level, next);
                UnsafeApi.putLong(coldAt + sinceOffset(level), timeNs);
            }
        }
        return status == oldStatus ? nextTimerNs(slot) : settle(slot, status, timeNs);
    }

    private void fireTimers(int slot, long beforeNs) {
        long at = hot.address(slot);
        long timerNs = UnsafeApi.getLong(at + NEXT_TIMER_OFFSET);
        while (timerNs < beforeNs) {
            int status = UnsafeApi.getInt(at + STATUS_OFFSET);
            for (int level = 0; level < levelCount; level++) {
                if (dueNs(slot, status, level) == timerNs) {
                    int next = levelState(status, level) == PENDING_ON ? ACTIVE : NORMAL;
                    status = withLevelState(status, level, next);
                }
            }
            settle(slot, status, timerNs);
            timerNs = UnsafeApi.getLong(at + NEXT_TIMER_OFFSET);
        }
    }

    /** Stores the levels' new states, reports where the alarm stands now, sets the next timer. */
    private long settle(int slot, int status, long timeNs) {
        long at = hot.address(slot);
        int highest = -1;
        long nextTimerNs = NO_TIMER;
        for (int level = levelCount - 1; level >= 0; level--) {
            if (levelState(status, level) >= ACTIVE) {
                highest = level;
            }
            nextTimerNs = Math.min(nextTimerNs, dueNs(slot, status, level));
        }
        UnsafeApi.putLong(at + NEXT_TIMER_OFFSET, nextTimerNs);
        if (highest == standing(status)) {
            UnsafeApi.putInt(at + STATUS_OFFSET, status);
        } else {
            events.changeLevel(at, cold.address(slot), status, highest, timeNs);
        }
        return nextTimerNs;
    }

    private long dueNs(int slot, int status, int level) {
        return levels.dueNs(levelState(status, level), cold.address(slot) + sinceOffset(level));
    }

    @Override
    public long activeCount() {
        long sum = 0;
        for (int slot = 0; slot < hot.slotCount(); slot++) {
            sum += standing(UnsafeApi.getInt(hot.address(slot) + STATUS_OFFSET)) >= 0 ? 1 : 0;
        }
        return sum;
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(skippedCount);
        hot.writeTo(out);
        cold.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        skippedCount = in.getLong();
        hot.readFrom(in);
        cold.readFrom(in);
    }
}
