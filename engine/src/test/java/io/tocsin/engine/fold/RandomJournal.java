package io.tocsin.engine.fold;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A random journal: one plan, some sensors with clocks of their own, readings on a coarse grid so that values meet
 * limits and times meet timers, ticks. Times are small numbers of nanoseconds.
 */
final class RandomJournal {
    private static final List<TimeInState> STATES =
            List.of(TimeInState.between("mid", 3, 6), TimeInState.above("high", 6));
    static final List<String> TEXTS = List.of("RUN", "STOP", "FAULT");
    private static final String[] FILTERS = {"#", "a/+", "b/#", "a/0", "+/1"};

    final RecordList records = new RecordList();
    final Plan plan;
    final List<String> sensorNames = new ArrayList<>();
    final List<Integer> sourceOfSensor = new ArrayList<>();

    private final Random random;
    private final long[] skewNs;
    private long clockNs = 10_000;

    RandomJournal(long seed, int recordCount, long... reorders) {
        this(new Random(seed), TimeScope.SENSOR, Edition.NEWEST, recordCount, List.of(), reorders);
    }

    /** The same journal under another scope of time and another edition. */
    RandomJournal(long seed, TimeScope scope, Edition edition, int recordCount, long... reorders) {
        this(new Random(seed), scope, edition, recordCount, List.of(), reorders);
    }

