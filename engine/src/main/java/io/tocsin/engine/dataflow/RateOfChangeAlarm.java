package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;

/** Builds an alarm for values that change too fast. */
public final class RateOfChangeAlarm extends AlarmParts<RateOfChangeAlarm> {
    private final double limit;
    private final Duration per;
    private double deadband;
    private long maxGapNs = RateOfChangeRule.ANY_GAP;
    private RateDirection direction = RateDirection.ANY;
    private Duration reorder = Duration.ZERO;
    private OnBad onBad = OnBad.HOLD;

    private RateOfChangeAlarm(String name, double limit, Duration per) {
        super(name, "{sensor} changes by more than " + limit + " in " + per.toSeconds() + " s: {value}");
        this.limit = limit;
        this.per = per;
    }

    /**
     * Creates an alarm raised when a value changes by more than the limit per time unit, from one sample to the next.
     */
    public static RateOfChangeAlarm named(String name, double limit, Duration per) {
        return new RateOfChangeAlarm(name, limit, per);
    }

    /** Sets how far below the limit the rate must fall before the alarm clears; 0 by default. */
    public RateOfChangeAlarm deadband(double width) {
        deadband = width;
        return this;
    }

    /** Sets the longest gap between two samples that are compared. */
    public RateOfChangeAlarm maxGap(Duration longest) {
        maxGapNs = longest.toNanos();
        return this;
    }

    /** Sets the direction of the changes that count; by default both. */
    public RateOfChangeAlarm direction(RateDirection which) {
        direction = which;
        return this;
    }

    /** Sets how long readings are held to sort them by event time. */
    public RateOfChangeAlarm reorder(Duration bound) {
        reorder = bound;
        return this;
    }

    /** Sets whether an active alarm is held or cleared when its value is lost; by default it is held. */
    public RateOfChangeAlarm onBad(OnBad what) {
        onBad = what;
        return this;
    }

    @Override
    RateOfChangeAlarm self() {
        return this;
    }

    @Override
    public RateOfChangeRule over(SensorSelector selector) {
        return new RateOfChangeRule(
                name,
                selector,
                priority,
                message,
                sinks,
                per.toNanos(),
                limit,
                deadband,
                maxGapNs,
                direction,
                reorder.toNanos(),
                onBad);
    }
}
