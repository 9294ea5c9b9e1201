package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeScope;
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
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenRow;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * "Every reading moves the time of all sensors of its source." The oracle takes that by its word: in a journal of its
 * own, in which every sensor has its own time, each reading is followed by a BAD one of the same time from every other
 * sensor of the source. BAD readings are no samples and move time. They come behind it because a reading counts before
 * time has reached its own: a group takes it into a session that ends there. ({@code complete} gives its table at every
 * instant that time passes, and not once a reading.)
 */
class SourceScopeModelTest {
    private static final int JOURNALS = 300;
    private static final int READINGS = 150;
    private static final int FIRST_READING = 7;
    private static final String[] SENSORS = {"p/l/0", "p/r/1", "p/l/2", "q/l/3", "q/r/4", "q/l/5"};

    @Test
    void shouldGiveWhatReadingsOfAllSensorsGive() {
        int[] compared = new int[2];
        Seeds.forEach(JOURNALS, seed -> check(seed, compared));
        if (Long.getLong("tocsin.seed") == null) {
            assertThat(compared[0]).as("rows").isGreaterThan(JOURNALS);
            assertThat(compared[1]).as("late samples").isGreaterThan(JOURNALS);
        }
    }

    private static void check(long seed, int[] compared) {
        Random random = Seeds.random(seed);
        DerivedNode node = random.nextInt(4) == 0 ? join(random) : stream(random);
        RecordList records = new RecordList();
        records.plan(Rules.plan(1_000, TimeScope.SOURCE, List.of(node), List.of()));
        RecordList told = new RecordList();
        told.plan(Rules.plan(1_000, List.of(node), List.of()));
        for (int sensorId = 0; sensorId < SENSORS.length; sensorId++) {
            SensorDefinition definition = new SensorDefinition(sensorId, sourceOf(sensorId), 0, SENSORS[sensorId]);
            records.sensor(definition);
            told.sensor(definition);
        }
        List<Integer> cause = new ArrayList<>();
        for (int position = 0; position < FIRST_READING; position++) {
            cause.add(position);
        }
        // Of readings that are put in order, a BAD one of the oracle's may end a session before a later sample of its
        // instant.
        boolean distinct =
                node instanceof StreamNode stream && stream.window() instanceof SessionWindow && stream.needsOrder();
        List<Set<Long>> times = List.of(new HashSet<>(), new HashSet<>());
        long[] maxNs = {Long.MIN_VALUE, Long.MIN_VALUE};
        long clockNs = 10_000;
        for (int position = FIRST_READING; position < FIRST_READING + READINGS; position++) {
            int jump = random.nextInt(40);
            clockNs += jump == 0 ? random.nextInt(200) : random.nextInt(4);
            int sensorId = random.nextInt(SENSORS.length);
            int source = sourceOf(sensorId);
            long timeNs = clockNs - (random.nextInt(3) == 0 ? random.nextInt(25) : 0) - source * 50L;
            while (distinct && !times.get(source).add(timeNs)) {
                timeNs--;
            }
            int quality = random.nextInt(12) == 0 ? Quality.BAD.code() : Quality.GOOD.code();
            int flags = random.nextInt(15) == 0 ? ReadingFlags.RETAINED : ReadingFlags.NONE;
            double value = random.nextInt(12);
            records.onReading(0, sensorId, timeNs, clockNs, value, quality, flags);
            told.onReading(0, sensorId, timeNs, clockNs, value, quality, flags);
            maxNs[source] = Math.max(maxNs[source], timeNs);
            for (int other = 0; other < SENSORS.length; other++) {
                if (other != sensorId && sourceOf(other) == source) {
                    told.onReading(0, other, maxNs[source], clockNs, Double.NaN, Quality.BAD.code(), 0);
                }
            }
            while (cause.size() < told.size()) {
                cause.add(position);
            }
        }
        for (int source = 0; source < maxNs.length; source++) {
            cause.add(records.size());
            records.progress(new SourceProgress(source, 0, 0), true);
            told.progress(new SourceProgress(source, 0, 0), true);
        }
        ShardDriver actual = ShardDriver.replay(records);
        ShardDriver expected = ShardDriver.replay(told);
        boolean byRecord = !(node instanceof StreamNode stream) || !stream.needsOrder();
        assertThat(briefs(actual, null, byRecord))
                .as("%s", node)
                .containsExactlyInAnyOrderElementsOf(briefs(expected, cause, byRecord));
        assertThat(actual.shard().view().skippedCount())
                .as("%s", node)
                .isEqualTo(expected.shard().view().skippedCount());
        compared[0] += actual.rows().size();
        compared[1] += (int) actual.shard().view().skippedCount();
    }

    private static int sourceOf(int sensorId) {
        return sensorId < 3 ? 0 : 1;
    }

    /**
     * Results of a step: held readings leave when time is past them, and at their time itself when a reading of the
     * sensor's own comes then.
     */
    private static List<String> briefs(ShardDriver driver, List<Integer> cause, boolean byRecord) {
        List<String> briefs = new ArrayList<>();
        for (SeenRow row : driver.rows()) {
            long position = cause == null ? row.position() : cause.get((int) row.position());
            briefs.add((byRecord ? position + " " : "")
                    + driver.shard().names().sensorName(row.sensorId())
                    + ' '
                    + row.brief());
        }
        return briefs;
    }

    private static StreamNode stream(Random random) {
        long slide = 1L + random.nextInt(12);
        long size = slide * (1 + random.nextInt(3));
        Window window = switch (random.nextInt(5)) {
            case 0, 1 -> new AlignedWindow(size, slide, random.nextInt((int) slide));
            case 2 -> new SessionWindow(1 + random.nextInt(20), 0);
            case 3 -> new CountWindow(1 + random.nextInt(4), 1);
            default -> new StateWindow(2, 8);
        };
        boolean changes = window instanceof AlignedWindow || window instanceof SessionWindow;
        boolean inOrder = random.nextInt(4) == 0;
        return new StreamNode(
                "w",
                new SensorSelector("#"),
                switch (random.nextInt(3)) {
                    case 0 -> "{1}";
                    case 1 -> "{1}/{2}";
                    default -> "";
                },
                window,
                false,
                List.of(Aggregate.COUNT, Aggregate.MAX, inOrder ? Aggregate.TIME_WEIGHTED_AVG : Aggregate.MIN),
                random.nextInt(20),
                changes && !inOrder ? random.nextInt(20) : 0,
                random.nextBoolean() ? LatePolicy.DROP : LatePolicy.SIDE,
                changes && random.nextBoolean() ? EmitMode.UPDATE : EmitMode.APPEND,
                List.of("k"));
    }

    private static JoinNode join(Random random) {
        JoinType[] types = {JoinType.INNER, JoinType.LEFT, JoinType.FULL, JoinType.ANTI};
        return new JoinNode(
                "j",
                new Input(new SensorSelector("+/l/+"), "{1}"),
                new Input(new SensorSelector("+/r/+"), "{1}"),
                types[random.nextInt(types.length)],
                random.nextBoolean()
                        ? new JoinCondition.SameWindow(new AlignedWindow(10, 10, 0))
                        : new JoinCondition.Interval(-random.nextInt(10), random.nextInt(10)),
                false,
                List.of(JoinValue.LEFT, JoinValue.RIGHT),
                random.nextInt(20),
                List.of("k"));
    }
}
