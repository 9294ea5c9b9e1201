package io.tocsin.engine.board;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.alarm.RuleDelay;
import io.tocsin.engine.plan.select.KeyTemplate;

/**
 * A rule of the current plan that has a life cycle.
 *
 * @param ruleId id of the operator book
 * @param settleNs how long after a silence an active alarm waits before it rings, ns of event time
 * @param group null for none
 * @param suppressKey null for none
 */
record BoardRule(
        int ruleId, AlarmRule rule, LifeCycle lifeCycle, long settleNs, KeyTemplate group, KeyTemplate suppressKey) {
    static BoardRule of(int ruleId, AlarmRule rule, LifeCycle lifeCycle) {
        return new BoardRule(
                ruleId,
                rule,
                lifeCycle,
                settleNs(rule, lifeCycle),
                template(lifeCycle.group()),
                template(lifeCycle.suppressKey()));
    }

    private static KeyTemplate template(String text) {
        return text.isEmpty() ? null : new KeyTemplate(text);
    }

    private static long settleNs(AlarmRule rule, LifeCycle lifeCycle) {
        if (lifeCycle.settleNs() != LifeCycle.ON_DELAY) {
            return lifeCycle.settleNs();
        }
        for (RuleDelay delay : rule.delays()) {
            if (delay.key().equals("onDelay")) {
                return delay.ns();
            }
        }
        return 0;
    }

    /** Whether another alarm can suppress this one. */
    boolean isSuppressible() {
        return !lifeCycle.suppressWhen().isEmpty();
    }

    /** The key that a sensor shares with those of the suppressing alarm, or null. */
    String suppressKey(String sensorName) {
        return suppressKey == null ? sensorName : suppressKey.keyOf(sensorName);
    }

    /** Gives an entry of this rule what the plan says. */
    void resolve(AlarmEntry entry, String sensorName) {
        entry.lifeCycle = lifeCycle;
        entry.settleNs = settleNs;
        entry.group = group == null ? null : group.keyOf(sensorName);
    }
}
