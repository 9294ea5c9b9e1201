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

/** A limit alarm, put together: levels first, the rest in any order. */
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

    /** An alarm of this name, without levels. */
    public static LimitAlarm named(String name) {
        return new LimitAlarm(name);
    }

    /** In alarm above (HI, HIHI) or below (LO, LOLO) a limit. */
    public LimitAlarm level(Level level, double limit) {
        limits.put(level, limit);
        return this;
    }

    /** In alarm above a limit. */
    public LimitAlarm hi(double limit) {
        return level(Level.HI, limit);
    }

    /** In alarm below a limit. */
    public LimitAlarm lo(double limit) {
        return level(Level.LO, limit);
    }

    /** How far the value must come back. */
    public LimitAlarm deadband(double width) {
        deadband = width;
        return this;
    }

    /** How long a run in alarm must last. */
    public LimitAlarm onDelay(Duration delay) {
        onDelay = delay;
        return this;
    }

    /** How long a run out of alarm must last. */
    public LimitAlarm offDelay(Duration delay) {
        offDelay = delay;
        return this;
    }

    /** How long readings are held to put them in order. */
    public LimitAlarm reorder(Duration bound) {
        reorder = bound;
        return this;
    }

    /** Says whether an active alarm is held or cleared when its value goes; held unless said otherwise. */
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
