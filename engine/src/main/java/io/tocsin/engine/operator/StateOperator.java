package io.tocsin.engine.operator;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StateSet;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;

/** The state alarm: raised at a sample in some states, cleared at one in others. */
final class StateOperator extends EpisodeOperator {
    private static final int BAD = Quality.BAD.code();

    private final StateMatcher raising;
    private final StateMatcher clearing;
    private final boolean skipsOld;
    private long skippedCount;

    StateOperator(StateRule rule, int ruleId, OperatorContext context) {
        super(ruleId, rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER, context);
        StateSet clearStates = rule.clear();
        this.raising = new StateMatcher(rule.in(), context.texts());
        this.clearing = clearStates.isEmpty() ? null : new StateMatcher(clearStates, context.texts());
        this.skipsOld = rule.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        if (skipsOld && eventTimeNs < lastTimeNs(slot)) {
            skippedCount++;
            return NO_TIMER;
        }
        long timeNs = takeTime(slot, eventTimeNs);
        if (quality != BAD) {
            keepValue(slot, value);
            if (raising.matches(value)) {
                raise(slot, timeNs);
            } else if (clearing == null || clearing.matches(value)) {
                clear(slot, timeNs);
            }
        }
        return NO_TIMER;
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
