package io.tocsin.gateway.config.schema;

import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of streams that join two others. */
public final class JoinKeys {
    private static final String NOT_OF_JOINS = "is for streams over windows; a join gives what belongs together";

    public static final Key<SensorSelector> WITH = Key.required(
            "with",
            ValueTypes.SELECTOR,
            "Which sensors' readings are the right side; the left side are those of `from`. Those of streams above can be"
                    + " either.");
    public static final Key<String> RIGHT_GROUP_BY = Key.optional(
            "groupBy",
            ValueTypes.TEXT,
            "the stream's `groupBy`",
            "The key of the right side's sensors, when the levels of their names stand elsewhere.");
    public static final Key<JoinType> TYPE = Key.withDefault(
            "type",
            ValueTypes.choice(types()),
            "inner",
            "Which readings are given. `inner`: those that have a partner, with it. `left`, `right`, `full`: also those of"
                    + " that side, or of both, that have none. `anti`: only those of the left that have none.");
    public static final Key<Long> LOWER = Key.optional(
            "lower",
            ValueTypes.SIGNED_DURATION,
            "see `window`",
            "Partners in an interval: the right reading comes at least this long after the left one. Negative: it may"
                    + " come before.");
    public static final Key<Long> UPPER = Key.optional(
            "upper",
            ValueTypes.SIGNED_DURATION,
            "see `window`",
            "And at most this long after it; both bounds count in.");
    public static final Key<Void> WINDOW = new Key<>(
            "window",
            null,
            Key.Shape.SECTION,
            StreamKeys.WINDOW.link(),
            Key.Presence.OPTIONAL,
            "see `lower` and `upper`",
            "Partners in one window: each reading of the left with each of the right, when it closes. Tumbling, sliding,"
                    + " cumulative and calendar windows.");
    public static final Key<Boolean> LATEST = Key.withDefault(
            "latest",
            ValueTypes.BOOLEAN,
            "false",
            "The partner is the newest reading of the right that has come by then, however old: a set-point, a limit from"
                    + " a `table` source. Nothing is waited for. With `inner`, `left` and `anti`.");
    public static final Section JOIN = Section.of(
            "Joins",
            "streams[].join",
            "What a reading of the left needs for a partner: the same key, and a time within bounds (`lower`, `upper`) or in"
                    + " the same `window`, or only to have come (`latest`).",
            WITH,
            RIGHT_GROUP_BY,
            TYPE,
            LOWER,
            UPPER,
            WINDOW,
            LATEST);

    public static final Key<SensorSelector> FROM = Key.required(
            "from", ValueTypes.SELECTOR, "Which sensors' readings are the left side: a topic filter over their names.");
    public static final Key<String> GROUP_BY = Key.required(
            "groupBy",
            ValueTypes.TEXT,
            "The key on which readings meet: `{1}/{2}` are those of sensors that agree in the first two levels of their"
                    + " names.");
    public static final Key<Void> JOIN_KEY = Key.requiredSection("join", JOIN, "With what, and when.");
    public static final Key<JoinValue> VALUES = Key.several(
            "values",
            ValueTypes.choice(values()),
            "`left` and `right`",
            "What a row tells, and a derived sensor each: `left`, `right`, `difference` (left less right), `sum`, `ratio`"
                    + " (left by right). Without a partner there is no more than the side that is there.");
    public static final Section JOINED_STREAM = new Section(
            "Joined streams",
            "streams[] with join",
            "A row for every two readings that belong together: `{name: delta, from: plant/+/inlet, groupBy: \"{2}\", join:"
                    + " {with: plant/+/outlet, lower: 0s, upper: 5s}, values: [left, right, difference]}`. Each value is also"
                    + " a reading of the derived sensor `{stream}/{key}/{value}`, at the later of the two times; of a"
                    + " reading without a partner, when it was certain to have none; in windows at their last nanosecond.",
            List.of(
                    StreamKeys.NAME,
                    FROM,
                    GROUP_BY,
                    JOIN_KEY,
                    VALUES,
                    StreamKeys.BY_RECEIVE_TIME,
                    StreamKeys.OUT_OF_ORDERNESS,
                    StreamKeys.SINKS),
            Map.of(
                    "window", "is for streams over windows; that of a join stands in join",
                    "aggregates", NOT_OF_JOINS,
                    "lateness", NOT_OF_JOINS,
                    "late", NOT_OF_JOINS,
                    "emit", NOT_OF_JOINS));

    private JoinKeys() {}

    private static Map<String, JoinType> types() {
        Map<String, JoinType> words = new LinkedHashMap<>();
        Arrays.stream(JoinType.values()).forEach(type -> words.put(type.label(), type));
        return words;
    }

    private static Map<String, JoinValue> values() {
        Map<String, JoinValue> words = new LinkedHashMap<>();
        Arrays.stream(JoinValue.values()).forEach(value -> words.put(value.label(), value));
        return words;
    }
}
