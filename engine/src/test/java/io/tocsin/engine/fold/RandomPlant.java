package io.tocsin.engine.fold;

import io.tocsin.engine.function.BroadcastState;
import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.DoubleState;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.OutputTag;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.function.TimeDomain;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The journal of a random plant whose operators stand behind each other: streams, joins and functions over groups, over
 * the results of others, alarms on top; other plans, also of another edition, new sensors, ends of sources and ticks on
 * the way.
 */
final class RandomPlant {
    private static final int RECORDS = 250;
    private static final String[] MACHINES = {"a", "b", "c", "d", "e"};

    private static final List<String> TEXTS = List.of("RUN", "STOP", "FAULT");
    private static final StateSet IN = new StateSet(List.of("FAULT"), List.of(3.0, 4.0));
    private static final StateSet CLEAR = new StateSet(List.of("RUN"), List.of(5.0));

    /** Names of its process nodes. */
    static final Functions FUNCTIONS = Functions.NONE.with("echo", 1, Echo::new).with("rule", 1, Compare::new);

    private final TimeScope scope;
    private final Random random;
    private final RecordList records = new RecordList();
    private final List<String> sensors = new ArrayList<>();
    private final List<long[]> delivered = new ArrayList<>();
    private final Set<Integer> evicted = new HashSet<>();
    private final List<Integer> flagsOf = new ArrayList<>();
    private long clockNs = 10_000;

    RandomPlant(long seed) {
        this(seed, TimeScope.SENSOR);
    }

    RandomPlant(long seed, TimeScope scope) {
        this.scope = scope;
        this.random = Seeds.random(seed);
        records.plan(plan(random.nextInt(3) == 0 ? Edition.FIRST : Edition.NEWEST));
        TEXTS.forEach(text -> records.text(new TextDefinition(TEXTS.indexOf(text), text)));
        for (int i = 2 + random.nextInt(8); i > 0; i--) {
            addSensor();
        }
        while (records.size() < RECORDS) {
            addRecord();
        }
    }

    RecordList records() {
        return records;
    }

    private void addRecord() {
        int dice = random.nextInt(200);
        clockNs += dice < 5 ? 20 + random.nextInt(60) : random.nextInt(3);
        if (dice < 14) {
            records.onTick(0, clockNs);
        } else if (dice == 20) {
            addSensor();
        } else if (dice == 21) {
            records.progress(new SourceProgress(random.nextInt(2), 0, 0), true);
        } else if (dice == 22) {
            records.plan(plan(Edition.NEWEST));
        } else if (dice == 23) {
            evict();
        } else {
            addReading();
        }
    }

    /**
     * Now and then a sensor goes that is watched, as in a replay of other rules; readings of it may still be on their
     * way.
     */
    private void evict() {
        int sensorId = random.nextInt(sensors.size());
        if (evicted.add(sensorId)) {
            records.evict(sensorId);
        }
    }

    private void addSensor() {
        String name = MACHINES[random.nextInt(MACHINES.length)] + '/' + random.nextInt(3) + '/' + sensors.size();
        records.sensor(new SensorDefinition(sensors.size(), random.nextInt(2), random.nextInt(2) * 4, name));
        flagsOf.add(random.nextInt(3) == 0 ? ReadingFlags.NONE : ReadingFlags.REDELIVERABLE);
        sensors.add(name);
        delivered.add(new long[2]);
    }

    private void addReading() {
        int sensorId = random.nextInt(sensors.size());
        long[] last = delivered.get(sensorId);
        if (random.nextInt(15) == 0) {
            records.onReading(
                    0, sensorId, last[0], clockNs, (double) last[1], Quality.GOOD.code(), flagsOf.get(sensorId));
            return;
        }
        long lagNs = random.nextInt(3) == 0 ? random.nextInt(30) : 0;
        boolean bad = random.nextInt(8) == 0;
        last[0] = clockNs - lagNs;
        last[1] = random.nextInt(12);
        boolean isText = random.nextInt(8) == 0;
        records.onReading(
                0,
                sensorId,
                last[0],
                clockNs,
                bad ? Double.NaN : isText ? text((int) last[1] % (TEXTS.size() + 1)) : (double) last[1],
                bad ? Quality.BAD.code() : Quality.GOOD.code(),
                flagsOf.get(sensorId) | (random.nextInt(15) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE));
    }

