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
    private static final String NOT_OF_JOINS = "works only in streams over windows, not in a join; leave the key out";

    public static final Key<SensorSelector> WITH = Key.required(
            "with",
            ValueTypes.SELECTOR,
            "Sensors of the right side; the sensors of `from` are the left side. Either side may select results of"
                    + " streams above.");
    public static final Key<String> RIGHT_GROUP_BY = Key.optional(
            "groupBy",
            ValueTypes.TEXT,
            "the stream's `groupBy`",
            "Key of the right side's sensors, if their names have the key's levels in other places.");
    public static final Key<JoinType> TYPE = Key.withDefault(
            "type",
            ValueTypes.choice(types()),
            "inner",
            "Emitted rows. `inner`: pairs of readings. `left`, `right`, `full`: also readings without a partner of"
                    + " that side, or of both. `anti`: only readings of the left without a partner.");
    public static final Key<Long> LOWER = Key.optional(
            "lower",
            ValueTypes.SIGNED_DURATION,
            "see `window`",
            "Partners in an interval: the right reading is at least this much later than the left one. With a"
                    + " negative value it may be earlier.");
    public static final Key<Long> UPPER = Key.optional(
            "upper",
            ValueTypes.SIGNED_DURATION,
            "see `window`",
            "Partners in an interval: the right reading is at most this much later than the left one. Both bounds are"
                    + " inclusive.");
    public static final Key<Void> WINDOW = new Key<>(
            "window",
            null,
            Key.Shape.SECTION,
            StreamKeys.WINDOW.link(),
            Key.Presence.OPTIONAL,
            "see `lower` and `upper`",
            "Partners in one window: each reading of the left with each of the right, when the window closes. For"
                    + " tumbling, sliding, cumulative and calendar windows.");
    public static final Key<Boolean> LATEST = Key.withDefault(
            "latest",
            ValueTypes.BOOLEAN,
            "false",
            "The partner is the newest reading of the right side so far, of any age: a set-point, a limit from a"
                    + " `table` source. The join never waits. For `inner`, `left` and `anti`.");
    public static final Section JOIN = Section.of(
            "Joins",
            "streams[].join",
            "A reading of the right is a partner of a reading of the left if it has the same key and its time is"
                    + " within bounds (`lower`, `upper`), in the same `window`, or of any age (`latest`).",
            WITH,
            RIGHT_GROUP_BY,
            TYPE,
            LOWER,
            UPPER,
            WINDOW,
            LATEST);

    public static final Key<SensorSelector> FROM =
            Key.required("from", ValueTypes.SELECTOR, "Sensors of the left side: a topic filter over their names.");
    public static final Key<String> GROUP_BY = Key.required(
            "groupBy",
            ValueTypes.TEXT,
            "Key of the join: `{1}/{2}` pairs readings of sensors whose names have the same first two levels.");
    public static final Key<Void> JOIN_KEY =
            Key.requiredSection("join", JOIN, "The right side and the condition of" + " the join.");
    public static final Key<JoinValue> VALUES = Key.several(
            "values",
            ValueTypes.choice(values()),
            "`left` and `right`",
            "Values of a row, each also a derived sensor: `left`, `right`, `difference` (left less right), `sum`,"
                    + " `ratio` (left divided by right). A row without a partner has only the value of its own side.");
    public static final Section JOINED_STREAM = new Section(
            "Joined streams",
            "streams[] with join",
            "Emits a row for every pair of readings that meets the condition: `{name: delta, from: plant/+/inlet,"
                    + " groupBy: \"{2}\", join:"
                    + " {with: plant/+/outlet, lower: 0s, upper: 5s}, values: [left, right, difference]}`. Each value is also"
                    + " a reading of the derived sensor `{stream}/{key}/{value}`, at the later of the two times. For"
                    + " a reading without a partner it is the time when no partner can come any more; with windows it"
                    + " is the window's last nanosecond.",
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
                    "window", "works only in streams over windows; put the window of a join into join",
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
