package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.RateOfChangeLayout.NO_REFERENCE;
import static io.tocsin.engine.alarm.RateOfChangeLayout.TIME_OFFSET;
import static io.tocsin.engine.alarm.RateOfChangeLayout.VALUE_OFFSET;

import io.tocsin.engine.operator.ClockTimes;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * The rate-of-change alarm: raised and cleared by the rate between two consecutive samples. A pair without a rate
 * (equal times, or too long a gap) changes nothing; its second sample is the first of the next pair.
 *
 * <p>A retained message repeats an old sample, possibly under a current time, so it does not count as a sample.
 */
public final class RateOfChangeOperator extends EpisodeOperator {
    private final StateArena references = StateArena.ofKeys(RateOfChangeLayout.LENGTH);
    private final boolean skipsOld;
    private final boolean clearsOnBad;
    private final double per;
    private final double limit;
    private final double clearAt;
    private final long maxGapNs;
    private final RateDirection direction;
    private long skippedCount;

    public RateOfChangeOperator(RateOfChangeRule rule, int ruleId, OperatorContext context) {
        super(ruleId, rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER, context);
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER;
        this.clearsOnBad = rule.onBad() == OnBad.CLEAR;
        this.per = rule.perNs();
        this.limit = rule.limit();
        this.clearAt = rule.limit() - rule.deadband();
        this.maxGapNs = rule.maxGapNs();
        this.direction = rule.direction();
    }

    /** Bytes that one key costs. */
    public static int bytesPerKey(RateOfChangeRule rule) {
        return EpisodeOperator.bytesPerKey(rule) + RateOfChangeLayout.LENGTH;
    }

    @Override
    public int openSlot(int sensorId) {
        int slot = super.openSlot(sensorId);
        references.addSlot();
        dropReference(slot);
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        if (skipsOld && eventTimeNs < lastTimeNs(slot)) {
            skippedCount++;
            return NO_TIMER;
        }
        long timeNs = takeTime(slot, eventTimeNs);
        if (ValueFlags.isBad(quality)) {
            onBad(slot, timeNs, flags);
        } else if (TextValue.isNumber(value, quality) && (flags & ReadingFlags.RETAINED) == 0) {
            onSample(slot, eventTimeNs, timeNs, value);
        }
        return NO_TIMER;
    }

    private void onSample(int slot, long eventTimeNs, long timeNs, double value) {
        boolean wasHeld = takeValueBack(slot);
        keepValue(slot, value);
        long at = references.address(slot);
        long referenceNs = UnsafeApi.getLong(at + TIME_OFFSET);
        long gapNs = eventTimeNs - referenceNs;
        if (referenceNs != NO_REFERENCE && gapNs > 0 && gapNs <= maxGapNs) {
            evaluate(slot, timeNs, rate(value - UnsafeApi.getDouble(at + VALUE_OFFSET), gapNs));
        }
        UnsafeApi.putLong(at + TIME_OFFSET, eventTimeNs);
        UnsafeApi.putDouble(at + VALUE_OFFSET, value);
        if (wasHeld) {
            tellBack(slot, timeNs);
        }
    }

    private double rate(double change, long gapNs) {
        double rate = change * per / gapNs;
        return switch (direction) {
            case ANY -> Math.abs(rate);
            case UP -> rate;
            case DOWN -> -rate;
        };
    }

    private void evaluate(int slot, long timeNs, double rate) {
        if (rate > limit) {
            raise(slot, timeNs);
        } else if (rate <= clearAt) {
            clear(slot, timeNs);
        }
    }

    private void onBad(int slot, long timeNs, int flags) {
        if (ValueFlags.isLimitGone(flags)) {
            begin(slot, timeNs, AlarmEventReason.LIMIT_GONE);
        } else if (clearsOnBad) {
            begin(slot, timeNs, AlarmEventReason.VALUE_GONE);
        } else if (ValueFlags.isGone(flags)) {
            hold(slot, timeNs);
        }
    }

    /** Ends the active episode, if any, and forgets the reference sample. */
    private void begin(int slot, long timeNs, AlarmEventReason reason) {
        dropReference(slot);
        clear(slot, timeNs, reason);
    }

    private void dropReference(int slot) {
        long at = references.address(slot);
        UnsafeApi.putLong(at + TIME_OFFSET, NO_REFERENCE);
        UnsafeApi.putDouble(at + VALUE_OFFSET, 0);
    }

    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        super.moveClock(slot, byNs, nowNs);
        ClockTimes.move(references.address(slot) + TIME_OFFSET, byNs, nowNs);
    }

    /** Forgets the reference sample: the time between samples before and after the restart is unknown. */
    @Override
    public void restartClock(int slot, long timeNs) {
        super.restartClock(slot, timeNs);
        dropReference(slot);
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        if (clearsOnBad) {
            begin(slot, lastTimeNs(slot), AlarmEventReason.VALUE_GONE);
        }
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public void digest(MessageDigest digest) {
        super.digest(digest);
        references.digest(digest, RateOfChangeLayout.LENGTH);
    }

    @Override
    public long stateBytes() {
        return super.stateBytes() + references.byteCount();
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(skippedCount);
        super.writeTo(out);
        references.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        skippedCount = in.getLong();
        super.readFrom(in);
        references.readFrom(in);
    }
}
