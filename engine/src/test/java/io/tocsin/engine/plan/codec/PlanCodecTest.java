package io.tocsin.engine.plan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.plan.SinkNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RateDirection;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PlanCodecTest {
    /** Strings are a length and UTF-8, numbers little endian. */
    private static final String GOLDEN = "01000000" // version
            + "0100000067" + "00ca9a3b00000000" // gateway, idleAfter
            + "01000000" + "0100000073" + "040000006d717474" + "03000000616472" + "00" // sources
            + "02000000" // alarms
            + "01" + "020000006869" + "03000000612f23" + "01" + "010000006d" // limit, name, selector, priority, message
            + "01000000" + "010000006b" + "0400000000000000" // sinks, reorder
            + "0200000000000000" + "0300000000000000" // delays
            + "01000000" + "02" + "000000000000f83f" + "000000000000d03f" + "03" // levels
            + "02" + "020000006e6f" + "010000002b" + "00" + "00000000" // missing, name, selector, priority, message
            + "00000000" + "ffffffffffffffff" + "0500000000000000" + "01" // sinks, reorder, timeout, group
            + "01000000" + "010000006b" + "0400000066696c65" + "0100000070"; // sinks

    @Test
    void shouldComeBackEqualWhenPlanIsRandom() {
        Seeds.forEach(500, seed -> {
            Plan plan = randomPlan(Seeds.random(seed));
            byte[] bytes = PlanCodec.encode(plan);
            UnsafeBuffer framed = new UnsafeBuffer(new byte[bytes.length + 7]);
            framed.putBytes(5, bytes);
            Plan decoded = PlanCodec.decode(framed, 5);
            assertThat(decoded).isEqualTo(plan);
            assertThat(PlanCodec.encode(decoded)).isEqualTo(bytes);
        });
    }

    @Test
    void shouldWriteTheBytesThatStandInJournals() {
        Plan plan = new Plan(
                        "g",
                        List.of(new SourceNode("s", "mqtt", "adr", false)),
                        1_000_000_000L,
                        List.of(
                                new LimitRule(
                                        "hi",
                                        new SensorSelector("a/#"),
                                        Priority.HIGH,
                                        "m",
                                        List.of("k"),
                                        List.of(new LimitLevel(Level.HI, 1.5, 0.25, Priority.LOW)),
                                        2,
                                        3,
                                        4),
                                new MissingRule(
                                        "no", new SensorSelector("+"), Priority.CRITICAL, "", List.of(), 5, true, -1)),
                        List.of(new SinkNode("k", "file", "p")))
                .withEdition(Edition.FIRST);
        assertThat(HexFormat.of().formatHex(PlanCodec.encode(plan))).isEqualTo(GOLDEN);
        assertThat(PlanCodec.decode(new UnsafeBuffer(HexFormat.of().parseHex(GOLDEN)), 0))
                .isEqualTo(plan);
    }

    @Test
    void shouldComeBackEqualWithEveryAggregate() {
        for (Aggregate aggregate : Aggregate.values()) {
            Plan plan = Rules.plan(1, List.of(Rules.stream("w", "#", 10, aggregate)), List.of());
            assertThat(PlanCodec.decode(new UnsafeBuffer(PlanCodec.encode(plan)), 0))
                    .isEqualTo(plan);
        }
    }

    @Test
    void shouldComeBackEqualWithEveryKindOfJoin() {
        List<JoinCondition> conditions = List.of(
                new JoinCondition.Latest(),
                new JoinCondition.Interval(-5, 7),
                new JoinCondition.SameWindow(new AlignedWindow(10, 5, 1)),
                new JoinCondition.SameWindow(new CumulativeWindow(10, 5, 1)),
                new JoinCondition.SameWindow(new CalendarWindow(ZoneId.of("UTC"), List.of(LocalTime.NOON))));
        for (JoinCondition condition : conditions) {
            for (JoinType type : EnumSet.of(JoinType.INNER, JoinType.ANTI)) {
                JoinNode join = new JoinNode(
                        "j",
                        new Input(new SensorSelector("a/+"), "{1}"),
                        new Input(new SensorSelector("b/+"), "{2}"),
                        type,
                        condition,
                        type == JoinType.ANTI,
                        List.of(JoinValue.values()),
                        3,
                        List.of("k"));
                Plan plan = planOfFirstEdition(1, List.of(join), List.of());
                assertThat(PlanCodec.decode(new UnsafeBuffer(PlanCodec.encode(plan)), 0))
                        .isEqualTo(plan);
                assertThat(PlanCodec.encode(plan)[0]).isEqualTo((byte) 4);
            }
        }
    }

    /** A program reads plans of others that say nothing it does not know. */
    @Test
    void shouldWriteTheOldestVersionThatSaysIt() {
        assertThat(PlanCodec.encode(planOfFirstEdition(1))[0]).isEqualTo((byte) 1);
        for (Aggregate aggregate : EnumSet.range(Aggregate.COUNT, Aggregate.RATE)) {
            assertThat(versionWith(aggregate)).as("%s", aggregate).isEqualTo(2);
        }
        for (Aggregate aggregate : EnumSet.range(Aggregate.TIME_WEIGHTED_AVG, Aggregate.DISTINCT)) {
            assertThat(versionWith(aggregate)).as("%s", aggregate).isEqualTo(3);
        }
    }

    @Test
    void shouldWriteProcessNodesAndUnionsAsTheFourthVersion() {
        ProcessNode node = new ProcessNode(
                "p",
                new SensorSelector(List.of("a/+", "b/#")),
                "{1}",
                true,
                "f",
                3,
                List.of("late"),
                new SensorSelector("limits/#"),
                5,
                true,
                List.of("k"));
        Plan plan = planOfFirstEdition(1, List.of(node), List.of());
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 4);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        Plan union = planOfFirstEdition(
                1,
                new MissingRule("m", new SensorSelector(List.of("a", "b")), Priority.LOW, "", List.of(), 1, false, 0));
        assertThat(PlanCodec.encode(union)[0]).isEqualTo((byte) 4);
        assertThat(PlanCodec.decode(new UnsafeBuffer(PlanCodec.encode(union)), 0))
                .isEqualTo(union);
    }

    @Test
    void shouldComeBackEqualWithStates() {
        StreamNode plain = Rules.stream("w", "#", 10, Aggregate.COUNT);
        StreamNode stream = new StreamNode(
                "v",
                plain.selector(),
                "",
                plain.window(),
                false,
                List.of(),
                List.of(
                        TimeInState.at("on", 1),
                        TimeInState.above("hot", 80.5),
                        TimeInState.below("cold", -3),
                        new TimeInState("mild", 2, false, 4, true)),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
        Plan plan = planOfFirstEdition(1, List.of(plain, stream), List.of());
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 5);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(OperatorCodec.decode(OperatorCodec.encode(stream))).isEqualTo(stream);
    }

    @Test
    void shouldComeBackEqualWithCounters() {
        StreamNode energy = Rules.stream("w", "#", 10, Aggregate.INCREASE, Aggregate.COUNTER_RATE);
        StreamNode full = new StreamNode(
                        "v",
                        energy.selector(),
                        "",
                        energy.window(),
                        false,
                        List.of(Aggregate.INCREASE),
                        List.of(TimeInState.at("on", 1)),
                        4,
                        0,
                        LatePolicy.DROP,
                        EmitMode.APPEND,
                        List.of("k"))
                .withRollover(65_536);
        Plan plan = Rules.plan(1, List.of(energy, full), List.of());
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 10);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(OperatorCodec.decode(OperatorCodec.encode(full))).isEqualTo(full);
        assertThatThrownBy(() -> PlanCodec.encode(planOfFirstEdition(1, List.of(energy), List.of())))
                .hasMessage("a plan of the first edition must not have increase or counter_rate, name=w");
    }

    @Test
    void shouldComeBackEqualWithStatesOfTexts() {
        StreamNode plain = Rules.stream("w", "#", 10, Aggregate.COUNT);
        TimeInState running = TimeInState.in("running", StateSet.of("RUN", "AUTO"));
        StreamNode stream = new StreamNode(
                "v",
                plain.selector(),
                "",
                plain.window(),
                false,
                List.of(),
                List.of(running, TimeInState.above("hot", 80.5)),
                0,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of("k"));
        Plan plan = Rules.plan(1, List.of(plain, stream), List.of());
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 13);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(OperatorCodec.decode(OperatorCodec.encode(stream))).isEqualTo(stream);
        assertThat(plan.namedTexts()).containsExactly("AUTO", "RUN");
        assertThat(plan.numberReadersOf("s")).containsExactly("stream w");
        assertThatThrownBy(() -> PlanCodec.encode(planOfFirstEdition(1, List.of(stream), List.of())))
                .hasMessage("a plan of the first edition must not have states of texts, name=v");
    }

    @Test
    void shouldComeBackEqualWithCarriedValues() {
        StreamNode stream = Rules.stream("w", "#", 10, Aggregate.TIME_WEIGHTED_AVG, Aggregate.INCREASE)
                .withCarryFor(1_000)
                .withRollover(100);
        Plan plan = Rules.plan(1, List.of(stream), List.of());
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 12);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(OperatorCodec.decode(OperatorCodec.encode(stream))).isEqualTo(stream);
        assertThatThrownBy(() -> PlanCodec.encode(planOfFirstEdition(1, List.of(stream.withRollover(0)), List.of())))
                .hasMessage("a plan of the first edition must not carry values, name=w");
        assertThatThrownBy(() -> Rules.stream("w", "#", 10, Aggregate.SUM).withCarryFor(1))
                .hasMessage("only time_weighted_avg and timeIn know values that are carried, name=w");
    }

    @Test
    void shouldComeBackEqualWithExpectedSensors() {
        MissingRule rule = Rules.missing("m", "a/+", 5, false, -1).expecting(List.of("a/1", "a/2"));
        Plan plan = Rules.plan(1, rule, Rules.missing("n", "#", 5, true, -1));
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 11);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(OperatorCodec.decode(OperatorCodec.encode(rule))).isEqualTo(rule);
        assertThatThrownBy(() -> PlanCodec.encode(planOfFirstEdition(1, rule)))
                .hasMessage("a plan of the first edition must not expect sensors, name=m");
        assertThatThrownBy(() -> rule.expecting(List.of("b/1")))
                .hasMessage("the rule must select the sensors that it expects, name=m, selector=a/+, expected=b/1");
    }

    @Test
    void shouldComeBackEqualWithRollingWindows() {
        Plan plan = planOfFirstEdition(
                1, List.of(Rules.stream("w", "#", "{1}", new RollingWindow(10), Aggregate.COUNT)), List.of());
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 5);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
    }

    @Test
    void shouldComeBackEqualWithStuckRules() {
        StuckRule plain = Rules.stuck("s", "#", 0, 5, 2, StuckRule.ANY_GAP, StuckRule.IGNORE_NOTHING, -1);
        StuckRule full =
                new StuckRule("t", new SensorSelector("a/+"), Priority.LOW, "m", List.of("k"), 0.5, 10, 3, 4, 0.25, 6);
        Plan plan = planOfFirstEdition(1, plain, Rules.missing("m", "#", 1, false, 0), full);
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 5);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(OperatorCodec.decode(OperatorCodec.encode(full))).isEqualTo(full);
        assertThat(full.detection())
                .isEqualTo(Rules.stuck("t", "a/+", 0.5, 10, 3, 4, 0.25, 6).detection());
    }

    @Test
    void shouldComeBackEqualWithQualityRules() {
        Plan plan = planOfFirstEdition(1, Rules.quality("q", "a/+"), Rules.missing("m", "#", 1, false, 0));
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 5);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
    }

    @Test
    void shouldComeBackEqualWithStateRules() {
        StateSet in = new StateSet(List.of("FAULT", "WARNING", "FAULT"), List.of(2.0, -0.0, 1.5));
        Plan plan =
                planOfFirstEdition(1, Rules.state("s", "a/+", in, StateSet.of("NORMAL"), -1), Rules.quality("q", "#"));
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 6);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(in.texts()).containsExactly("FAULT", "WARNING");
        assertThat(in.numbers()).containsExactly(0.0, 1.5, 2.0);
    }

    @Test
    void shouldComeBackEqualWithRateOfChangeRules() {
        RateOfChangeRule rate = Rules.rate("r", "a/+", 60, 1.5, 0.5, 900, RateDirection.DOWN, 6);
        RateOfChangeRule cleared = Rules.rate("s", "#", 1, 2, 0, RateOfChangeRule.ANY_GAP, RateDirection.ANY, -1)
                .onBad(OnBad.CLEAR);
        Plan plan = Rules.plan(1, Rules.missing("m", "#", 1, false, 0), rate, cleared);
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 9);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        Plan bounded = plan.withMaxDerived(7);
        assertThat(PlanCodec.decode(new UnsafeBuffer(PlanCodec.encode(bounded)), 0))
                .isEqualTo(bounded);
        assertThatThrownBy(() -> PlanCodec.encode(Rules.plan(1, rate).withEdition(Edition.FIRST)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a plan of the first edition must not have an alarm of type rateOfChange, name=r");
    }

    @Test
    void shouldGiveEveryTypeOfAlarmACodeOfItsOwn() {
        List<AlarmType> stored = Arrays.stream(AlarmType.values())
                .filter(type -> type != AlarmType.GATEWAY)
                .toList();
        assertThat(stored)
                .allSatisfy(type -> assertThat(AlarmType.ofCode(type.code())).isEqualTo(type));
        assertThat(stored)
                .extracting(AlarmType::code)
                .doesNotHaveDuplicates()
                .doesNotContain((byte) 3, (byte) 4, (byte) 5, (byte) 6, (byte) 10);
    }

    private static int versionWith(Aggregate aggregate) {
        StreamNode first = Rules.stream("v", "#", 10, Aggregate.COUNT);
        StreamNode second = Rules.stream("w", "#", 10, aggregate);
        return PlanCodec.encode(planOfFirstEdition(1, List.of(first, second), List.of()))[0];
    }

    @Test
    void shouldKeepLifeCyclesInPlansThatHaveThem() {
        Plan bare = Rules.plan(1, Rules.limit("hot", "a/+", 5, 0, 0, Rules.level(Level.HI, 80, 5)));
        LifeCycle all = LifeCycle.REQUIRED
                .withLatch(true)
                .withReAlarm(1)
                .withRemind(2)
                .withMaxShelve(3)
                .withSettle(4)
                .withGroup("{2}");

        for (LifeCycle lifeCycle : List.of(LifeCycle.REQUIRED, LifeCycle.UNACKNOWLEDGED, all)) {
            Plan plan = bare.withLifeCycles(Map.of("hot", lifeCycle));
            byte[] bytes = PlanCodec.encode(plan);
            assertThat(bytes[0]).isEqualTo((byte) 14);
            assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        }
        assertThat(PlanCodec.encode(bare)[0]).isEqualTo((byte) 7);
        assertThatThrownBy(() -> bare.withLifeCycles(Map.of("cold", all))).hasMessageContaining("name=cold");
        assertThatThrownBy(() -> bare.withLifeCycle(all).withEdition(Edition.FIRST))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhenNewerVersionWroteIt() {
        byte[] bytes = PlanCodec.encode(planOfFirstEdition(1));
        bytes[0] = 15;
        assertThatThrownBy(() -> PlanCodec.decode(new UnsafeBuffer(bytes), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("version=15");
    }

    @Test
    void shouldRefuseWhenThePlanHasMoreThanItsVersion() {
        RateOfChangeRule rate = Rules.rate("r", "a/+", 60, 1.5, 0.5, 900, RateDirection.DOWN, 6);
        byte[] bytes = PlanCodec.encode(Rules.plan(1, rate));
        bytes[0] = 8;
        assertThatThrownBy(() -> PlanCodec.decode(new UnsafeBuffer(bytes), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a plan of version 8 must not have what version 9 introduced");
    }

    @Test
    void shouldGiveSameBytesWhenLevelsAreGivenInAnotherOrder() {
        LimitLevel hi = Rules.level(Level.HI, 5, 0);
        LimitLevel lo = Rules.level(Level.LO, 1, 0);
        assertThat(PlanCodec.encode(planOfFirstEdition(1, Rules.limit("x", "#", 0, 0, 0, hi, lo))))
                .isEqualTo(PlanCodec.encode(planOfFirstEdition(1, Rules.limit("x", "#", 0, 0, 0, lo, hi))));
    }

    @Test
    void shouldSayThatTimeIsThatOfTheSourceInVersionFiveOnly() {
        Plan plan = planOfFirstEdition(7, TimeScope.SOURCE, List.of(), List.of(Rules.missing("x", "#", 5, false, 0)));
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 5);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        byte[] ofSensor = PlanCodec.encode(
                planOfFirstEdition(7, TimeScope.SENSOR, List.of(), List.of(Rules.missing("x", "#", 5, false, 0))));
        assertThat(ofSensor[0]).isEqualTo((byte) 1);
        assertThat(ofSensor).isNotEqualTo(bytes);
    }

    /** The version of such plans, whatever they contain: an older program must refuse them. */
    @Test
    void shouldWriteEveryPlanOfTheSecondEditionAsVersionSeven() {
        Plan plan = Rules.plan(1);
        byte[] bytes = PlanCodec.encode(plan);
        assertThat(bytes[0]).isEqualTo((byte) 7);
        assertThat(PlanCodec.decode(new UnsafeBuffer(bytes), 0)).isEqualTo(plan);
        assertThat(plan.edition()).isEqualTo(Edition.NEWEST);
    }

    private static Plan planOfFirstEdition(long idleAfterNs, AlarmRule... alarms) {
        return Rules.plan(idleAfterNs, alarms).withEdition(Edition.FIRST);
    }

    private static Plan planOfFirstEdition(
            long idleAfterNs, List<? extends DerivedNode> streams, List<AlarmRule> alarms) {
        return planOfFirstEdition(idleAfterNs, TimeScope.SENSOR, streams, alarms);
    }

    /** A rule that is cleared when its value goes is of the second edition; one that holds has the bytes of before. */
    @Test
    void shouldComeBackEqualWithRulesThatClearOnBad() {
        LimitRule limit = Rules.limit("l", "#", 1, 2, -1, Rules.level(Level.HI, 3, 0));
        StuckRule stuck = Rules.stuck("t", "#", 0, 5, 2, StuckRule.ANY_GAP, StuckRule.IGNORE_NOTHING, 0);
        StateRule state = Rules.state("s", "#", StateSet.of("FAULT"), StateSet.NONE, 0);
        List<AlarmRule> rules = List.of(limit.onBad(OnBad.CLEAR), stuck.onBad(OnBad.CLEAR), state.onBad(OnBad.CLEAR));
        Plan plan = Rules.plan(1, rules);
        assertThat(PlanCodec.decode(new UnsafeBuffer(PlanCodec.encode(plan)), 0))
                .isEqualTo(plan);
        for (AlarmRule rule : rules) {
            assertThat(rule.detection().onBad()).isEqualTo(OnBad.CLEAR);
            assertThat(OperatorCodec.decode(OperatorCodec.encode(rule))).isEqualTo(rule);
        }
        assertThat(OperatorCodec.encode(limit.onBad(OnBad.CLEAR)))
                .endsWith(OperatorCodec.encode(limit))
                .hasSize(OperatorCodec.encode(limit).length + 1);
        assertThatThrownBy(() -> PlanCodec.encode(plan.withEdition(Edition.FIRST)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=l");
    }

    private static Plan planOfFirstEdition(
            long idleAfterNs, TimeScope scope, List<? extends DerivedNode> streams, List<AlarmRule> alarms) {
        return Rules.plan(idleAfterNs, scope, streams, alarms).withEdition(Edition.FIRST);
    }

    private static Plan randomPlan(Random random) {
        List<AlarmRule> alarms = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Priority priority = Priority.values()[random.nextInt(4)];
            SensorSelector selector = new SensorSelector(text(random) + "/#");
            List<String> sinks = random.nextBoolean() ? List.of() : List.of(text(random), text(random));
            long reorderNs = random.nextInt(5) - 1L;
            if (random.nextBoolean()) {
                List<LimitLevel> levels = new ArrayList<>();
                double limit = random.nextGaussian();
                for (Level level : new Level[] {Level.LOLO, Level.LO, Level.HI, Level.HIHI}) {
                    limit += 0.1 + random.nextDouble();
                    if (level == Level.LO || random.nextBoolean()) {
                        levels.add(new LimitLevel(level, limit, random.nextDouble(), priority));
                    }
                }
                alarms.add(new LimitRule(
                        "r" + i,
                        selector,
                        priority,
                        text(random),
                        sinks,
                        levels,
                        random.nextLong() >>> 1,
                        random.nextLong() >>> 1,
                        reorderNs));
            } else {
                alarms.add(new MissingRule(
                        "r" + i,
                        selector,
                        priority,
                        text(random),
                        sinks,
                        1 + random.nextInt(1_000),
                        random.nextBoolean(),
                        reorderNs));
            }
        }
        List<SourceNode> sources = new ArrayList<>();
        List<SinkNode> sinks = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            sources.add(
                    new SourceNode("s" + i, text(random), text(random), random.nextBoolean(), random.nextInt(3) * 100));
            sinks.add(new SinkNode("k" + i, text(random), text(random)));
        }
        return new Plan(text(random), sources, 1 + random.nextInt(1_000), alarms, sinks)
                .withResetAfter(random.nextInt(3) * 60_000L)
                .withMaxDerived(random.nextInt(3) * 1_000)
                .withEdition(Edition.values()[random.nextInt(Edition.values().length)]);
    }

    /** A plan without the bound is written as before there was one. */
    @Test
    void shouldWriteTheBoundForDerivedSensorsOnlyWhenThereIsOne() {
        Plan plan = new Plan("g", List.of(), 1_000, List.of(), List.of());
        Plan bounded = plan.withMaxDerived(7);
        assertThat(PlanCodec.encode(plan)[0]).isEqualTo((byte) 7);
        assertThat(PlanCodec.encode(bounded)[0]).isEqualTo((byte) 8);
        assertThat(PlanCodec.encode(bounded)).hasSize(PlanCodec.encode(plan).length + Integer.BYTES);
        assertThat(bounded.withEdition(Edition.FIRST).maxDerived()).isEqualTo(Plan.UNBOUNDED);
        assertThatThrownBy(() -> plan.withMaxDerived(-1)).hasMessageContaining("maxDerived=-1");
    }

    /** The first edition had no such rule, and no place for it in its bytes. */
    @Test
    void shouldLetNoClockBeginAnewInTheFirstEdition() {
        Plan plan = new Plan("g", List.of(), 1_000, List.of(), List.of()).withResetAfter(60_000);
        assertThat(plan.resetAfterNs()).isEqualTo(60_000);
        assertThat(plan.withEdition(Edition.FIRST).resetAfterNs()).isZero();
        assertThat(PlanCodec.encode(plan.withEdition(Edition.FIRST)))
                .hasSize(PlanCodec.encode(plan).length - Integer.BYTES - Long.BYTES);
        assertThatThrownBy(() -> plan.withResetAfter(-1)).hasMessageContaining("resetAfterNs=-1");
    }

    private static String text(Random random) {
        String[] texts = {"", "a", "plant", "Käse °C", "温度", "🌡", "x".repeat(3_000)};
        return texts[random.nextInt(texts.length)];
    }
}
