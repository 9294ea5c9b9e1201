package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.gateway.config.schema.AlarmKeys;
import io.tocsin.gateway.config.schema.Scalar;
import io.tocsin.gateway.config.schema.Template;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.decode.DecimalText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rules and streams that can run and are probably not meant: for a configuration without errors. */
final class RuleWarnings {
    private final Problems problems;

    RuleWarnings(Problems problems) {
        this.problems = problems;
    }

    /** A level that stays active until the value is beyond the next limit as well. */
    void ofDeadbands(Bound<AlarmRule> alarm) {
        if (!(alarm.value() instanceof LimitRule rule)) {
            return;
        }
        List<LimitLevel> ascending = new ArrayList<>(rule.levels());
        ascending.sort((a, b) -> Double.compare(a.limit(), b.limit()));
        for (int i = 0; i < ascending.size(); i++) {
            LimitLevel level = ascending.get(i);
            int next = isHigh(level) ? i - 1 : i + 1;
            if (next >= 0 && next < ascending.size()) {
                ofDeadband(alarm.keys(), level, ascending.get(next));
            }
        }
    }

    /** A state that no file, table or rate source can give: what looks like a number is one there. */
    void ofNumbersInQuotes(Bound<AlarmRule> alarm) {
        if (alarm.value() instanceof StateRule rule) {
            ofNumbersInQuotes(alarm.keys().item(AlarmKeys.IN), rule.in());
            ofNumbersInQuotes(alarm.keys().item(AlarmKeys.CLEAR), rule.clear());
        }
    }

    private void ofNumbersInQuotes(Item item, StateSet states) {
        for (String text : states.texts()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (!Double.isNaN(DecimalText.parse(bytes, 0, bytes.length))) {
                problems.warn(
                        item,
                        Scalar.quoted(text) + " in quotes is a text, and the sources read numbers as numbers: write "
                                + text + " without quotes");
            }
        }
    }

    private void ofDeadband(SectionReader keys, LimitLevel level, LimitLevel next) {
        // As they are written, in decimals: 95 and 94.9 are 0.1 apart.
        BigDecimal deadband = BigDecimal.valueOf(level.deadband());
        BigDecimal limit = BigDecimal.valueOf(level.limit());
        BigDecimal distance = limit.subtract(BigDecimal.valueOf(next.limit())).abs();
        if (deadband.compareTo(distance) <= 0) {
            return;
        }
        BigDecimal clearAt = isHigh(level) ? limit.subtract(deadband) : limit.add(deadband);
        Item item = keys.item(AlarmKeys.LEVELS.get(level.level()));
        problems.warn(
                item,
                "its deadband " + shown(deadband) + " is wider than the distance " + shown(distance) + " to "
                        + key(next.level()) + ": " + level.level() + " stays until the value is at "
                        + shown(clearAt) + " or " + (isHigh(level) ? "below" : "above"));
    }

    /**
     * A key of which no sensor's name has all levels.
     *
     * @param groupBy where the key's template is
     * @param filter which sensors
     * @param sensors what the sources and the streams above give, as filters
     */
    void ofGroup(Item groupBy, String filter, List<String> sensors) {
        int needed = Template.placeholders(groupBy.scalar().text()).stream()
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        int most = sensors.stream()
                .filter(sensor -> SensorSelector.overlap(filter, sensor))
                .mapToInt(sensor -> Math.min(levelCount(filter), levelCount(sensor)))
                .max()
                .orElse(Integer.MAX_VALUE);
        if (needed > most) {
            problems.warn(
                    groupBy,
                    "no sensor has a level {" + needed + "}: names that " + filter + " selects have at most " + most
                            + " levels, so there is no group");
        }
    }

    private static int levelCount(String filter) {
        return filter.endsWith("#") ? Integer.MAX_VALUE : filter.split("/", -1).length;
    }

    private static boolean isHigh(LimitLevel level) {
        return level.level() == Level.HI || level.level() == Level.HIHI;
    }

    private static String key(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(BigDecimal number) {
        return Numbers.plain(number.doubleValue());
    }
}
