package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.RandomTraffic;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Joins in the shard against their oracle: keys, both sides' clocks, late samples, ticks, ends, over random journals.
 */
class JoinModelTest {
    private static final int JOURNALS = 130;

    @Test
    void shouldGiveTheOraclesRowsWhenJoinedByBounds() {
        Seeds.forEach(JOURNALS, seed -> check(seed, JoinModelTest::interval));
    }

    @Test
    void shouldGiveTheOraclesRowsWhenJoinedInWindows() {
        Seeds.forEach(JOURNALS, seed -> check(seed, JoinModelTest::window));
    }

    @Test
    void shouldGiveTheOraclesRowsWhenTheLatestIsLookedUp() {
        Seeds.forEach(JOURNALS, seed -> check(seed, random -> new JoinCondition.Latest()));
    }

    private static void check(long seed, Function<Random, JoinCondition> conditions) {
        Random random = Seeds.random(seed);
        JoinNode join = join(random, conditions.apply(random));
        int idleAfterNs = 1 + random.nextInt(30);
        ShardDriver driver = new ShardDriver().plan(Rules.plan(idleAfterNs, List.of(join), List.of()));
        int sensorCount = 1 + random.nextInt(6);
        List<String> names = new ArrayList<>();
        int[] sourceOf = new int[sensorCount];
        long[] skewNs = new long[sensorCount];
        for (int sensorId = 0; sensorId < sensorCount; sensorId++) {
            names.add((random.nextBoolean() ? "a/" : "b/") + (random.nextBoolean() ? "l/" : "r/") + sensorId);
            sourceOf[sensorId] = random.nextInt(2);
            skewNs[sensorId] = random.nextInt(4) == 0 ? random.nextInt(100) - 50 : 0;
            driver.sensor(names.get(sensorId), sourceOf[sensorId], 0);
        }
        RandomTraffic.drive(driver, random, skewNs);
        List<Integer> ended = random.nextInt(3) == 0 ? List.of(0) : List.of(random.nextInt(2), 1);
        ended.forEach(driver::sourceEnd);

        int compared = 0;
        for (String key : List.of("a", "b")) {
            List<SeenRow> expected = new NaiveJoin(
                            join, idleAfterNs, members(join.left(), names, key), members(join.right(), names, key))
                    .rows(driver.records(), sourceOf, ended);
            List<SeenRow> actual = driver.rows().stream()
                    .filter(row ->
                            driver.shard().names().sensorName(row.sensorId()).equals(key))
                    .toList();
            assertThat(actual.stream().map(JoinModelTest::text))
                    .as("%s, key %s of %s, idleAfterNs=%d", join, key, names, idleAfterNs)
                    .containsExactlyElementsOf(
                            expected.stream().map(JoinModelTest::text).toList());
            compared += actual.size();
        }
        assertThat(compared).as("rows of no key").isEqualTo(driver.rows().size());
        assertThat(restarted(driver.records(), random).digest())
                .isEqualTo(driver.shard().digest());
    }

    /** A shard that has seen the records, and was saved and restored on the way. */
    private static JournalFold restarted(RecordList records, Random random) {
        JournalFold shard = new JournalFold(ShardDriver.into(new ArrayList<>()));
        for (int position = 0; position < records.size(); position++) {
            records.entries().get(position).forward(position, shard);
            if (position > 0 && random.nextInt(40) == 0) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                StateOutput out = new StateOutput(bytes);
                shard.writeTo(out);
                out.flush();
                shard = new JournalFold(ShardDriver.into(new ArrayList<>()));
                shard.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
            }
        }
        return shard;
    }

    private static String text(SeenRow row) {
        String values = row.values().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return row.position() + " [" + row.startNs() + "," + row.endNs() + ") " + row.count() + ": " + values;
    }

    private static List<Integer> members(Input input, List<String> names, String key) {
        return IntStream.range(0, names.size())
                .filter(sensorId -> input.selector().matches(names.get(sensorId)))
                .filter(sensorId -> names.get(sensorId).startsWith(key))
                .boxed()
                .toList();
    }

    private static JoinNode join(Random random, JoinCondition condition) {
        boolean byReceiveTime = random.nextInt(4) == 0;
        boolean withItself = random.nextInt(5) == 0;
        JoinType[] types = condition instanceof JoinCondition.Latest
                ? new JoinType[] {JoinType.INNER, JoinType.LEFT, JoinType.ANTI}
                : JoinType.values();
        return new JoinNode(
                "j",
                new Input(new SensorSelector(withItself ? "#" : "+/l/+"), "{1}"),
                new Input(new SensorSelector(withItself ? "#" : "+/r/+"), "{1}"),
                types[random.nextInt(types.length)],
                condition,
                byReceiveTime,
                List.of(JoinValue.LEFT, JoinValue.RIGHT, JoinValue.DIFFERENCE),
                byReceiveTime ? 0 : random.nextInt(25),
                List.of("k"));
    }

    private static JoinCondition interval(Random random) {
        long lowerNs = random.nextInt(40) - 20L;
        return new JoinCondition.Interval(lowerNs, lowerNs + random.nextInt(20));
    }

    private static JoinCondition window(Random random) {
        long slideNs = 1L + random.nextInt(10);
        long sizeNs = slideNs + random.nextInt(random.nextBoolean() ? 1 : 20);
        return new JoinCondition.SameWindow(new AlignedWindow(sizeNs, slideNs, random.nextInt((int) slideNs)));
    }
}
