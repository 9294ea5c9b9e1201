package io.tocsin.gateway.config.schema;

import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The keys of the alarms. */
public final class AlarmKeys {
    /** What a message may be made of. */
    static final Template MESSAGE_TEMPLATE =
            new Template(Set.of("sensor", "value", "limit", "level", "alarm", "time", "priority", "gateway"), true);

    private static final int MAX_MIN_SAMPLES = 1_000_000;

    public static final String LIMIT_TYPE = "limit";
    public static final String MISSING_TYPE = "missing";
    public static final String STUCK_TYPE = "stuck";
    public static final String STATE_TYPE = "state";
    public static final String QUALITY_TYPE = "quality";
    private static final List<String> TYPES = List.of(LIMIT_TYPE, MISSING_TYPE, STUCK_TYPE, STATE_TYPE, QUALITY_TYPE);
    public static final String DEFAULT_LIMIT_MESSAGE = "{sensor} {level}: {value}, limit {limit}";
    public static final String DEFAULT_MISSING_MESSAGE = "{sensor} silent (timeout TIMEOUT)";
    public static final String DEFAULT_STUCK_MESSAGE = "{sensor} stuck (hold HOLD): {value}";
    public static final String DEFAULT_STATE_MESSAGE = "{sensor} is {value}";
    public static final String DEFAULT_QUALITY_MESSAGE = "{sensor} bad";

    public static final Key<String> NAME =
            Key.required("name", ValueTypes.NAME, "Unique among the alarms; the first part of every event's id.");
    public static final Key<SensorSelector> SENSOR = Key.required(
            "sensor", ValueTypes.SELECTOR, "Which sensors it watches: an MQTT topic filter over their names.");
    public static final Key<String> TYPE = Key.required(
            "type",
            ValueTypes.choice(
                    Suggestions.ordered(TYPES, TYPES.toArray(String[]::new)),
                    Set.of("rateOfChange", "deviation", "discrepancy", "pattern")),
            "What it watches for.");
    public static final Key<Priority> PRIORITY = Key.withDefault(
            "priority",
            ValueTypes.choice(Suggestions.ordered(List.of("critical", "high", "medium", "low"), Priority.values())),
            "medium",
            "How urgently somebody must respond.");
    public static final Key<String> MESSAGE = Key.optional(
            "message",
            MESSAGE_TEMPLATE.type(),
            "`" + DEFAULT_LIMIT_MESSAGE + "`; `" + DEFAULT_MISSING_MESSAGE + "`; `" + DEFAULT_STUCK_MESSAGE + "`; `"
                    + DEFAULT_STATE_MESSAGE + "`; `" + DEFAULT_QUALITY_MESSAGE + "`",
            "What people read: " + MESSAGE_TEMPLATE.described() + ", where `{1}` is the first level of the sensor's"
                    + " name.");
    public static final Key<String> SINKS =
            Key.several("sinks", ValueTypes.NAME, "every sink", "Names of the sinks its events go to.");
    public static final Key<Long> REORDER = Key.withDefault(
            "reorder",
            ValueTypes.DURATION,
            "0s",
            "Holds readings for this long to evaluate them in the order of event time; 0s evaluates on arrival and"
                    + " skips what is older than the last one seen.");
    public static final Key<Boolean> IN_ARRIVAL_ORDER = Key.optional(
            "order",
            ValueTypes.choice(Suggestions.ordered(List.of("time", "arrival"), false, true)),
            "time; with `type: state` and no `reorder`, `arrival`",
            "`arrival` evaluates every reading as it comes. An overtaken one counts at its own event time, but not before the last"
                    + " event of that alarm and sensor. Not with `reorder`.");
    public static final Key<OnBad> ON_BAD = Key.withDefault(
            "onBad",
            ValueTypes.choice(
                    Suggestions.ordered(List.of(OnBad.HOLD.label(), OnBad.CLEAR.label()), OnBad.HOLD, OnBad.CLEAR)),
            OnBad.HOLD.label(),
            "The fate of an active alarm when its value goes, by a BAD reading or the end of its inputs: `hold` stays on the last"
                    + " value, which alarms behind joins and groups tell with `\"held\":true`; `clear` is cleared. Not with"
                    + " `missing` and `quality`.");

    static final Key<Boolean> LATCH =
            Key.later("latch", ValueTypes.BOOLEAN, "false", "Whether a cleared alarm stands until somebody resets it.");
    public static final Section COMMON = Section.of(
            "Alarms",
            "alarms[]",
            "Each entry has these keys and those of its type, [limit](#limit-alarm), [missing](#missing-alarm),"
                    + " [stuck](#stuck-alarm), [state](#state-alarm) or [quality](#quality-alarm).",
            NAME,
            SENSOR,
            TYPE,
            PRIORITY,
            MESSAGE,
            SINKS,
            REORDER,
            IN_ARRIVAL_ORDER,
            ON_BAD,
            LATCH);

