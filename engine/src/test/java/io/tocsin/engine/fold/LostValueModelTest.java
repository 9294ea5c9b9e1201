package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Alarms behind joins and groups whose inputs go, one after the other or all at once, BAD or ended, and come back:
 * every event must be the oracles'.
 */
class LostValueModelTest {
    private static final int JOURNALS = 150;
    private static final double LIMIT = 4;
    private static final List<JoinValue> VALUES =
            List.of(JoinValue.LEFT, JoinValue.RIGHT, JoinValue.DIFFERENCE, JoinValue.RATIO);

    private int heldCount;
    private int limitGoneCount;
    private int valueGoneCount;

    @Test
    void shouldGiveTheOraclesEventsBehindALookUp() {
        Seeds.forEach(JOURNALS, seed -> checkJoin(seed, random -> new JoinCondition.Latest()));
        assertCovered(true);
    }

    @Test
    void shouldGiveTheOraclesEventsBehindAJoinByBounds() {
        Seeds.forEach(
                JOURNALS,
                seed -> checkJoin(seed, random -> {
                    long lowerNs = random.nextInt(30) - 15L;
                    return new JoinCondition.Interval(lowerNs, lowerNs + random.nextInt(20));
                }));
        assertCovered(false);
    }

    @Test
    void shouldGiveTheOraclesEventsBehindAJoinInWindows() {
        Seeds.forEach(
                JOURNALS,
                seed -> checkJoin(seed, random -> {
                    long slideNs = 1L + random.nextInt(10);
                    long sizeNs = slideNs + random.nextInt(random.nextBoolean() ? 1 : 20);
                    return new JoinCondition.SameWindow(new AlignedWindow(sizeNs, slideNs, 0));
                }));
        assertCovered(false);
    }

    @Test
    void shouldGiveTheOraclesEventsBehindAGroup() {
        Seeds.forEach(JOURNALS, this::checkGroup);
        assertCovered(false);
    }

    private void assertCovered(boolean hasLimits) {
        if (Long.getLong("tocsin.seed") == null) {
            assertThat(heldCount).as("held").isGreaterThan(JOURNALS / 3);
            assertThat(valueGoneCount).as("cleared").isGreaterThan(JOURNALS / 6);
            assertThat(limitGoneCount > JOURNALS / 6).as("limits gone").isEqualTo(hasLimits);
        }
    }

    private void checkJoin(long seed, Function<Random, JoinCondition> conditions) {
        Random random = Seeds.random(seed);
        JoinNode join = join(random, conditions.apply(random));
        int idleAfterNs = 1 + random.nextInt(30);
        OnBad onBad = OnBad.values()[random.nextInt(2)];
        Traffic traffic = new Traffic(random, join, idleAfterNs, onBad);
        for (String key : List.of("a", "b")) {
            List<Object> results = new NaiveJoin(
                            join, idleAfterNs, traffic.members("l", key), traffic.members("r", key), true)
                    .results(traffic.driver.records(), traffic.sourceOf, traffic.ended);
            for (int i = 0; i < VALUES.size(); i++) {
                String sensor = "j/" + key + '/' + VALUES.get(i).label();
                assertThat(traffic.told(sensor))
                        .as("%s, %s, idleAfterNs=%d, %s", join, sensor, idleAfterNs, onBad)
                        .containsExactlyElementsOf(NaiveLostAlarm.told(LIMIT, onBad, items(join, results, i)));
            }
        }
        count(traffic.driver);
    }

    private void checkGroup(long seed) {
        Random random = Seeds.random(seed);
        long sizeNs = 1L + random.nextInt(20);
        long outOfOrdernessNs = random.nextInt(20);
        int idleAfterNs = 1 + random.nextInt(30);
        OnBad onBad = OnBad.values()[random.nextInt(2)];
        StreamNode stream = new StreamNode(
                "w",
                new SensorSelector("#"),
                "{1}",
                new AlignedWindow(sizeNs, sizeNs, 0),
                false,
                List.of(Aggregate.MAX),
                outOfOrdernessNs,
                0,
                LatePolicy.DROP,
                EmitMode.APPEND,
                List.of());
        Traffic traffic = new Traffic(random, stream, idleAfterNs, onBad);
        for (String key : List.of("a", "b")) {
            List<Integer> members = new ArrayList<>(traffic.members("l", key));
            members.addAll(traffic.members("r", key));
            List<NaiveLostAlarm.Item> items = new NaiveGroup(members, sizeNs, outOfOrdernessNs, idleAfterNs)
                    .items(traffic.driver.records(), traffic.sourceOf, traffic.ended);
            assertThat(traffic.told("w/" + key + "/max"))
                    .as("%s, key %s, idleAfterNs=%d, %s", stream, key, idleAfterNs, onBad)
                    .containsExactlyElementsOf(NaiveLostAlarm.told(LIMIT, onBad, items));
        }
        count(traffic.driver);
    }

