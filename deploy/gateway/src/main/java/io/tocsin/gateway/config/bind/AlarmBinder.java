package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.gateway.config.schema.AlarmKeys;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.Template;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the entries of {@code alarms}. */
final class AlarmBinder {
    private static final Map<String, Section> OWN_KEYS = Map.of(
            AlarmKeys.LIMIT_TYPE, AlarmKeys.LIMIT,
            AlarmKeys.MISSING_TYPE, AlarmKeys.MISSING,
            AlarmKeys.STUCK_TYPE, AlarmKeys.STUCK,
            AlarmKeys.STATE_TYPE, AlarmKeys.STATE,
            AlarmKeys.QUALITY_TYPE, AlarmKeys.QUALITY);
    private static final Section ANY_TYPE = AlarmKeys.COMMON
            .with(AlarmKeys.LIMIT, Map.of())
            .with(AlarmKeys.MISSING, Map.of())
            .with(AlarmKeys.STUCK, Map.of())
            .with(AlarmKeys.STATE, Map.of());

    private final BindContext context;
    private final Problems problems;

    AlarmBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    /**
     * @return the alarm, or null when it has errors
     */
    Bound<AlarmRule> bind(Item item) {
        int errorsBefore = problems.errorCount();
        Item typeItem = item.isMapping() ? item.child(AlarmKeys.TYPE.name()) : null;
        String type =
                typeItem != null && typeItem.isScalar() ? typeItem.scalar().text() : "";
        if (!type.isEmpty() && !OWN_KEYS.containsKey(type)) {
            // The type decides which keys there are: nothing else can be judged.
            context.attempt(typeItem, () -> AlarmKeys.TYPE.type().parse(typeItem.scalar()));
            return null;
        }
        SectionReader keys = new SectionReader(item, section(type), problems);
        Common common = common(keys);
        keys.get(AlarmKeys.TYPE);
        AlarmRule rule = switch (type) {
            case AlarmKeys.LIMIT_TYPE -> limit(keys, common, errorsBefore);
            case AlarmKeys.MISSING_TYPE -> missing(keys, common, errorsBefore);
            case AlarmKeys.STUCK_TYPE -> stuck(keys, common, errorsBefore);
            case AlarmKeys.STATE_TYPE -> state(keys, common, errorsBefore);
            case AlarmKeys.QUALITY_TYPE -> quality(keys, common, errorsBefore);
            default -> null;
        };
        return rule == null ? null : new Bound<>(rule, keys);
    }

    private LimitRule limit(SectionReader keys, Common common, int errorsBefore) {
        double deadband = keys.get(AlarmKeys.DEADBAND);
        List<LimitLevel> levels = new ArrayList<>();
        AlarmKeys.LEVELS.forEach((level, key) -> {
            if (keys.has(key)) {
                levels.add(level(keys, level, key, deadband, common.priority));
            }
        });
        if (levels.isEmpty()) {
            problems.error(keys.item(), "needs at least one of hihi, hi, lo or lolo");
        }
        long onDelayNs = keys.get(AlarmKeys.ON_DELAY);
        long offDelayNs = keys.get(AlarmKeys.OFF_DELAY);
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        String message = common.message == null ? AlarmKeys.DEFAULT_LIMIT_MESSAGE : common.message;
        return context.attempt(
                keys.item(),
                () -> new LimitRule(
                        common.name,
                        common.selector,
                        common.priority,
                        message,
                        common.sinks,
                        levels,
                        onDelayNs,
                        offDelayNs,
                        common.reorderNs,
                        common.onBad));
    }

    private LimitLevel level(
            SectionReader keys, Level level, Key<Double> key, double ruleDeadband, Priority rulePriority) {
        if (!keys.item(key).isMapping()) {
            Double limit = keys.get(key);
            return limit == null ? null : new LimitLevel(level, limit, ruleDeadband, rulePriority);
        }
        SectionReader own = keys.section(key, AlarmKeys.LEVEL);
        Double limit = own.get(AlarmKeys.LEVEL_LIMIT);
        Double deadband = own.get(AlarmKeys.LEVEL_DEADBAND);
        Priority priority = own.get(AlarmKeys.LEVEL_PRIORITY);
        return limit == null
                ? null
                : new LimitLevel(
                        level,
                        limit,
                        deadband == null ? ruleDeadband : deadband,
                        priority == null ? rulePriority : priority);
    }

    private MissingRule missing(SectionReader keys, Common common, int errorsBefore) {
        Long timeoutNs = keys.get(AlarmKeys.TIMEOUT);
        boolean group = keys.get(AlarmKeys.OF_GROUP);
        requireNoLimitIn(common.message, keys);
        requireNoOnBad(keys, "not with type: missing: a BAD reading is no sign of life");
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        String message = common.message == null
                ? AlarmKeys.DEFAULT_MISSING_MESSAGE.replace("TIMEOUT", Durations.format(timeoutNs))
                : common.message;
        return context.attempt(
                keys.item(),
                () -> new MissingRule(
                        common.name,
                        common.selector,
                        common.priority,
                        message,
                        common.sinks,
                        timeoutNs,
                        group,
                        common.reorderNs));
    }

