package io.tocsin.engine.operator;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.result.ResultHandler;

/**
 * An alarm operator alone, for benches: no dispatch, no watermark, no digest. Lives in the operator's package because nobody
 * but a bench should have an operator without its shard.
 */
public final class BareOperator {
    private static final int RULE_ID = 0;

    private final KeyedOperator operator;

    /**
     * @param rule a limit or a missing alarm
     * @param sensorCount the slots are its sensors' ids
     * @param results gets the events
     */
    public BareOperator(AlarmRule rule, int sensorCount, ResultHandler results) {
        EventEmitter emitter = new EventEmitter(results, new JournalClock());
        this.operator = rule instanceof MissingRule missing
                ? new MissingOperator(missing, RULE_ID, emitter)
                : new LimitOperator((LimitRule) rule, RULE_ID, emitter);
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            operator.openSlot(sensorId);
        }
    }

    /** One reading for the slot; as the operator's own. */
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        return operator.onReading(slot, eventTimeNs, value, quality, flags);
    }
}
