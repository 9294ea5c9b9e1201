package io.tocsin.engine.operator;

import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.result.ResultHandler;

/**
 * The limit operator alone, for benches: no dispatch, no watermark, no digest. Lives in the operator's package because
 * nobody but a bench should have an operator without its shard.
 */
public final class BareLimit {
    private static final int RULE_ID = 0;

    private final LimitOperator operator;

    /**
     * @param sensorCount the slots are its sensors' ids
     * @param results gets the events
     */
    public BareLimit(LimitRule rule, int sensorCount, ResultHandler results) {
        this.operator = new LimitOperator(rule, RULE_ID, new EventEmitter(results));
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            operator.openSlot(sensorId);
        }
    }

    /** One reading for the slot; as the operator's own. */
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        return operator.onReading(slot, eventTimeNs, value, quality, flags);
    }
}
