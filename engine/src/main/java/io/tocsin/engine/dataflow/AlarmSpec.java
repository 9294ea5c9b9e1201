package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.select.SensorSelector;

/**
 * An alarm that does not yet know what it watches: a {@link LimitAlarm} or another of the {@code …Alarm} classes of
 * this package.
 */
@FunctionalInterface
public interface AlarmSpec {
    /** The rule over these sensors. */
    AlarmRule over(SensorSelector selector);
}
