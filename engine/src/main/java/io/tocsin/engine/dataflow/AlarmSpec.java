package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.select.SensorSelector;

/**
 * An alarm without the sensors that it watches: a {@link LimitAlarm} or another of the {@code …Alarm} classes of this
 * package.
 */
@FunctionalInterface
public interface AlarmSpec {
    /** Creates the rule for the sensors of a selector. */
    AlarmRule over(SensorSelector selector);
}
