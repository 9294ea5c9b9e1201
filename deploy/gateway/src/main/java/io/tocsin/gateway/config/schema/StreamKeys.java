package io.tocsin.gateway.config.schema;

import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of the derived streams. */
public final class StreamKeys {
    public static final String TUMBLING = "tumbling";
    public static final String SLIDING = "sliding";
    public static final String SESSION = "session";
    public static final String COUNT = "count";
    public static final String STATE = "state";
    public static final String CUMULATIVE = "cumulative";
    static final String CALENDAR = "calendar";
    public static final String ROLLING = "rolling";
    public static final List<String> TYPES =
            List.of(TUMBLING, SLIDING, SESSION, COUNT, STATE, CUMULATIVE, CALENDAR, ROLLING);

    private static final ValueType<LocalTime> TIME_OF_DAY = new ValueType<>("time of day", scalar -> {
        String time = ValueTypes.TEXT.parse(scalar);
        try {
            return LocalTime.parse(time);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "must be a time of day such as \"06:00\" in quotes, is " + Scalar.quoted(time));
        }
    });

    // windows
    public static final Key<String> TYPE = Key.required(
            "type", ValueTypes.choice(identity(TYPES)), "Kind of the window; the other keys depend on it.");
    public static final Section WINDOW = Section.of(
            "Windows",
            "streams[].window",
            "A window is `[start, end)`. Each kind has the key `type` and its own keys below.",
            TYPE);
    public static final Key<Long> SIZE = Key.required("size", ValueTypes.POSITIVE_DURATION, "Length of a window.");
    public static final Key<Long> OFFSET = Key.withDefault(
            "offset",
            ValueTypes.DURATION,
            "0s",
            "Distance of the windows' beginnings from the epoch, or from midnight with a `zone`.");
    public static final Key<ZoneId> ZONE = Key.optional(
            "zone",
            ValueTypes.ZONE,
            "UTC, aligned to the epoch",
            "Windows begin at midnight in this time zone, and again after each `size`; the last window of a day ends"
                    + " with the day. On the days of a clock change windows are an hour longer or shorter. For sizes"
                    + " of at most a day.");
    public static final Section TUMBLING_WINDOW = Section.of(
            "Tumbling windows",
            "streams[].window with type: tumbling",
            "Windows follow each other without a gap: `{type: tumbling, size: 1m}`; days in Berlin that begin at six:"
                    + " `{type: tumbling, size: 1d, zone: Europe/Berlin, offset: 6h}`.",
            SIZE,
            OFFSET,
            ZONE);
    public static final Key<Long> SLIDE = Key.required(
            "slide",
            ValueTypes.POSITIVE_DURATION,
            "Time from the beginning of a window to that of the next, at most `size`. A pane is as long as the"
                    + " greatest common divisor of `size` and `slide`: 10m by 1s keeps 600 panes for each sensor.");
    public static final Section SLIDING_WINDOW = Section.of(
            "Sliding windows",
            "streams[].window with type: sliding",
            "Windows overlap: `{type: sliding, size: 10s, slide: 1s}` emits every second a row over the last ten. The"
                    + " cost of a reading does not depend on the slide.",
            SIZE,
            SLIDE,
            OFFSET);
    public static final Key<Long> GAP = Key.optional(
            "gap", ValueTypes.POSITIVE_DURATION, "see `gapPerUnit`", "A silence as long as this ends a session.");
    public static final Key<Long> GAP_PER_UNIT = Key.optional(
            "gapPerUnit",
            ValueTypes.POSITIVE_DURATION,
            "see `gap`",
            "Instead of `gap`: the gap after each reading is its value times this duration. Readings whose gap is not"
                    + " positive are dropped and counted.");
    public static final Section SESSION_WINDOW = Section.of(
            "Session windows",
            "streams[].window with type: session",
            "A window contains readings that follow each other closely: `{type: session, gap: 30s}`. A late reading"
                    + " may merge two sessions.",
            GAP,
            GAP_PER_UNIT);
    public static final Key<Long> COUNT_SIZE =
            Key.required("count", ValueTypes.integer(1, 1_000_000), "Number of readings of a window.");
    public static final Key<Long> COUNT_SLIDE = Key.optional(
            "every", ValueTypes.integer(1, 1_000_000), "`count`", "Number of readings from one row to the next.");
    public static final Section COUNT_WINDOW = Section.of(
            "Count windows",
            "streams[].window with type: count",
            "A window contains a fixed number of readings in order of arrival: `{type: count, count: 100}`. An"
                    + " incomplete window at the end of a file emits no row.",
            COUNT_SIZE,
            COUNT_SLIDE);
    public static final Key<Double> LEAST = Key.optional(
            "min", ValueTypes.NUMBER, "no lower end", "The window is open while the value is at least" + " this.");
    public static final Key<Double> GREATEST = Key.optional(
            "max", ValueTypes.NUMBER, "no upper end", "The window is open while the value is at most" + " this.");
    public static final Section STATE_WINDOW = Section.of(
            "State windows",
            "streams[].window with type: state",
            "A window lasts from the first reading in a range to the first reading outside: `{type: state, min: 1}`"
                    + " is a machine's time in operation.",
            LEAST,
            GREATEST);
    public static final Key<Long> STEP = Key.required(
            "step",
            ValueTypes.POSITIVE_DURATION,
            "Time from the end of a window to the end of the next; divides" + " `size`.");
    public static final Section CUMULATIVE_WINDOW = Section.of(
            "Cumulative windows",
            "streams[].window with type: cumulative",
            "Windows begin together and end one after the other: `{type: cumulative, size: 1d, step: 1h}` emits every"
                    + " hour a row over the day so far.",
            SIZE,
            STEP,
            OFFSET);
    public static final Key<ZoneId> CALENDAR_ZONE = Key.required("zone", ValueTypes.ZONE, "Time zone of `starts`.");
    public static final Key<LocalTime> STARTS = Key.several(
            "starts",
            TIME_OF_DAY,
            "midnight",
            "Times of day at which a window begins and the previous one ends, in ascending order.");
    public static final Section CALENDAR_WINDOW = Section.of(
            "Calendar windows",
            "streams[].window with type: calendar",
            "Shifts: `{type: calendar, zone: Europe/Berlin, starts: [\"06:00\", \"14:00\", \"22:00\"]}`. On the days"
                    + " of a clock change one window is an hour longer or shorter.",
            CALENDAR_ZONE,
            STARTS);
    public static final Section ROLLING_WINDOW = Section.of(
            "Rolling windows",
            "streams[].window with type: rolling",
            "A window ends at each reading and begins one `size` earlier: `{type: rolling, size: 10m}` emits at every"
                    + " reading a row over the last ten minutes. Readings count in the order of event time, and rows"
                    + " never change: no `lateness`, only `emit: append`. The cost of a reading does not depend on"
                    + " the size; memory holds each reading of the last `size`. Excludes percentiles and `distinct`.",
            SIZE);
    static final Map<String, Section> WINDOWS = windows();

    /** The keys of all kinds: for a window whose kind is not known. */
    public static final Section ANY_WINDOW = anyWindow();

    // the stream
    public static final Key<String> NAME = Key.required(
            "name",
            ValueTypes.NAME,
            "Name of the stream, unique among the streams; the first level of" + " its derived sensors' names.");
    public static final Key<SensorSelector> FROM = Key.required(
            "from",
            ValueTypes.SELECTOR,
            "Selected sensors: a topic filter over their names, including the derived sensors of the streams above.");
    public static final Key<String> GROUP_BY = Key.optional(
            "groupBy",
            ValueTypes.TEXT,
            "every sensor by itself",
            "Sensors with the same key share their windows: `{1}/{2}` groups sensors whose names have the same first"
                    + " two levels. Sensors with fewer levels are left out.");
    public static final Key<Void> WINDOW_KEY = Key.requiredSection("window", WINDOW, "Over what.");
    public static final Key<Boolean> BY_RECEIVE_TIME = Key.withDefault(
            "time",
            ValueTypes.choice(Suggestions.ordered(List.of("event", "receive"), false, true)),
            "event",
            "Time that places a reading in windows: its event time or its receive time. The journal has the receive"
                    + " time, so a replay emits the same rows.");
    public static final Key<Aggregate> AGGREGATES = Key.several(
            "aggregates",
            ValueTypes.choice(aggregates()),
            "**required** without `timeIn`",
            "Values of a row: `count`, `sum`, `avg`, `min`, `max`, `range`, `first`, `last`, `stddev` (of the"
                    + " population), `rate` (last less first, per second), `increase` and `counter_rate` (of a"
                    + " counter, in all and per second, through resets and roll-overs, from the last reading before the"
                    + " window on; excludes `groupBy` and `lateness`), `time_weighted_avg` (each value weighted"
                    + " by its duration; needs readings in order, so excludes `lateness`), `p50` `p90` `p95` `p99`"
                    + " `p999`"
                    + " (percentiles, within 0.8 % of the value up to 512 readings or a range of 1:256; 4 KiB a pane),"
                    + " `distinct` (number of different values: exact up to 256, then with a standard error of 2.3 %;"
                    + " 2 KiB a pane).");
    public static final Key<Double> ROLLOVER = Key.optional(
            "rollover",
            ValueTypes.POSITIVE_NUMBER,
            "every fall is a reset to zero",
            "For `increase` and `counter_rate`: the value at which the counter is zero again, 65536 for one of 16 bits."
                    + " A fall by more than half of it is a roll-over, a smaller fall a reset.");
    public static final Key<Double> STATE_MIN =
            Key.optional("min", ValueTypes.NUMBER, "no lower end", "The value is at least this.");
    public static final Key<Double> STATE_ABOVE =
            Key.optional("above", ValueTypes.NUMBER, "no lower end", "The value is greater than this.");
    public static final Key<Double> STATE_MAX =
            Key.optional("max", ValueTypes.NUMBER, "no upper end", "The value is at most this.");
    public static final Key<Double> STATE_BELOW =
            Key.optional("below", ValueTypes.NUMBER, "no upper end", "The value is less than this.");
    public static final Key<StateSet> STATE_IN = Key.several(
            "in",
            ValueTypes.STATE,
            "a range",
            "The value is one of these texts and numbers, instead of a range. A text in quotes is never a number. Texts"
                    + " are samples then, and `count` is the only aggregate.");
    public static final Section TIME_IN_STATE = Section.of(
            "Times in states",
            "streams[].timeIn.{name}",
            "One value, such as `running: 1`, or a range of values with a lower end, an upper end or both: `hot: {above: 80}`,"
                    + " `idle: {min: 0.5, below: 2}`, or some texts and numbers: `running: {in: [RUN, AUTO]}`. A row has the seconds of its window during which the value was"
                    + " in this state.",
            STATE_MIN,
            STATE_ABOVE,
            STATE_MAX,
            STATE_BELOW,
            STATE_IN);
    public static final Key<Void> TIME_IN = Key.map(
            "timeIn",
            "map from names to a number or " + TIME_IN_STATE.link(),
            "none",
            "Seconds of the window during which the value was in certain states: the hours of a motor, the time above"
                    + " a limit. You choose the names; a row has `time_in_{name}` for each, after the aggregates. A"
                    + " value holds until the next reading, as for `time_weighted_avg`, which needs readings in order"
                    + " and excludes `lateness`.");
    public static final Key<Long> CARRY_FOR = Key.optional(
            "carryFor",
            ValueTypes.DURATION,
            "7d, at most 65,535 windows",
            "For `time_weighted_avg` and `timeIn`: how long a value holds at most, also into the next windows of types"
                    + " tumbling, sliding, calendar and cumulative. A window into which a value is carried has a row"
                    + " though no reading came. A BAD reading and the end of the source end a value before. `0s`:"
                    + " windows know nothing of each other, and a value holds to the end of its window.");
    public static final Key<Long> OUT_OF_ORDERNESS = Key.optional(
            "outOfOrderness",
            ValueTypes.DURATION,
            "`time.outOfOrderness`",
            "How late a reading may arrive and still count: windows wait this long.");
    public static final Key<Long> LATENESS = Key.withDefault(
            "lateness",
            ValueTypes.DURATION,
            "0s",
            "Further time, after `outOfOrderness`, for late readings. With `emit: append` the row waits for this"
                    + " time; otherwise the row is emitted at once and again when it changes.");
    public static final Key<LatePolicy> LATE = Key.withDefault(
            "late",
            ValueTypes.choice(Suggestions.ordered(List.of("drop", "update", "side"), LatePolicy.values())),
            "drop",
            "Action on readings that arrive too late for their windows: `drop` drops and counts them, `side` emits"
                    + " them as rows of their own. `update` works like `drop` and states that readings within"
                    + " `lateness` change rows.");
    public static final Key<EmitMode> EMIT = Key.withDefault(
            "emit",
            ValueTypes.choice(Suggestions.ordered(List.of("append", "update", "complete"), EmitMode.values())),
            "append",
            "`append`: one final row for each window. `update`: a row when a window closes, and another whenever it"
                    + " changes. `complete`: at the same moments a row for every window of the key that has readings"
                    + " and can still change.");
    public static final Key<String> SINKS = Key.several(
            "sinks",
            ValueTypes.NAME,
            "none: the stream only feeds alarms and streams",
            "Names of the sinks that receive the rows.");
    public static final Section STREAM = Section.of(
            "Streams",
            "streams[]",
            "Emits a row for every window of the selected sensors. Each aggregate of a row is also a reading of the"
                    + " derived sensor"
                    + " `{stream}/{sensor}/{aggregate}`, with the event time of the window's last nanosecond: alarms and"
                    + " the streams below can select it. BAD readings are no samples, but advance time.",
            NAME,
            FROM,
            GROUP_BY,
            WINDOW_KEY,
            BY_RECEIVE_TIME,
            AGGREGATES,
            ROLLOVER,
            TIME_IN,
            CARRY_FOR,
            OUT_OF_ORDERNESS,
            LATENESS,
            LATE,
            EMIT,
            SINKS);

    private StreamKeys() {}

    /** The keys of one kind of window; a key of another kind is reported with that kind. */
    public static Section window(String type) {
        Section section = WINDOWS.get(type);
        Map<String, String> foreign = new LinkedHashMap<>();
        WINDOWS.forEach((other, keys) -> keys.keyNames().stream()
                .filter(key -> !section.keyNames().contains(key))
                .forEach(key -> foreign.put(key, "works only in windows of type " + other)));
        return WINDOW.with(section, foreign);
    }

    private static Section anyWindow() {
        Section any = WINDOW;
        for (Section keys : WINDOWS.values()) {
            any = any.with(keys, Map.of());
        }
        return any;
    }

    private static Map<String, Section> windows() {
        Map<String, Section> windows = new LinkedHashMap<>();
        windows.put(TUMBLING, TUMBLING_WINDOW);
        windows.put(SLIDING, SLIDING_WINDOW);
        windows.put(SESSION, SESSION_WINDOW);
        windows.put(COUNT, COUNT_WINDOW);
        windows.put(STATE, STATE_WINDOW);
        windows.put(CUMULATIVE, CUMULATIVE_WINDOW);
        windows.put(CALENDAR, CALENDAR_WINDOW);
        windows.put(ROLLING, ROLLING_WINDOW);
        return windows;
    }

    private static Map<String, Aggregate> aggregates() {
        Map<String, Aggregate> words = new LinkedHashMap<>();
        Arrays.stream(Aggregate.values()).forEach(aggregate -> words.put(aggregate.label(), aggregate));
        return words;
    }

    private static Map<String, String> identity(List<String> words) {
        Map<String, String> map = new LinkedHashMap<>();
        words.forEach(word -> map.put(word, word));
        return map;
    }
}
