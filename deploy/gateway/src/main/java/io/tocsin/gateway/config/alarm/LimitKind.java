package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.print.Numbers;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The {@code limit} alarm: a value beyond a limit. */
final class LimitKind extends AlarmKind<LimitRule> {
    private static final Key<Double> LEVEL_LIMIT = Key.required("limit", ValueTypes.NUMBER, "The limit.");
    private static final Key<Double> LEVEL_DEADBAND =
            Key.optional("deadband", ValueTypes.NOT_NEGATIVE, "the alarm's", "This level's deadband.");
    private static final Key<Priority> LEVEL_PRIORITY =
            Key.optional("priority", AlarmKeys.PRIORITY.type(), "the alarm's", "Priority of events at this level.");
    private static final Section LEVEL = Section.of(
            "Limit level",
            "alarms[].hihi, hi, lo, lolo",
            "One level with its own deadband or priority: `hi: {limit: 95, deadband: 2, priority: high}`.",
            LEVEL_LIMIT,
            LEVEL_DEADBAND,
            LEVEL_PRIORITY);
    private static final Map<Level, Key<Double>> LEVELS = levels(
            "In alarm above this value; more severe than `hi`.",
            "In alarm below this value; more severe than `lo`.",
            "In alarm above this value.",
            "In alarm below this value.");
    private static final Key<Double> DEADBAND = Key.withDefault(
            "deadband",
            ValueTypes.NOT_NEGATIVE,
            "0",
            "Distance from the limit, on the normal side, at which the level clears.");
    private static final Key<Long> ON_DELAY = Key.withDefault(
            "onDelay", ValueTypes.DURATION, "0s", "Unbroken time beyond the limit before the level is raised.");
    private static final Key<Long> OFF_DELAY = Key.withDefault(
            "offDelay", ValueTypes.DURATION, "0s", "Unbroken time on the normal side before the level clears.");
    private static final Section KEYS = Section.of(
            "Limit alarm",
            "alarms[] with type: limit",
            "The value is beyond a limit. Needs at least one level, with `lolo < lo < hi < hihi`; the alarm has the"
                    + " most severe active level.",
            LEVELS.get(Level.HIHI),
            LEVELS.get(Level.HI),
            LEVELS.get(Level.LO),
            LEVELS.get(Level.LOLO),
            DEADBAND,
            ON_DELAY,
            OFF_DELAY);

    LimitKind() {
        super(AlarmType.LIMIT, LimitRule.class, "{sensor} {level}: {value}, limit {limit}");
    }

    @Override
    Section keys() {
        return KEYS;
    }

    @Override
    List<Section> sections() {
        return List.of(KEYS, LEVEL);
    }

    @Override
    LimitRule bind(AlarmEntry entry) {
        SectionReader keys = entry.keys();
        double deadband = keys.get(DEADBAND);
        List<LimitLevel> levels = new ArrayList<>();
        LEVELS.forEach((level, key) -> {
            if (keys.has(key)) {
                levels.add(level(keys, level, key, deadband, entry.priority()));
            }
        });
        if (levels.isEmpty()) {
            entry.error("needs at least one of hihi, hi, lo or lolo");
        }
        long onDelayNs = keys.get(ON_DELAY);
        long offDelayNs = keys.get(OFF_DELAY);
        return entry.rule(() -> new LimitRule(
                entry.name(),
                entry.selector(),
                entry.priority(),
                entry.message(defaultMessage()),
                entry.sinks(),
                levels,
                onDelayNs,
                offDelayNs,
                entry.reorderNs(),
                entry.onBad()));
    }

    private static LimitLevel level(
            SectionReader keys, Level level, Key<Double> key, double ruleDeadband, Priority rulePriority) {
        if (!keys.item(key).isMapping()) {
            Double limit = keys.get(key);
            return limit == null ? null : new LimitLevel(level, limit, ruleDeadband, rulePriority);
        }
        SectionReader own = keys.section(key, LEVEL);
        Double limit = own.get(LEVEL_LIMIT);
        Double deadband = own.get(LEVEL_DEADBAND);
        Priority priority = own.get(LEVEL_PRIORITY);
        return limit == null
                ? null
                : new LimitLevel(
                        level,
                        limit,
                        deadband == null ? ruleDeadband : deadband,
                        priority == null ? rulePriority : priority);
    }

    @Override
    void describe(LimitRule rule, List<String> parts) {
        rule.levels().forEach(level -> parts.add(described(level)));
        addDelay(parts, "on after ", rule.onDelayNs());
        addDelay(parts, "off after ", rule.offDelayNs());
    }

    private static String described(LimitLevel level) {
        boolean high = level.level().isHigh();
        String alarm = level.level() + (high ? " > " : " < ") + Numbers.plain(level.limit());
        return level.deadband() == 0
                ? alarm
                : alarm + " (clears " + (high ? "≤ " : "≥ ") + Numbers.plain(level.clearAt()) + ")";
    }

    @Override
    void writeFields(LimitRule rule, JsonGenerator json) throws IOException {
        for (LimitLevel level : rule.levels()) {
            json.writeObjectFieldStart(key(level.level()));
            json.writeNumberField("limit", level.limit());
            json.writeNumberField("deadband", level.deadband());
            json.writeStringField("priority", level.priority().label());
            json.writeEndObject();
        }
        json.writeStringField("onDelay", Durations.format(rule.onDelayNs()));
        json.writeStringField("offDelay", Durations.format(rule.offDelayNs()));
    }

    /** Warns of a level that stays active until the value is beyond the next limit as well. */
    @Override
    void warn(LimitRule rule, SectionReader keys, AlarmWarnings warnings) {
        List<LimitLevel> ascending = new ArrayList<>(rule.levels());
        ascending.sort((a, b) -> Double.compare(a.limit(), b.limit()));
        for (int i = 0; i < ascending.size(); i++) {
            LimitLevel level = ascending.get(i);
            int next = level.level().isHigh() ? i - 1 : i + 1;
            if (next >= 0 && next < ascending.size()) {
                warnOfDeadband(keys, level, ascending.get(next), warnings);
            }
        }
    }

    private static void warnOfDeadband(SectionReader keys, LimitLevel level, LimitLevel next, AlarmWarnings warnings) {
        // As they are written, in decimals: 95 and 94.9 are 0.1 apart.
        BigDecimal deadband = BigDecimal.valueOf(level.deadband());
        BigDecimal limit = BigDecimal.valueOf(level.limit());
        BigDecimal distance = limit.subtract(BigDecimal.valueOf(next.limit())).abs();
        if (deadband.compareTo(distance) <= 0) {
            return;
        }
        boolean high = level.level().isHigh();
        BigDecimal clearAt = high ? limit.subtract(deadband) : limit.add(deadband);
        Item item = keys.item(LEVELS.get(level.level()));
        warnings.warn(
                item,
                "its deadband " + shown(deadband) + " is wider than the distance " + shown(distance) + " to "
                        + key(next.level()) + ": " + level.level() + " stays until the value is at "
                        + shown(clearAt) + " or " + (high ? "below" : "above"));
    }

    private static String key(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(BigDecimal number) {
        return Numbers.plain(number.doubleValue());
    }

    private static Map<Level, Key<Double>> levels(String... meanings) {
        Map<Level, Key<Double>> levels = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            String name = key(level);
            levels.put(
                    level,
                    Key.valueOrSection(name, ValueTypes.NUMBER, LEVEL, "not watched", meanings[level.ordinal()]));
        }
        return levels;
    }
}
