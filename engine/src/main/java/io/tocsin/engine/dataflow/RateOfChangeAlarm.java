package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;

/** An alarm for values that change too fast, put together. */
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

    /** Raised when a value changes faster than the limit in so much time, from one sample to the next. */
    public static RateOfChangeAlarm named(String name, double limit, Duration per) {
        return new RateOfChangeAlarm(name, limit, per);
    }

    /** How far the rate must come back behind the limit before the alarm clears; 0 unless said otherwise. */
    public RateOfChangeAlarm deadband(double width) {
        deadband = width;
        return this;
    }

    /** Samples further apart are not compared. */
    public RateOfChangeAlarm maxGap(Duration longest) {
        maxGapNs = longest.toNanos();
        return this;
    }

    /** Direction of the changes that count; any unless said otherwise. */
    public RateOfChangeAlarm direction(RateDirection which) {
        direction = which;
        return this;
    }

    /** How long readings are held to put them in order. */
    public RateOfChangeAlarm reorder(Duration bound) {
        reorder = bound;
        return this;
    }

    /** Says whether an active alarm is held or cleared when its value goes; held unless said otherwise. */
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