    private StuckRule stuck(SectionReader keys, Common common, int errorsBefore) {
        Long holdNs = keys.get(AlarmKeys.HOLD);
        Double tolerance = keys.get(AlarmKeys.TOLERANCE);
        Long minSamples = keys.get(AlarmKeys.MIN_SAMPLES);
        Long maxGapNs = keys.get(AlarmKeys.MAX_GAP);
        Double ignoreAbsAtMost = keys.get(AlarmKeys.IGNORE_ABS_AT_MOST);
        requireNoLimitIn(common.message, keys);
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        String message = common.message == null
                ? AlarmKeys.DEFAULT_STUCK_MESSAGE.replace("HOLD", Durations.format(holdNs))
                : common.message;
        return context.attempt(
                keys.item(),
                () -> new StuckRule(
                        common.name,
                        common.selector,
                        common.priority,
                        message,
                        common.sinks,
                        tolerance,
                        holdNs,
                        Math.toIntExact(minSamples),
                        maxGapNs == null ? StuckRule.ANY_GAP : maxGapNs,
                        ignoreAbsAtMost == null ? StuckRule.IGNORE_NOTHING : ignoreAbsAtMost,
                        common.reorderNs,
                        common.onBad));
    }

    private StateRule state(SectionReader keys, Common common, int errorsBefore) {
        List<StateSet> in = keys.getAll(AlarmKeys.IN);
        List<StateSet> clear = keys.getAll(AlarmKeys.CLEAR);
        requireNoLimitIn(common.message, keys);
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        boolean saysOrder = keys.has(AlarmKeys.IN_ARRIVAL_ORDER) || keys.has(AlarmKeys.REORDER);
        String message = common.message == null ? AlarmKeys.DEFAULT_STATE_MESSAGE : common.message;
        return context.attempt(
                keys.item(),
                () -> new StateRule(
                        common.name,
                        common.selector,
                        common.priority,
                        message,
                        common.sinks,
                        StateSet.union(in),
                        StateSet.union(clear),
                        saysOrder ? common.reorderNs : AlarmRule.IN_ARRIVAL_ORDER,
                        common.onBad));
    }

    private QualityRule quality(SectionReader keys, Common common, int errorsBefore) {
        if (common.reorderNs > 0) {
            problems.error(keys.item(AlarmKeys.REORDER), "not with type: quality, which keeps the order of arrival");
        }
        if (keys.has(AlarmKeys.IN_ARRIVAL_ORDER) && common.reorderNs != AlarmRule.IN_ARRIVAL_ORDER) {
            problems.error(keys.item(AlarmKeys.IN_ARRIVAL_ORDER), "must be arrival with type: quality");
        }
        requireNoLimitIn(common.message, keys);
        requireNoOnBad(keys, "not with type: quality, which a BAD reading raises");
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        String message = common.message == null ? AlarmKeys.DEFAULT_QUALITY_MESSAGE : common.message;
        return context.attempt(
                keys.item(),
                () -> new QualityRule(common.name, common.selector, common.priority, message, common.sinks));
    }

    private void requireNoLimitIn(String message, SectionReader keys) {
        for (String placeholder : List.of("limit", "level")) {
            if (message != null && Template.placeholders(message).contains(placeholder)) {
                problems.error(keys.item(AlarmKeys.MESSAGE), "{" + placeholder + "} is for alarms of type limit");
            }
        }
    }

    private void requireNoOnBad(SectionReader keys, String why) {
        if (keys.has(AlarmKeys.ON_BAD)) {
            problems.error(keys.item(AlarmKeys.ON_BAD), why);
        }
    }

    private Common common(SectionReader keys) {
        long reorderNs = keys.get(AlarmKeys.REORDER);
        boolean inArrivalOrder = Boolean.TRUE.equals(keys.get(AlarmKeys.IN_ARRIVAL_ORDER));
        if (inArrivalOrder && reorderNs > 0) {
            problems.error(keys.item(AlarmKeys.REORDER), "not with order: arrival, which keeps the order of arrival");
        }
        return new Common(
                keys.get(AlarmKeys.NAME),
                keys.get(AlarmKeys.SENSOR),
                keys.get(AlarmKeys.PRIORITY),
                keys.get(AlarmKeys.MESSAGE),
                keys.getAll(AlarmKeys.SINKS),
                inArrivalOrder ? AlarmRule.IN_ARRIVAL_ORDER : reorderNs,
                keys.get(AlarmKeys.ON_BAD));
    }

    /** The keys of an alarm of this type, or of any when none is said. */
    private static Section section(String type) {
        if (!OWN_KEYS.containsKey(type)) {
            return ANY_TYPE;
        }
        Map<String, String> foreign = new HashMap<>();
        OWN_KEYS.forEach((other, section) -> {
            if (!other.equals(type)) {
                section.keyNames().forEach(name -> foreign.put(name, "is for alarms of type " + other));
            }
        });
        return AlarmKeys.COMMON.with(OWN_KEYS.get(type), foreign);
    }

    /** What alarms of all types have; message is null when it was left out. */
    private record Common(
            String name,
            SensorSelector selector,
            Priority priority,
            String message,
            List<String> sinks,
            long reorderNs,
            OnBad onBad) {}
}
