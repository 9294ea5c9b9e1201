package io.tocsin.engine.fold;

import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.Restart;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Missing alarms of sensors that are expected by name: before they speak, and when they do at last. */
class ExpectedSensorsTest {
    private static final int RUNS = 300;
    private static final int HEAVY_RUNS = 20_000;
    private static final long TIMEOUT = 80;

    private final ShardDriver driver = new ShardDriver();

    private static Plan expecting(long reorderNs, String... sensors) {
        return plan(1_000_000, missing("silent", "#", TIMEOUT, false, reorderNs).expecting(List.of(sensors)));
    }

    private void ticks(long fromNs, long toNs) {
        for (long atNs = fromNs; atNs <= toNs; atNs += TIMEOUT / 8) {
            driver.tick(atNs);
        }
    }

    private List<String> named() {
        return driver.events().stream()
                .map(event ->
                        driver.shard().names().alarmSensor(event.ruleId(), event.sensorId()) + " " + event.brief())
                .toList();
    }

    @Test
    void shouldAskForATickAtOnceAndThenForTheWait() {
        driver.plan(expecting(AlarmRule.ON_ARRIVAL, "b"));
        assertThat(driver.shard().nextTickDueNs(0)).isLessThanOrEqualTo(0);
        driver.tick(1_000);
        assertThat(driver.shard().nextTickDueNs(1_000)).isEqualTo(1_010);
        ticks(1_010, 1_080);
        assertThat(driver.shard().nextTickDueNs(1_080)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldRaiseForASensorThatHasNeverSpokenAndClearAtItsFirstReading() {
        driver.plan(expecting(AlarmRule.ON_ARRIVAL, "b", "a"));
        int a = driver.sensor("a");
        ticks(1_000, 1_040);
        driver.good(a, 1_045, 1);
        ticks(1_050, 1_080);
        assertThat(named()).containsExactly("b RAISED@1080 of 1080#1");
        assertThat(driver.shard().view().activeAlarmCount()).isEqualTo(1);
        int b = driver.sensor("b");
        driver.bad(b, 1_081).reading(b, 1_082, 1_082, 1, Quality.GOOD, ReadingFlags.RETAINED);
        assertThat(driver.events()).hasSize(1);
        assertThat(driver.shard().view().activeAlarmCount()).isEqualTo(1);
        driver.good(b, 1_090, 1);
        assertThat(named()).containsExactly("b RAISED@1080 of 1080#1", "b CLEARED@1090 of 1080#1");
        driver.good(b, 1_200, 1);
        assertThat(named()).contains("b RAISED@1170 of 1170#1", "b CLEARED@1200 of 1170#1");
    }

    /** Its device was there, but sent nothing good. */
    @Test
    void shouldRaiseForASensorWithBadReadingsOnly() {
        driver.plan(expecting(AlarmRule.ON_ARRIVAL, "b"));
        int b = driver.sensor("b");
        driver.bad(b, 1_000);
        ticks(1_000, 1_080);
        driver.bad(b, 1_085).good(b, 1_090, 7);
        assertThat(named()).containsExactly("b RAISED@1080 of 1080#1", "b CLEARED@1090 of 1080#1");
    }

    @Test
    void shouldNotCountTheTimeInWhichTheGatewayWasDown() {
        driver.plan(expecting(AlarmRule.ON_ARRIVAL, "b"));
        ticks(1_000, 1_030);
        driver.tick(900_000);
        assertThat(driver.events()).isEmpty();
        ticks(900_010, 900_040);
        assertThat(named()).containsExactly("b RAISED@900040 of 900040#1");
    }

    @Test
    void shouldClearWhenTheRuleGoes() {
        driver.plan(expecting(AlarmRule.ON_ARRIVAL, "b"));
        ticks(1_000, 1_080);
        driver.plan(plan(1_000_000, missing("silent", "#", TIMEOUT, false, 0)));
        assertThat(named().get(1)).isEqualTo("b CLEARED@1080 of 1080#1");
        assertThat(driver.events().get(1).reason()).isEqualTo(AlarmEventReason.RULE_CHANGED);
    }

    @Test
    void shouldRaiseExactlyForThoseWithoutAReading() {
        Seeds.forEach(RUNS, HEAVY_RUNS, ExpectedSensorsTest::run);
    }

    private static void run(long seed) {
        Random random = Seeds.random(seed);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            if (random.nextBoolean()) {
                expected.add("s" + i);
            }
        }
        long reorderNs = random.nextBoolean() ? AlarmRule.ON_ARRIVAL : AlarmRule.IN_ARRIVAL_ORDER;
        ShardDriver whole = new ShardDriver();
        whole.plan(expecting(reorderNs, expected.toArray(String[]::new)));

        // Names by the time of their first good reading; what has spoken goes on, and so is never missing itself.
        TreeMap<String, Long> firstGood = new TreeMap<>();
        List<Integer> speaking = new ArrayList<>();
        long nowNs = 1_000;
        long lastTickNs = Long.MIN_VALUE;
        long waitedNs = 0;
        long raisedNs = Long.MIN_VALUE;
        TreeSet<String> raised = new TreeSet<>();
        for (int step = 0; step < 60; step++) {
            nowNs += 1 + random.nextInt(10);
            if (random.nextInt(40) == 0) {
                nowNs += random.nextInt(10);
            }
            for (int sensorId : speaking) {
                whole.good(sensorId, nowNs, step);
            }
            if (random.nextInt(6) == 0 && firstGood.size() < 5) {
                String name = "s" + firstGood.size();
                int sensorId = whole.sensor(name);
                if (random.nextBoolean()) {
                    whole.bad(sensorId, nowNs);
                }
                nowNs += 1;
                whole.good(sensorId, nowNs, 0);
                speaking.add(sensorId);
                firstGood.put(name, nowNs);
            }
            if (random.nextBoolean()) {
                nowNs += 1;
                whole.tick(nowNs);
                waitedNs += lastTickNs == Long.MIN_VALUE ? 0 : Math.min(nowNs - lastTickNs, TIMEOUT / 8);
                lastTickNs = nowNs;
                if (waitedNs >= TIMEOUT && raisedNs == Long.MIN_VALUE) {
                    raisedNs = nowNs - (waitedNs - TIMEOUT);
                    raised.addAll(expected);
                    raised.removeAll(firstGood.keySet());
                }
            }
        }
        List<String> wanted = new ArrayList<>();
        for (String name : raised) {
            wanted.add(name + " RAISED " + raisedNs);
            if (firstGood.containsKey(name)) {
                wanted.add(name + " CLEARED " + Math.max(raisedNs, firstGood.get(name)));
            }
        }
        List<String> seen = whole.events().stream()
                .filter(event -> event.raisedNs() == event.timeNs() || event.kind() == AlarmEventKind.CLEARED)
                .map(event -> whole.shard().names().alarmSensor(event.ruleId(), event.sensorId()) + " " + event.kind()
                        + " " + event.timeNs())
                .toList();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected.isEmpty() ? List.of() : wanted);
        Restart.check(whole, 1 + random.nextInt(whole.records().size() - 1));
        for (int shards = 2; shards <= 3; shards++) {
            List<Object> results = new ArrayList<>();
            JournalFold fold = new JournalFold(ShardDriver.into(results));
            ShardGroupModelTest.run(whole.records(), fold, shards, random);
            ShardGroupModelTest.assertSame(whole.results(), results, shards);
        }
    }

    @Test
    void shouldCountTheSensorsOfARuleFromBehindTheGroup() {
        assertThat(AlarmEventFlyweight.expected(0)).isEqualTo(AlarmEventFlyweight.GROUP - 1);
        assertThat(AlarmEventFlyweight.expected(AlarmEventFlyweight.expected(7)))
                .isEqualTo(7);
    }
}
