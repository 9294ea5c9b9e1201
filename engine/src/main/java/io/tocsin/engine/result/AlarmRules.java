package io.tocsin.engine.result;

import io.tocsin.engine.plan.AlarmRule;

/** Rules behind an event's {@link AlarmEventFlyweight#ruleId()}. Any thread that got the event may ask. */
public interface AlarmRules {
    /** The rule as its newest plan presents it. */
    AlarmRule rule(int ruleId);

    /** Its version: 1 for the first rule of that name, one more whenever its detection changes. */
    int version(int ruleId);
}
