package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;

/** An alarm for silence, put together. */
public final class MissingAlarm extends AlarmParts<MissingAlarm> {
    private final Duration timeout;
    private boolean ofGroup;

    private MissingAlarm(String name, Duration timeout) {
        super(name, "{sensor} silent for " + timeout.toSeconds() + " s");
        this.timeout = timeout;
    }

    /** Raised when a sensor has given no good sample for so long. */
    public static MissingAlarm named(String name, Duration timeout) {
        return new MissingAlarm(name, timeout);
    }

    /** All sensors silent together, not each by itself. */
    public MissingAlarm ofGroup() {
        ofGroup = true;
        return this;
    }

    @Override
    MissingAlarm self() {
        return this;
    }

    @Override
    public MissingRule over(SensorSelector selector) {
        return new MissingRule(
                name, selector, priority, message, sinks, timeout.toNanos(), ofGroup, AlarmRule.ON_ARRIVAL);
    }
}
