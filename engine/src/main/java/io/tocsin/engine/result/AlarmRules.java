package io.tocsin.engine.result;

import io.tocsin.engine.plan.AlarmRule;

/** Rules behind an event's {@link AlarmEventFlyweight#ruleId()}. Any thread that received the event may call. */
public interface AlarmRules {
    /** The rule as presented by its newest plan. */
    AlarmRule rule(int ruleId);

    /** The version of a rule: 1 for the first rule of that name, one more whenever its detection changes. */
    int version(int ruleId);
}
