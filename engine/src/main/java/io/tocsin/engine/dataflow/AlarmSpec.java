package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.select.SensorSelector;

/**
 * An alarm that does not yet know what it watches: {@link LimitAlarm}, {@link MissingAlarm}, {@link StuckAlarm},
 * {@link QualityAlarm}, {@link StateAlarm}.
 */
@FunctionalInterface
public interface AlarmSpec {
    /** The rule over these sensors. */
    AlarmRule over(SensorSelector selector);
}
