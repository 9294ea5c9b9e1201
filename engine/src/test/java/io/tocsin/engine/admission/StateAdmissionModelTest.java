package io.tocsin.engine.admission;

import static io.tocsin.engine.testkit.Rules.join;
import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.admission.SensorAdmission.Verdict;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.testkit.AdmissionLog;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares a sensor's estimated state with the memory that the engine takes for it. */
class StateAdmissionModelTest {
    private static final int NAME_HEAD = Integer.BYTES + Long.BYTES;
    private static final String[] LEVELS = {"a", "b", "c", "d"};
    private static final String[] SELECTORS = {"#", "+/+/+", "a/#", "+/b/+", "a/b/c", "+/+/a", "none/#"};

    /** Lines alone: the engine counts its sensors and derived sensors. */
    @Test
    void shouldCostTheLinesThatTheEngineOpens() {
        Seeds.forEach(300, seed -> {
            Random random = Seeds.random(seed);
            Plan plan = randomPlan(random);
            SensorCosts costs = new SensorCosts(plan, node -> 0);
            ShardDriver driver = new ShardDriver().plan(plan);
            long bytes = 0;
            long nameBytes = 0;
            for (String name : randomNames(random)) {
                driver.sensor(name);
                assertThat(costs.bytesOf(name)).isEqualTo(costs.bytesOf(name));
                bytes += costs.take(name);
                nameBytes += NAME_HEAD;
                nameBytes += name.length();
            }
            long lines = driver.shard().sensorCount();
            lines += driver.shard().derivedCount();
            assertThat(bytes - nameBytes).as("plan=%s", plan).isEqualTo(lines * SensorCosts.LINE_BYTES);
        });
    }

    /** Without streams: a slot for each alarm that selects the sensor, and one for all of an alarm over a group. */
    @Test
    void shouldCostASlotForEachAlarmThatSelectsTheSensor() {
        Seeds.forEach(300, seed -> {
            Random random = Seeds.random(seed);
            List<AlarmRule> alarms = randomAlarms(random);
            SensorCosts costs = new SensorCosts(plan(1_000, alarms), node -> 1_000_000L);
            for (String name : randomNames(random)) {
                long selecting = alarms.stream()
                        .filter(rule -> !rule.name().startsWith("group")
                                && rule.selector().matches(name))
                        .count();
                assertThat(costs.take(name) / 1_000_000).isEqualTo(selecting);
            }
        });
    }

    @Test
    void shouldPayWhatSensorsShareOnce() {
        Plan plan = plan(
                1_000,
                List.of(stream("g", "+/temp", "{1}", new AlignedWindow(10, 10, 0), Aggregate.AVG)),
                List.of(limit("hot", "g/+/avg", 0, 0, 0, level(Level.HI, 1, 0))));
        SensorCosts costs = new SensorCosts(plan, node -> node.name().equals("g") ? 5_000 : 300);
        long own = 83;

        assertThat(costs.take("m1/temp")).isEqualTo(own + 64 + 5_000 + 64 + 300);
        assertThat(costs.take("m1/temp")).isEqualTo(own);
        assertThat(costs.bytesOf("m2/temp")).isEqualTo(own + 64 + 5_000 + 64 + 300);
        assertThat(costs.bytesOf("m2/rpm_")).isEqualTo(own);
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndTakeWhatTheJournalHas() {
        Plan plan = plan(1_000, limit("hot", "big/#", 0, 0, 0, level(Level.HI, 1, 0)));
        AdmissionLog log = new AdmissionLog();
        StateAdmission admission = new StateAdmission(new SensorCosts(plan, node -> 10_000), 4, 12_000, log);

        assertThat(define(admission, "big/1")).isEqualTo(Verdict.ADMITTED);
        assertThat(define(admission, "big/2")).isEqualTo(Verdict.NO_MEMORY);
        assertThat(define(admission, "a")).as("a small one still fits").isEqualTo(Verdict.ADMITTED);
        admission.onDefined("big/3");
        assertThat(admission.usedBytes()).as("the journal had it").isGreaterThan(20_000);
        assertThat(define(admission, "b")).isEqualTo(Verdict.NO_MEMORY);
        admission.onDefined("c");
        assertThat(define(admission, "d")).isEqualTo(Verdict.TOO_MANY);
        assertThat(log.refused()).containsExactly("big/2 NO_MEMORY 10081", "b NO_MEMORY 77", "d TOO_MANY 77");
    }

    /** Eviction returns the sensor's state to the budget, to the byte. */
    @Test
    void shouldGiveBackWhatEvictedSensorsHaveCost() {
        Plan plan = plan(1_000, limit("hot", "big/#", 0, 0, 0, level(Level.HI, 1, 0)));
        AdmissionLog log = new AdmissionLog();
        StateAdmission admission = new StateAdmission(new SensorCosts(plan, node -> 10_000), 2, 11_000, log);
        admission.onDefined("big/1");
        long usedBytes = admission.usedBytes();
        assertThat(define(admission, "idle")).isEqualTo(Verdict.ADMITTED);
        assertThat(admission.isWatched("idle")).isFalse();
        assertThat(admission.isWatched("big/1")).isTrue();
        assertThat(define(admission, "next")).isEqualTo(Verdict.TOO_MANY);

        admission.onEvicted(List.of("idle"), 1);
        assertThat(admission.usedBytes()).isEqualTo(usedBytes);
        assertThat(log.evicted()).containsExactly("idle");
        assertThat(define(admission, "next")).isEqualTo(Verdict.ADMITTED);
    }

    private static Verdict define(StateAdmission admission, String name) {
        Verdict verdict = admission.judge(name);
        if (verdict == Verdict.ADMITTED) {
            admission.onDefined(name);
        } else {
            admission.onRefused(name, verdict, null);
        }
        return verdict;
    }

    private static Plan randomPlan(Random random) {
        List<DerivedNode> streams = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String groupBy = new String[] {"", "{1}", "{2}/{1}", "{4}"}[random.nextInt(4)];
            String from = random.nextInt(3) == 0 ? "s" + (i + 1) + "/#" : pick(random, SELECTORS);
            streams.add(
                    random.nextInt(4) == 0
                            ? join(
                                    "s" + i,
                                    pick(random, SELECTORS),
                                    from,
                                    JoinType.INNER,
                                    new JoinCondition.Interval(0, 10))
                            : stream(
                                    "s" + i,
                                    from,
                                    groupBy,
                                    new AlignedWindow(10, 10, 0),
                                    Aggregate.AVG,
                                    Aggregate.MAX));
        }
        return plan(1_000, streams, randomAlarms(random));
    }

    private static List<AlarmRule> randomAlarms(Random random) {
        List<AlarmRule> alarms = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String of = random.nextInt(3) == 0 ? "s" + (1 + random.nextInt(3)) + "/#" : pick(random, SELECTORS);
            boolean isGroup = random.nextInt(3) == 0;
            alarms.add(
                    isGroup
                            ? missing("group" + i, of, 1_000, true, 0)
                            : limit("a" + i, of, 0, 0, 0, level(Level.HI, 1, 0)));
        }
        return alarms;
    }

    private static List<String> randomNames(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String name = pick(random, LEVELS) + "/" + pick(random, LEVELS) + "/" + pick(random, LEVELS);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }
}
