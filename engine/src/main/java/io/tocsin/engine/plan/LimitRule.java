package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldReader;
import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleDelay;
import io.tocsin.engine.plan.alarm.RuleHead;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A limit alarm with one to four exclusive levels.
 *
 * @param levels in the order of {@link Level}, each at most once
 * @param onDelayNs how long a run in alarm must last before the level is raised
 * @param offDelayNs how long a run out of alarm must last before the level clears
 * @param onBad behaviour of an active alarm when its value is lost
 */
public record LimitRule(
        String name,
        SensorSelector selector,
        Priority priority,
        String message,
        List<String> sinks,
        List<LimitLevel> levels,
        long onDelayNs,
        long offDelayNs,
        long reorderNs,
        OnBad onBad)
        implements AlarmRule {
    public LimitRule {
        AlarmRule.validate(name, reorderNs);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a limit alarm needs at least one of hihi, hi, lo, lolo, name=" + name);
        }
        if (onDelayNs < 0 || offDelayNs < 0) {
            throw new IllegalArgumentException(
                    "delays must not be negative, onDelayNs=" + onDelayNs + ", offDelayNs=" + offDelayNs);
        }
        levels = levels.stream().sorted(Comparator.comparing(LimitLevel::level)).toList();
        sinks = List.copyOf(sinks);
        validateOrder(levels);
    }

    /** Creates a rule that holds an active alarm when its value is lost. */
    public LimitRule(
            String name,
            SensorSelector selector,
            Priority priority,
            String message,
            List<String> sinks,
            List<LimitLevel> levels,
            long onDelayNs,
            long offDelayNs,
            long reorderNs) {
        this(name, selector, priority, message, sinks, levels, onDelayNs, offDelayNs, reorderNs, OnBad.HOLD);
    }

    /** This rule with another behaviour when the value is lost. */
    public LimitRule onBad(OnBad other) {
        return new LimitRule(name, selector, priority, message, sinks, levels, onDelayNs, offDelayNs, reorderNs, other);
    }

    @Override
    public boolean readsNumbersOf(String sensorName) {
        return selector.names(sensorName);
    }

    @Override
    public AlarmType type() {
        return AlarmType.LIMIT;
    }

    @Override
    public List<RuleDelay> delays() {
        return List.of(new RuleDelay("onDelay", onDelayNs), new RuleDelay("offDelay", offDelayNs));
    }

    @Override
    public void writeFields(FieldWriter out) {
        out.putLong(onDelayNs);
        out.putLong(offDelayNs);
        out.putInt(levels.size());
        for (LimitLevel level : levels) {
            out.putByte(level.level().ordinal());
            out.putDouble(level.limit());
            out.putDouble(level.deadband());
            out.putByte(level.priority().ordinal());
        }
    }

    static LimitRule read(RuleHead head, FieldReader in) {
        long onDelayNs = in.getLong();
        long offDelayNs = in.getLong();
        int levelCount = in.getCount();
        List<LimitLevel> levels = new ArrayList<>();
        for (int i = 0; i < levelCount; i++) {
            levels.add(new LimitLevel(
                    in.getOneOf(Level.values()), in.getDouble(), in.getDouble(), in.getOneOf(Priority.values())));
        }
        return new LimitRule(
                head.name(),
                head.selector(),
                head.priority(),
                head.message(),
                head.sinks(),
                levels,
                onDelayNs,
                offDelayNs,
                head.reorderNs(),
                head.onBad());
    }

    @Override
    public LimitRule detection() {
        List<LimitLevel> bare = levels.stream()
                .map(l -> new LimitLevel(l.level(), l.limit(), l.deadband(), Priority.MEDIUM))
                .toList();
        return new LimitRule(
                name, selector, Priority.MEDIUM, "", List.of(), bare, onDelayNs, offDelayNs, reorderNs, onBad);
    }

    /** The rule without limits, deadbands and delays. With {@code reorder} every edit is incompatible. */
    @Override
    public LimitRule identity() {
        if (reorderNs > 0) {
            return detection();
        }
        List<LimitLevel> bare = levels.stream()
                .map(level -> new LimitLevel(level.level(), placeOf(level.level()), 0, Priority.MEDIUM))
                .toList();
        return new LimitRule(name, selector, Priority.MEDIUM, "", List.of(), bare, 0, 0, reorderNs, onBad);
    }

    private static double placeOf(Level level) {
        return switch (level) {
            case LOLO -> 1;
            case LO -> 2;
            case HI -> 3;
            case HIHI -> 4;
        };
    }

    private static void validateOrder(List<LimitLevel> levels) {
        Map<Level, LimitLevel> byLevel = new EnumMap<>(Level.class);
        for (LimitLevel level : levels) {
            if (byLevel.put(level.level(), level) != null) {
                throw new IllegalArgumentException("each level must be given at most once, level=" + level.level());
            }
        }
        Level[] ascending = {Level.LOLO, Level.LO, Level.HI, Level.HIHI};
        LimitLevel below = null;
        for (Level level : ascending) {
            LimitLevel limit = byLevel.get(level);
            if (limit == null) {
                continue;
            }
            if (below != null && !(below.limit() < limit.limit())) {
                throw new IllegalArgumentException("limits must ascend lolo < lo < hi < hihi, " + below.level() + "="
                        + below.limit() + ", " + level + "=" + limit.limit());
            }
            below = limit;
        }
    }
}