    private static double text(int textId) {
        return TextValue.of(textId == TEXTS.size() ? TextValue.OTHER_ID : textId);
    }

    private Plan plan(Edition edition) {
        List<DerivedNode> nodes = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            nodes.add(node("n" + nodes.size(), nodes));
        }
        List<AlarmRule> rules = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String filter = filter(nodes);
            OnBad onBad = edition == Edition.FIRST ? OnBad.HOLD : OnBad.values()[random.nextInt(2)];
            rules.add(edition == Edition.FIRST ? rule("r" + i, filter, onBad, 6) : rule("r" + i, filter, onBad, 7));
        }
        Plan plan = Rules.plan(1 + random.nextInt(30), scope, nodes, rules);
        return Rules.remembering(plan, random.nextInt(4) * 3, 1 + random.nextInt(20))
                .withEdition(edition);
    }

    private AlarmRule rule(String name, String filter, OnBad onBad, int typeCount) {
        long[] reorders = {0, 0, 10, AlarmRule.IN_ARRIVAL_ORDER};
        long reorderNs = reorders[random.nextInt(reorders.length)];
        return switch (random.nextInt(typeCount)) {
            case 0 -> Rules.missing(name, filter, 5 + random.nextInt(40), random.nextBoolean(), reorderNs);
            case 1 ->
                Rules.state(name, filter, IN, random.nextBoolean() ? StateSet.NONE : CLEAR, reorderNs)
                        .onBad(onBad);
            case 2 -> Rules.quality(name, filter);
            case 6 ->
                Rules.rate(name, filter, 5, 4, 2, 1 + random.nextInt(40), RateDirection.ANY, reorderNs)
                        .onBad(onBad);
            case 3 ->
                Rules.stuck(name, filter, 2, delay(), 2, StuckRule.ANY_GAP, StuckRule.IGNORE_NOTHING, reorderNs)
                        .onBad(onBad);
            default ->
                Rules.limit(name, filter, delay(), delay(), reorderNs, Rules.level(Level.HI, 6, 1))
                        .onBad(onBad);
        };
    }

    private long delay() {
        return random.nextBoolean() ? 0 : random.nextInt(20);
    }

    /** Readings that a node or rule sees: of sensors of sources, or results of the nodes before it. */
    private String filter(List<DerivedNode> before) {
        if (before.isEmpty() || random.nextInt(3) == 0) {
            String[] filters = {"#", "+/+/+", "a/#", "b/#", "+/1/+"};
            return filters[random.nextInt(filters.length)];
        }
        return before.get(random.nextInt(before.size())).name() + "/#";
    }

    private String groupBy() {
        String[] templates = {"", "", "{1}", "{2}"};
        return templates[random.nextInt(templates.length)];
    }

    private DerivedNode node(String name, List<DerivedNode> before) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> stream(name, before);
            case 2, 3 -> process(name, before);
            default -> join(name, before);
        };
    }

    private StreamNode stream(String name, List<DerivedNode> before) {
        boolean byReceiveTime = random.nextInt(4) == 0 && scope == TimeScope.SENSOR;
        boolean isAligned = random.nextBoolean();
        long slideNs = 1L + random.nextInt(15);
        Window window = isAligned
                ? new AlignedWindow(slideNs * (1 + random.nextInt(3)), slideNs, random.nextInt((int) slideNs))
                : random.nextBoolean()
                        ? new SessionWindow(1 + random.nextInt(20), 0)
                        : new CountWindow(1 + random.nextInt(4), 1);
        boolean changes = !(window instanceof CountWindow);
        return new StreamNode(
                name,
                new SensorSelector(filter(before)),
                groupBy(),
                window,
                byReceiveTime,
                List.of(Aggregate.MAX, Aggregate.COUNT),
                byReceiveTime ? 0 : random.nextInt(30),
                changes && !byReceiveTime ? random.nextInt(20) : 0,
                random.nextBoolean() ? LatePolicy.DROP : LatePolicy.SIDE,
                changes ? EmitMode.values()[random.nextInt(3)] : EmitMode.APPEND,
                random.nextInt(4) == 0 ? List.of() : List.of("k"));
    }

    /** Joins of joins have more pairs than anybody can wait for. */
    private JoinNode join(String name, List<DerivedNode> before) {
        List<DerivedNode> streams =
                before.stream().filter(node -> node instanceof StreamNode).toList();
        String left = streams.isEmpty()
                ? "+/1/+"
                : streams.get(random.nextInt(streams.size())).name() + "/#";
        String key = random.nextBoolean() ? "{1}" : "{2}";
        boolean byReceiveTime = random.nextInt(4) == 0 && scope == TimeScope.SENSOR;
        JoinCondition condition = switch (random.nextInt(3)) {
            case 0 -> new JoinCondition.Latest();
            case 1 -> new JoinCondition.SameWindow(new AlignedWindow(10, 10, 0));
            default -> new JoinCondition.Interval(-random.nextInt(20), random.nextInt(20));
        };
        JoinType type = random.nextBoolean() ? JoinType.LEFT : JoinType.INNER;
        return new JoinNode(
                name,
                new Input(new SensorSelector(left), key),
                new Input(new SensorSelector(random.nextBoolean() ? "a/#" : "b/#"), key),
                type,
                condition,
                byReceiveTime,
                List.of(JoinValue.LEFT, JoinValue.RIGHT, JoinValue.DIFFERENCE),
                byReceiveTime ? 0 : random.nextInt(25),
                List.of("k"));
    }

    private ProcessNode process(String name, List<DerivedNode> before) {
        boolean compares = random.nextInt(3) == 0;
        boolean byReceiveTime = random.nextInt(4) == 0 && scope == TimeScope.SENSOR;
        return new ProcessNode(
                name,
                new SensorSelector(filter(before)),
                groupBy(),
                byReceiveTime,
                compares ? "rule" : "echo",
                1,
                compares ? List.of() : List.of("odd"),
                compares ? new SensorSelector(random.nextInt(3) == 0 ? filter(before) : "+/0/+") : null,
                byReceiveTime ? 0 : random.nextInt(20),
                random.nextInt(3) == 0 && !byReceiveTime,
                random.nextInt(3) == 0 ? List.of() : List.of("k"));
    }

    /** Gives what came, some later too, and keeps how much it was. */
    private static final class Echo implements KeyedProcessFunction {
        private DoubleState count;
        private OutputTag odd;

        @Override
        public void open(StateContext state) {
            count = state.doubleState("count");
            odd = state.sideOutput("odd");
            state.eventTimeTimers(3);
            state.processingTimeTimers(2);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            count.update(count.orElse(0) + 1);
            out.collect(reading.value() + reading.sensor().length());
            if ((long) reading.value() % 2 == 1) {
                out.output(odd, count.orElse(0));
            }
            if (reading.value() > 6) {
                context.registerEventTimeTimer(reading.timeNs() + (long) reading.value());
                context.registerProcessingTimeTimer(context.processingTimeNs() + 3 * (long) reading.value());
            }
        }

        @Override
        public void onTimer(long timeNs, TimeDomain domain, Context context, Collector out) {
            out.collect(domain == TimeDomain.EVENT_TIME ? 7 : 8);
        }

        @Override
        public void onEndOfInput(Context context, Collector out) {
            out.collect(count.orElse(-1));
        }
    }

    /** Gives how many broadcast values a reading is above. */
    private static final class Compare implements KeyedProcessFunction {
        private BroadcastState limits;

        @Override
        public void open(StateContext state) {
            limits = state.broadcastState(3);
        }

        @Override
        public void onReading(Reading reading, Context context, Collector out) {
            int above = 0;
            for (int i = 0; i < limits.size(); i++) {
                above += reading.value() > limits.value(i) ? 1 : 0;
            }
            out.collect(above);
        }
    }
}
