package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;

/** Builds an alarm for sensors that report one value for too long. */
public final class StuckAlarm extends AlarmParts<StuckAlarm> {
    private final Duration hold;
    private double tolerance;
    private int minSamples = StuckRule.LEAST_SAMPLES;
    private long maxGapNs = StuckRule.ANY_GAP;
    private double ignoreAbsAtMost = StuckRule.IGNORE_NOTHING;
    private Duration reorder = Duration.ZERO;
    private OnBad onBad = OnBad.HOLD;

    private StuckAlarm(String name, Duration hold) {
        super(name, "{sensor} stuck for " + hold.toSeconds() + " s: {value}");
        this.hold = hold;
    }

    /** Creates an alarm raised when a sensor has reported one value for this long. */
    public static StuckAlarm named(String name, Duration hold) {
        return new StuckAlarm(name, hold);
    }

    /** Sets how far from the first value of a run a value still counts as the same; 0 by default. */
    public StuckAlarm tolerance(double width) {
        tolerance = width;
        return this;
    }

    /** Sets the least number of samples of a run. */
    public StuckAlarm minSamples(int count) {
        minSamples = count;
        return this;
    }

    /** Sets the longest gap between two samples of one run. */
    public StuckAlarm maxGap(Duration longest) {
        maxGapNs = longest.toNanos();
        return this;
    }

    /**
     * Excludes values that may stay, such as the zero of a machine at rest: values whose absolute value is at most
     * this.
     */
    public StuckAlarm ignoreAbsAtMost(double value) {
        ignoreAbsAtMost = value;
        return this;
    }

    /** Sets how long readings are held to sort them by event time. */
    public StuckAlarm reorder(Duration bound) {
        reorder = bound;
        return this;
    }

    /** Sets whether an active alarm is held or cleared when its value is lost; by default it is held. */
    public StuckAlarm onBad(OnBad what) {
        onBad = what;
        return this;
    }

    @Override
    StuckAlarm self() {
        return this;
    }

    @Override
    public StuckRule over(SensorSelector selector) {
        return new StuckRule(
                name,
                selector,
                priority,
                message,
                sinks,
                tolerance,
                hold.toNanos(),
                minSamples,
                maxGapNs,
                ignoreAbsAtMost,
                reorder.toNanos(),
                onBad);
    }
}
