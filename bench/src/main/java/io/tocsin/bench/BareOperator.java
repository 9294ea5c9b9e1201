package io.tocsin.bench;

import io.tocsin.engine.fold.Operators;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.SourceLinks;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.result.ResultHandler;

/**
 * An alarm operator alone, for benches: no dispatch, no watermark, no digest.
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
        OperatorContext context = new OperatorContext(
                new EventEmitter(results, new JournalClock()),
                (index, timeNs, value, quality, flags) -> {},
                (sensorId, timerNs) -> {},
                Functions.NONE,
                sensorId -> "",
                new NameTable(),
                new ReadingOrigin(),
                new CurrentEdition(),
                new UnmatchedKeys(),
                new SourceLinks());
        this.operator = Operators.create(rule, RULE_ID, context);
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            operator.openSlot(sensorId);
        }
    }

    /** Passes one reading for the slot to the operator. */
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        return operator.onReading(slot, eventTimeNs, value, quality, flags);
    }
}
