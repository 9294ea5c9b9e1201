package io.tocsin.engine.alarm;

import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.StateMatcher;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;

/** The state alarm: raised at a sample in one set of states, cleared at a sample in another. */
public final class StateOperator extends EpisodeOperator {
    private final StateMatcher raising;
    private final StateMatcher clearing;
    private final boolean skipsOld;
    private final boolean clearsOnBad;
    private long skippedCount;

    public StateOperator(StateRule rule, int ruleId, OperatorContext context) {
        super(ruleId, rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER, context);
        StateSet clearStates = rule.clear();
        this.raising = new StateMatcher(rule.in(), context.texts());
        this.clearing = clearStates.isEmpty() ? null : new StateMatcher(clearStates, context.texts());
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER;
        this.clearsOnBad = rule.onBad() == OnBad.CLEAR;
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
        } else {
            onSample(slot, timeNs, value);
        }
        return NO_TIMER;
    }

    private void onSample(int slot, long timeNs, double value) {
        boolean wasHeld = takeValueBack(slot);
        keepValue(slot, value);
        if (raising.matches(value)) {
            raise(slot, timeNs);
        } else if (clearing == null || clearing.matches(value)) {
            clear(slot, timeNs);
        }
        if (wasHeld) {
            tellBack(slot, timeNs);
        }
    }

    private void onBad(int slot, long timeNs, int flags) {
        if (ValueFlags.isLimitGone(flags)) {
            clear(slot, timeNs, AlarmEventReason.LIMIT_GONE);
        } else if (clearsOnBad) {
            clear(slot, timeNs, AlarmEventReason.VALUE_GONE);
        } else if (ValueFlags.isGone(flags)) {
            hold(slot, timeNs);
        }
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        if (clearsOnBad) {
            clear(slot, lastTimeNs(slot), AlarmEventReason.VALUE_GONE);
        }
    }

    @Override
    public long skippedCount() {
        return skippedCount;
    }

    @Override
    public void writeTo(StateOutput out) {
        out.putLong(skippedCount);
        super.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        skippedCount = in.getLong();
        super.readFrom(in);
    }
}
