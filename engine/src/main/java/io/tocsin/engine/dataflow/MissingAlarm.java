package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;
import java.util.List;

/** Builds an alarm for silent sensors. */
public final class MissingAlarm extends AlarmParts<MissingAlarm> {
    private final Duration timeout;
    private boolean ofGroup;
    private List<String> expected = List.of();

    private MissingAlarm(String name, Duration timeout) {
        super(name, "{sensor} silent for " + timeout.toSeconds() + " s");
        this.timeout = timeout;
    }

    /** Creates an alarm raised when no good sample of a sensor has come for longer than the timeout. */
    public static MissingAlarm named(String name, Duration timeout) {
        return new MissingAlarm(name, timeout);
    }

    /** Raises one alarm when all sensors are silent, instead of one alarm per sensor. */
    public MissingAlarm ofGroup() {
        ofGroup = true;
        return this;
    }

    /**
     * Raises the alarm of these sensors also when they have never spoken, the timeout after the gateway began with the
     * rule.
     */
    public MissingAlarm expecting(String... sensors) {
        expected = List.of(sensors);
        return this;
    }

    @Override
    MissingAlarm self() {
        return this;
    }

    @Override
    public MissingRule over(SensorSelector selector) {
        return new MissingRule(
                name, selector, priority, message, sinks, timeout.toNanos(), ofGroup, AlarmRule.ON_ARRIVAL, expected);
    }
}