    private void count(ShardDriver driver) {
        for (SeenEvent event : driver.events()) {
            heldCount += event.held() ? 1 : 0;
            limitGoneCount += event.reason() == AlarmEventReason.LIMIT_GONE ? 1 : 0;
            valueGoneCount += event.reason() == AlarmEventReason.VALUE_GONE ? 1 : 0;
        }
    }

    /** The values and ends that results tell of one output. */
    private static List<NaiveLostAlarm.Item> items(JoinNode join, List<Object> results, int output) {
        List<NaiveLostAlarm.Item> items = new ArrayList<>();
        for (Object result : results) {
            if (result instanceof SeenRow row) {
                double value = row.values().get(output);
                int position = (int) row.position();
                if (Double.isFinite(value)) {
                    items.add(new NaiveLostAlarm.Item(position, row.endNs() - 1, value, false, false));
                } else if (row.count() == 2) {
                    items.add(new NaiveLostAlarm.Item(position, Long.MIN_VALUE, Double.NaN, true, false));
                }
            } else if (result instanceof NaiveJoin.End end && endsWith(join, output, end.side())) {
                items.add(new NaiveLostAlarm.Item(end.position(), end.timeNs(), Double.NaN, true, end.isLimit()));
            }
        }
        return items;
    }

    private static boolean endsWith(JoinNode join, int output, int side) {
        JoinValue value = VALUES.get(output);
        boolean needsLeft = value != JoinValue.RIGHT;
        boolean needsRight = value != JoinValue.LEFT;
        return switch (side) {
            case 0 -> needsLeft || !(join.type() == JoinType.RIGHT || join.type() == JoinType.FULL);
            case 1 ->
                needsRight
                        || !List.of(JoinType.LEFT, JoinType.FULL, JoinType.ANTI).contains(join.type());
            default -> true;
        };
    }

    private static JoinNode join(Random random, JoinCondition condition) {
        JoinType[] types = condition instanceof JoinCondition.Latest
                ? new JoinType[] {JoinType.INNER, JoinType.LEFT, JoinType.ANTI}
                : JoinType.values();
        return new JoinNode(
                "j",
                new Input(new SensorSelector("+/l/+"), "{1}"),
                new Input(new SensorSelector("+/r/+"), "{1}"),
                types[random.nextInt(types.length)],
                condition,
                false,
                VALUES,
                condition instanceof JoinCondition.Latest ? 0 : random.nextInt(15),
                List.of());
    }

    /** Sensors of two keys on two sides, which go BAD now and then for a while; the sources end last. */
    private static final class Traffic {
        final ShardDriver driver = new ShardDriver();
        final List<String> names = new ArrayList<>();
        final int[] sourceOf;
        final List<Integer> ended;
        private final List<AlarmRule> rules;

        Traffic(Random random, DerivedNode node, int idleAfterNs, OnBad onBad) {
            rules = List.of(Rules.limit("high", node.name() + "/#", 0, 0, 0, Rules.level(Level.HI, LIMIT, 0))
                    .onBad(onBad));
            driver.plan(Rules.plan(idleAfterNs, List.of(node), rules));
            int sensorCount = 2 + random.nextInt(4);
            sourceOf = new int[sensorCount];
            for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
                String side = sensorId == 0 || (sensorId > 1 && random.nextBoolean()) ? "l/" : "r/";
                names.add((sensorId > 1 && random.nextBoolean() ? "b/" : "a/") + side + sensorId);
                sourceOf[sensorId] = random.nextInt(2);
                driver.sensor(names.get(sensorId), sourceOf[sensorId], 0);
            }
            drive(random);
            ended = random.nextInt(3) == 0 ? List.of(0) : random.nextBoolean() ? List.of(0, 1) : List.of(1, 0);
            ended.forEach(driver::sourceEnd);
        }

        private void drive(Random random) {
            long clockNs = 10_000;
            boolean ticks = random.nextInt(4) > 0;
            boolean[] isBad = new boolean[names.size()];
            for (int i = 0; i < 150; i++) {
                int dice = random.nextInt(100);
                clockNs += dice < 4 ? 20 + random.nextInt(100) : random.nextInt(4);
                if (ticks && dice < 25) {
                    driver.tick(clockNs);
                    continue;
                }
                int sensorId = random.nextInt(names.size());
                isBad[sensorId] ^= random.nextInt(5) == 0;
                long lagNs = random.nextInt(3) == 0 ? random.nextInt(15) : 0;
                driver.reading(
                        sensorId,
                        clockNs - lagNs,
                        clockNs,
                        isBad[sensorId] ? Double.NaN : random.nextInt(12),
                        isBad[sensorId] ? Quality.BAD : Quality.GOOD,
                        random.nextInt(15) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE);
            }
        }

        List<Integer> members(String side, String key) {
            return IntStream.range(0, names.size())
                    .filter(sensorId -> names.get(sensorId).startsWith(key + '/' + side))
                    .boxed()
                    .toList();
        }

        List<String> told(String sensor) {
            return driver.events().stream()
                    .filter(event ->
                            driver.shard().names().sensorName(event.sensorId()).equals(sensor))
                    .map(event -> event.position() + ": " + event.brief() + " " + event.reason())
                    .toList();
        }
    }
}