    // limit
    public static final Key<Double> LEVEL_LIMIT = Key.required("limit", ValueTypes.NUMBER, "The limit.");
    public static final Key<Double> LEVEL_DEADBAND =
            Key.optional("deadband", ValueTypes.NOT_NEGATIVE, "the alarm's", "This level's deadband.");
    public static final Key<Priority> LEVEL_PRIORITY =
            Key.optional("priority", PRIORITY.type(), "the alarm's", "Priority of events at this level.");
    public static final Section LEVEL = Section.of(
            "Limit level",
            "alarms[].hihi, hi, lo, lolo",
            "One level with its own deadband or priority: `hi: {limit: 95, deadband: 2, priority: high}`.",
            LEVEL_LIMIT,
            LEVEL_DEADBAND,
            LEVEL_PRIORITY);
    public static final Map<Level, Key<Double>> LEVELS = levels(
            "In alarm above this value; more severe than `hi`.",
            "In alarm below this value; more severe than `lo`.",
            "In alarm above this value.",
            "In alarm below this value.");
    public static final Key<Double> DEADBAND = Key.withDefault(
            "deadband",
            ValueTypes.NOT_NEGATIVE,
            "0",
            "How far the value must come back behind its limit before the level clears.");
    public static final Key<Long> ON_DELAY = Key.withDefault(
            "onDelay",
            ValueTypes.DURATION,
            "0s",
            "How long the value must be in alarm, unbroken, before it is raised.");
    public static final Key<Long> OFF_DELAY = Key.withDefault(
            "offDelay", ValueTypes.DURATION, "0s", "How long it must be out of alarm, unbroken, before it clears.");
    public static final Section LIMIT = Section.of(
            "Limit alarm",
            "alarms[] with type: limit",
            "The value is beyond a limit. At least one level; they ascend `lolo < lo < hi < hihi`, and the most severe"
                    + " active one stands.",
            LEVELS.get(Level.HIHI),
            LEVELS.get(Level.HI),
            LEVELS.get(Level.LO),
            LEVELS.get(Level.LOLO),
            DEADBAND,
            ON_DELAY,
            OFF_DELAY);

    // missing
    public static final Key<Long> TIMEOUT = Key.required(
            "timeout",
            ValueTypes.POSITIVE_DURATION,
            "Raised this long after the last good reading; noticed without traffic once `time.idleAfter` has passed.");
    public static final Key<Boolean> OF_GROUP = Key.withDefault(
            "of",
            ValueTypes.choice(Suggestions.ordered(List.of("each", "group"), false, true)),
            "each",
            "`each` selected sensor by itself, or the `group`: all of them silent together.");
    public static final Section MISSING = Section.of(
            "Missing alarm",
            "alarms[] with type: missing",
            "No good reading came for a time. Armed by a sensor's first good reading.",
            TIMEOUT,
            OF_GROUP);

    // stuck
    public static final Key<Long> HOLD = Key.required(
            "hold",
            ValueTypes.DURATION,
            "Raised at the first sample that is so long after the first one of its run; 0s: as soon as there are"
                    + " `minSamples`.");
    public static final Key<Double> TOLERANCE = Key.withDefault(
            "tolerance",
            ValueTypes.NOT_NEGATIVE,
            "0",
            "How far from the first value of its run a value may be and still be the same; a slow drift leaves it.");
    public static final Key<Long> MIN_SAMPLES = Key.withDefault(
            "minSamples",
            ValueTypes.integer(StuckRule.LEAST_SAMPLES, MAX_MIN_SAMPLES),
            String.valueOf(StuckRule.LEAST_SAMPLES),
            "How many samples a run must have before it is raised, the first one included.");
    public static final Key<Long> MAX_GAP = Key.optional(
            "maxGap",
            ValueTypes.POSITIVE_DURATION,
            "any gap",
            "A longer step between two samples ends the run: nobody knows what the value was meanwhile.");
    public static final Key<Double> IGNORE_ABS_AT_MOST = Key.optional(
            "ignoreAbsAtMost",
            ValueTypes.NOT_NEGATIVE,
            "nothing is ignored",
            "Samples between minus this and this end a run and begin none; 0 for what rests at zero, such as a solar"
                    + " inverter at night.");
    public static final Section STUCK = Section.of(
            "Stuck alarm",
            "alarms[] with type: stuck",
            "The value has not changed for a time, though samples came. Cleared at the sample that ends the run: it differs,"
                    + " is ignored, or comes after a gap.",
            HOLD,
            TOLERANCE,
            MIN_SAMPLES,
            MAX_GAP,
            IGNORE_ABS_AT_MOST);

    // state
    public static final Key<StateSet> IN = new Key<>(
            "in",
            ValueTypes.STATE,
            Key.Shape.SCALARS,
            "text or number, or a list",
            Key.Presence.REQUIRED,
            "",
            "The states it is raised in. A text is compared letter by letter; `true` is 1; a text in quotes is never a number.");
    public static final Key<StateSet> CLEAR = Key.several(
            "clear",
            ValueTypes.STATE,
            "every state that is not in `in`",
            "The states that clear it; others change nothing.");
    public static final Section STATE = Section.of(
            "State alarm",
            "alarms[] with type: state",
            "The sensor says that it is in a certain state: `in: [FAULT, WARNING]`. The texts that"
                    + " alarms name are told apart whatever else sensors say. JSON texts that are numbers, `\"1\"`, are numbers unless"
                    + " an alarm of their sensor names such a text in quotes: `in: [\"1\"]`.",
            IN,
            CLEAR);

    // quality
    public static final Section QUALITY = Section.of(
            "Quality alarm",
            "alarms[] with type: quality",
            "Raised at a BAD reading, cleared at the next GOOD one. No keys of its own. Always `order: arrival`, which need not"
                    + " be said: machines report a lost connection late, with the time of another clock.");

    private AlarmKeys() {}

    private static Map<Level, Key<Double>> levels(String... meanings) {
        Map<Level, Key<Double>> levels = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            String name = level.name().toLowerCase(Locale.ROOT);
            levels.put(
                    level,
                    Key.valueOrSection(name, ValueTypes.NUMBER, LEVEL, "not watched", meanings[level.ordinal()]));
        }
        return levels;
    }
}
