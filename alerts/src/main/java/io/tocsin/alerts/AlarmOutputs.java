package io.tocsin.alerts;

import io.tocsin.alerts.log.RecoveryReport;
import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.pipeline.FailStop;
import io.tocsin.engine.reading.SensorDictionary;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmRules;
import io.tocsin.engine.result.ResultHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The way out of the engine: alarm log, outboxes and sinks, in the order {@link #open}, {@link #beginRecovery}, the
 * journal's events again, {@link #endRecovery}, {@link #startSinks}, live events, {@link #stop}.
 */
public final class AlarmOutputs implements ResultHandler {
    private AlarmOutputs() {}

    public static AlarmOutputs open(
            Path directory,
            String gateway,
            AlarmRules rules,
            SensorDictionary sensors,
            List<SinkConfig> sinks,
            Delivery delivery,
            Counters counters,
            Latencies latencies,
            FailStop failStop,
            Consumer<String> log,
            LongSupplier clockNs) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param journalEndPosition the position that the next journal record will have, before this process appends any
     */
    public void beginRecovery(long journalEndPosition) {
        throw new UnsupportedOperationException();
    }

    /** Every event offered from now on is live. */
    public RecoveryReport endRecovery() {
        throw new UnsupportedOperationException();
    }

    /** Starts one thread a sink. */
    public void startSinks() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        throw new UnsupportedOperationException();
    }

    /** Delivers what can be delivered until the deadline, then closes everything. */
    public void stop(Duration deadline) {
        throw new UnsupportedOperationException();
    }
}
