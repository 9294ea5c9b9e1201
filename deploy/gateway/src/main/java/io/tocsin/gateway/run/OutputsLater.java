package io.tocsin.gateway.run;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.engine.pipeline.GatewayClock;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;

/**
 * Breaks a cycle of construction: the alarm outputs need the shard's rules, and the shard needs a receiver of its
 * results.
 */
final class OutputsLater implements ResultHandler {
    private final GatewayClock clock;
    private AlarmOutputs outputs;

    OutputsLater(GatewayClock clock) {
        this.clock = clock;
    }

    /** Sets the receiver; call it before the first result. */
    void use(AlarmOutputs alarmOutputs) {
        outputs = alarmOutputs;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        outputs.onAlarm(event.decidedNs(clock.wallNs()));
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        outputs.onRow(row.decidedNs(clock.wallNs()));
    }
}
