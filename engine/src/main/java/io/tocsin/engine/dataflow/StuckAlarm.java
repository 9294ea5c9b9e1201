package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;

/** An alarm for sensors that show one value for too long, put together. */
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

    /** Raised when a sensor has shown one value for so long. */
    public static StuckAlarm named(String name, Duration hold) {
        return new StuckAlarm(name, hold);
    }

    /** How far from the first value of a run is still the same; 0 unless said otherwise. */
    public StuckAlarm tolerance(double width) {
        tolerance = width;
        return this;
    }

    /** How many samples a run needs at least. */
    public StuckAlarm minSamples(int count) {
        minSamples = count;
        return this;
    }

    /** Samples further apart are not of one run. */
    public StuckAlarm maxGap(Duration longest) {
        maxGapNs = longest.toNanos();
        return this;
    }

    /** Values that may stay, such as the zero of a machine at rest: this or less, signs aside. */
    public StuckAlarm ignoreAbsAtMost(double value) {
        ignoreAbsAtMost = value;
        return this;
    }

    /** How long readings are held to put them in order. */
    public StuckAlarm reorder(Duration bound) {
        reorder = bound;
        return this;
    }

    /** Says whether an active alarm is held or cleared when its value goes; held unless said otherwise. */
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