    private RandomJournal(
            Random random,
            TimeScope scope,
            Edition edition,
            int recordCount,
            List<StreamNode> streams,
            long... reorders) {
        this.random = random;
        int idleAfterNs = 1 + random.nextInt(8);
        List<AlarmRule> rules = rules(1 + random.nextInt(4), edition, reorders);
        plan = Rules.remembering(Rules.plan(idleAfterNs, scope, streams, rules), 1 + idleAfterNs % 5, 0)
                .withEdition(edition);
        records.plan(plan);
        for (int textId = 0; textId < TEXTS.size(); textId++) {
            records.text(new TextDefinition(textId, TEXTS.get(textId)));
        }
        int sensorCount = 1 + random.nextInt(4);
        skewNs = new long[sensorCount];
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            int source = random.nextInt(2);
            sourceOfSensor.add(source);
            String name = (random.nextBoolean() ? "a/" : "b/") + sensorId;
            sensorNames.add(name);
            records.sensor(new SensorDefinition(sensorId, source, 0, name));
            skewNs[sensorId] = random.nextInt(3) == 0 ? random.nextInt(8_000) - 4_000 : 0;
        }
        boolean ticks = random.nextInt(4) > 0;
        while (records.size() < recordCount) {
            addRecord(ticks);
        }
    }

    /** The same with streams of all kinds; most of the rules see derived sensors too. */
    static RandomJournal withStreams(long seed, int recordCount, long... reorders) {
        Random random = new Random(seed);
        List<StreamNode> streams = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            streams.add(stream(random, "w" + i));
        }
        return new RandomJournal(random, TimeScope.SENSOR, Edition.NEWEST, recordCount, streams, reorders);
    }

    private static StreamNode stream(Random random, String name) {
        String[] filters = {"#", "a/+", "b/#", "+/+/+/max", "w3/#"};
        Window window = window(random);
        boolean changes =
                !(window instanceof CountWindow || window instanceof StateWindow || window instanceof RollingWindow);
        boolean byReceiveTime = random.nextInt(4) == 0;
        List<Aggregate> aggregates = aggregates(random, window);
        List<TimeInState> timeIn = random.nextInt(4) == 0 ? STATES : List.of();
        boolean isInOrder = !timeIn.isEmpty() || aggregates.stream().anyMatch(Aggregate::needsOrder);
        return new StreamNode(
                name,
                new SensorSelector(filters[random.nextInt(filters.length)]),
                random.nextInt(3) == 0 ? "{1}" : "",
                window,
                byReceiveTime,
                aggregates,
                timeIn,
                byReceiveTime ? 0 : random.nextInt(5),
                changes && !byReceiveTime && !isInOrder ? random.nextInt(5) : 0,
                random.nextBoolean() ? LatePolicy.DROP : LatePolicy.SIDE,
                changes ? EmitMode.values()[random.nextInt(3)] : EmitMode.APPEND,
                random.nextInt(4) == 0 ? List.of() : List.of("k"));
    }

    private static List<Aggregate> aggregates(Random random, Window window) {
        List<Aggregate> aggregates = new ArrayList<>(List.of(Aggregate.COUNT, Aggregate.MAX, Aggregate.AVG));
        Aggregate[] others = {Aggregate.TIME_WEIGHTED_AVG, Aggregate.P90, Aggregate.DISTINCT};
        if (random.nextInt(2) == 0) {
            aggregates.add(others[window instanceof RollingWindow ? 0 : random.nextInt(others.length)]);
        }
        return aggregates;
    }

    private static Window window(Random random) {
        int slide = 1 + random.nextInt(6);
        int size = slide * (1 + random.nextInt(4));
        return switch (random.nextInt(7)) {
            case 0, 1 -> new AlignedWindow(size, slide, random.nextInt(slide));
            case 2 -> new SessionWindow(1 + random.nextInt(6), 0);
            case 3 -> new CountWindow(size, slide);
            case 4 -> new CumulativeWindow(size, slide, random.nextInt(size));
            case 5 -> new RollingWindow(1 + random.nextInt(12));
            default -> new StateWindow(random.nextInt(6), 6 + random.nextInt(6));
        };
    }

    /** Its records, with the sensors given to other sources. */
    List<RecordList.Entry> recordsWithSources(IntUnaryOperator sourceOf) {
        RecordList given = new RecordList();
        for (RecordList.Entry entry : records.entries()) {
            if (entry instanceof RecordList.Control control && control.kind() == ControlKind.SENSOR) {
                SensorDefinition definition = SensorDefinition.decode(
                        control.buffer(), 0, control.body().size());
                int sensorId = definition.sensorId();
                given.sensor(new SensorDefinition(sensorId, sourceOf.applyAsInt(sensorId), 0, definition.name()));
            } else {
                given.entries().add(entry);
            }
        }
        return given.entries();
    }

    Set<Integer> sensorsOf(AlarmRule rule) {
        Set<Integer> ids = new HashSet<>();
        for (int sensorId = 0; sensorId < sensorNames.size(); sensorId++) {
            if (rule.selector().matches(sensorNames.get(sensorId))) {
                ids.add(sensorId);
            }
        }
        return ids;
    }

    private void addRecord(boolean ticks) {
        int dice = random.nextInt(100);
        clockNs += dice < 3 ? 5 + random.nextInt(20) : random.nextInt(3);
        if (ticks && dice < 30) {
            records.onTick(0, clockNs);
        } else if (dice == 99) {
            records.progress(new SourceProgress(random.nextInt(2), 0, 0), true);
        } else {
            addReading();
        }
    }

    private void addReading() {
        int sensorId = random.nextInt(sensorNames.size());
        long lagNs = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
        long eventTimeNs = clockNs - skewNs[sensorId] - lagNs;
        int dice = random.nextInt(20);
        Quality quality = dice == 0 ? Quality.BAD : dice == 1 ? Quality.UNCERTAIN : Quality.GOOD;
        double value = quality == Quality.BAD && random.nextBoolean() ? Double.NaN : random.nextInt(12);
        if (quality != Quality.BAD && random.nextInt(6) == 0) {
            int textId = random.nextInt(TEXTS.size() + 1);
            value = TextValue.of(textId == TEXTS.size() ? TextValue.OTHER_ID : textId);
        }
        int flags = random.nextInt(10) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE;
        records.onReading(0, sensorId, eventTimeNs, clockNs, value, quality.code(), flags);
    }

    private List<AlarmRule> rules(int count, Edition edition, long... reorders) {
        List<AlarmRule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String filter = FILTERS[random.nextInt(FILTERS.length)];
            long reorderNs = reorders[random.nextInt(reorders.length)];
            rules.add(
                    // The first edition knows no rates.
                    switch (random.nextInt(edition == Edition.FIRST ? 6 : 7)) {
                        case 0 ->
                            Rules.missing("r" + i, filter, 1 + random.nextInt(15), random.nextBoolean(), reorderNs);
                        case 1 -> stuck("r" + i, filter, reorderNs);
                        case 2 -> Rules.quality("r" + i, filter);
                        case 3 -> state("r" + i, filter, reorderNs);
                        case 6 -> rate("r" + i, filter, reorderNs);
                        default -> Rules.limit("r" + i, filter, delay(), delay(), reorderNs, levels());
                    });
        }
        return rules;
    }

    private StuckRule stuck(String name, String filter, long reorderNs) {
        return Rules.stuck(
                name,
                filter,
                random.nextInt(6),
                delay(),
                2 + random.nextInt(3),
                random.nextBoolean() ? StuckRule.ANY_GAP : 1 + random.nextInt(6),
                random.nextBoolean() ? StuckRule.IGNORE_NOTHING : random.nextInt(3),
                reorderNs);
    }

    private RateOfChangeRule rate(String name, String filter, long reorderNs) {
        int limit = random.nextInt(5);
        return Rules.rate(
                name,
                filter,
                1 + random.nextInt(4),
                limit,
                random.nextInt(limit + 1),
                random.nextBoolean() ? RateOfChangeRule.ANY_GAP : 1 + random.nextInt(6),
                RateDirection.values()[random.nextInt(3)],
                reorderNs);
    }

    private StateRule state(String name, String filter, long reorderNs) {
        List<String> texts = new ArrayList<>(TEXTS);
        Collections.shuffle(texts, random);
        double number = random.nextInt(12);
        StateSet in = new StateSet(texts.subList(0, random.nextInt(2)), List.of(number, number + 1));
        StateSet clear = random.nextBoolean()
                ? StateSet.NONE
                : new StateSet(texts.subList(1, 1 + random.nextInt(3)), List.of(number + 2, number - 1, number - 2));
        return Rules.state(name, filter, in, clear, reorderNs);
    }

    private long delay() {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(8);
    }

    private LimitLevel[] levels() {
        Level[] ascending = {Level.LOLO, Level.LO, Level.HI, Level.HIHI};
        List<Integer> limits = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        Collections.shuffle(limits, random);
        List<Integer> four = new ArrayList<>(limits.subList(0, 4));
        Collections.sort(four);
        List<LimitLevel> levels = new ArrayList<>();
        for (int i = 0; i < ascending.length; i++) {
            if (random.nextBoolean()) {
                levels.add(Rules.level(ascending[i], four.get(i), random.nextInt(4)));
            }
        }
        if (levels.isEmpty()) {
            levels.add(Rules.level(Level.HI, 6, 1));
        }
        return levels.toArray(new LimitLevel[0]);
    }
}
