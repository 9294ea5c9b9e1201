package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pipeline.thread.ShardThreads;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.shard.ShardGroup;
import io.tocsin.engine.shard.ShardTurns;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two, three, four shards give what one gives: the same events and rows in the same order, byte for byte, whatever the
 * batches, also when they take over in the middle of the journal.
 */
class ShardGroupModelTest {
    private static final int STREAMS = 100;

    private int resultCount;
    private int exchangedCount;
    private int lostCount;
    private int evictedCount;
    private long refusedCount;

    @Test
    void shouldGiveInSeveralShardsWhatOneGives() {
        Seeds.forEach(STREAMS, this::check);
        if (Long.getLong("tocsin.seed") == null) {
            assertThat(resultCount).as("results compared").isGreaterThan(STREAMS);
            assertThat(lostCount).as("events of values and limits that went").isGreaterThan(STREAMS / 5);
            assertThat(evictedCount).as("alarms of evicted sensors").isGreaterThan(STREAMS / 20);
            assertThat(refusedCount).as("refusals compared").isGreaterThan(STREAMS);
            assertThat(exchangedCount).as("plans with an exchange").isGreaterThan(STREAMS / 5);
        }
    }

    private void check(long seed) {
        RandomPlant plant = new RandomPlant(seed);
        List<Object> expected = new ArrayList<>();
        JournalFold one = new JournalFold(ShardDriver.into(expected), RandomPlant.FUNCTIONS);
        plant.records().replay(one);
        resultCount += expected.size();
        refusedCount += one.view().refusedCount();
        lostCount += (int) expected.stream().filter(ShardGroupModelTest::isLost).count();
        evictedCount +=
                (int) expected.stream().filter(ShardGroupModelTest::isEvicted).count();
        Random random = Seeds.random(~seed);
        for (int shards = 2; shards <= 4; shards++) {
            List<Object> results = new ArrayList<>();
            JournalFold whole = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
            ShardGroup group = run(plant.records(), whole, shards, random);
            assertSame(expected, results, shards);
            assertThat(whole.eventCount()).isEqualTo(one.eventCount());
            assertThat(whole.outputDigest()).isEqualTo(one.outputDigest());
            assertThat(whole.view().processedCount()).isEqualTo(one.view().processedCount());
            assertThat(whole.view().duplicateCount()).isEqualTo(one.view().duplicateCount());
            assertThat(whole.view().skippedCount()).isEqualTo(one.view().skippedCount());
            assertThat(whole.view().evictedCount()).isEqualTo(one.view().evictedCount());
            assertThat(whole.view().evictedReadingCount()).isEqualTo(one.view().evictedReadingCount());
            assertThat(whole.view().refusedCount()).isEqualTo(one.view().refusedCount());
            exchangedCount += group.whyInTurn().isEmpty() && group.levelCount() > 1 ? 1 : 0;
        }
    }

    private static boolean isLost(Object result) {
        return result instanceof SeenEvent event
                && (event.held()
                        || event.reason() == AlarmEventReason.LIMIT_GONE
                        || event.reason() == AlarmEventReason.VALUE_GONE);
    }

    private static boolean isEvicted(Object result) {
        return result instanceof SeenEvent event && event.reason() == AlarmEventReason.SENSOR_EVICTED;
    }

    static ShardGroup run(RecordList records, JournalFold whole, int shards, Random random) {
        int split = random.nextBoolean() ? 0 : random.nextInt(records.size());
        for (int position = 0; position < split; position++) {
            records.entries().get(position).forward(position, whole);
        }
        ShardGroup group = ShardGroup.of(whole, shards, threads(random), 1 + random.nextInt(3));
        int endOfBatch = random.nextInt(40);
        for (int position = split; position < records.size(); position++) {
            records.entries().get(position).forward(position, group);
            if (endOfBatch-- == 0) {
                group.endBatch();
                whole.nextTickDueNs(0);
                endOfBatch = random.nextInt(random.nextBoolean() ? 5 : 100);
            }
        }
        group.endBatch();
        try {
            group.stop();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return group;
    }

    /** Real threads, or the shards one after the other in any order: they must not notice each other within a turn. */
    private static ShardTurns.Start threads(Random random) {
        return random.nextInt(4) == 0
                ? ShardThreads.waiting(false)
                : (shards, turn) -> new ShardTurns() {
                    @Override
                    public void perform(int level) {
                        List<Integer> order = new ArrayList<>(
                                IntStream.range(0, shards).boxed().toList());
                        Collections.shuffle(order, random);
                        order.forEach(shard -> turn.run(shard, level));
                    }

                    @Override
                    public void stop() {}
                };
    }

    static void assertSame(List<Object> expected, List<Object> results, int shards) {
        int common = Math.min(expected.size(), results.size());
        for (int i = 0; i < common; i++) {
            assertThat(results.get(i)).as("shards=%d, result %d", shards, i).isEqualTo(expected.get(i));
        }
        assertThat(results).as("shards=%d", shards).hasSameSizeAs(expected);
    }
}
