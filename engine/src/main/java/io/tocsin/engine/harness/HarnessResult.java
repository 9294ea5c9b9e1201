package io.tocsin.engine.harness;

import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.result.AlarmEventKind;

/** Results of a pipeline. Times are epoch nanoseconds. */
public sealed interface HarnessResult {
    /**
     * A reading of a derived sensor.
     *
     * @param value NaN when it is BAD
     */
    record Derived(String sensor, long timeNs, double value, boolean isBad, boolean isRetained)
            implements HarnessResult {}

    /**
     * An alarm event.
     *
     * @param level null when the rule has none
     */
    record Alarm(String alarm, String sensor, AlarmEventKind kind, Level level, long timeNs, double value)
            implements HarnessResult {}
}
