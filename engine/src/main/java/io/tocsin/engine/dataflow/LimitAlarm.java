package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.select.SensorSelector;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Builds a limit alarm: levels first, the rest in any order. */
public final class LimitAlarm extends AlarmParts<LimitAlarm> {
    private final Map<Level, Double> limits = new EnumMap<>(Level.class);
    private double deadband;
    private Duration onDelay = Duration.ZERO;
    private Duration offDelay = Duration.ZERO;
    private Duration reorder = Duration.ZERO;
    private OnBad onBad = OnBad.HOLD;

    private LimitAlarm(String name) {
        super(name, "{sensor} {level}: {value}, limit {limit}");
    }

    /** Creates an alarm without levels. */
    public static LimitAlarm named(String name) {
        return new LimitAlarm(name);
    }

    /** Adds a level, in alarm above (HI, HIHI) or below (LO, LOLO) a limit. */
    public LimitAlarm level(Level level, double limit) {
        limits.put(level, limit);
        return this;
    }

    /** Adds a level in alarm above a limit. */
    public LimitAlarm hi(double limit) {
        return level(Level.HI, limit);
    }

    /** Adds a level in alarm below a limit. */
    public LimitAlarm lo(double limit) {
        return level(Level.LO, limit);
    }

    /** Sets how far the value must come back before the alarm clears. */
    public LimitAlarm deadband(double width) {
        deadband = width;
        return this;
    }

    /** Sets how long a run in alarm must last before the alarm is raised. */
    public LimitAlarm onDelay(Duration delay) {
        onDelay = delay;
        return this;
    }

    /** Sets how long a run out of alarm must last before the alarm clears. */
    public LimitAlarm offDelay(Duration delay) {
        offDelay = delay;
        return this;
    }

    /** Sets how long readings are held to sort them by event time. */
    public LimitAlarm reorder(Duration bound) {
        reorder = bound;
        return this;
    }

    /** Sets whether an active alarm is held or cleared when its value is lost; by default it is held. */
    public LimitAlarm onBad(OnBad what) {
        onBad = what;
        return this;
    }

    @Override
    LimitAlarm self() {
        return this;
    }

    @Override
    public LimitRule over(SensorSelector selector) {
        List<LimitLevel> levels = limits.entrySet().stream()
                .map(limit -> new LimitLevel(limit.getKey(), limit.getValue(), deadband, priority))
                .toList();
        return new LimitRule(
                name,
                selector,
                priority,
                message,
                sinks,
                levels,
                onDelay.toNanos(),
                offDelay.toNanos(),
                reorder.toNanos(),
                onBad);
    }
}
