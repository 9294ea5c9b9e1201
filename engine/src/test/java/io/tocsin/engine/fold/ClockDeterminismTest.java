package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Seeds;
import io.tocsin.engine.testkit.ShardDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Clocks that step and begin anew, in journals of every kind of operator: a restart from a snapshot at any record gives
 * what the whole journal gives, and several shards give what one gives.
 */
class ClockDeterminismTest {
    private static final int STREAMS = 150;

    private long stepCount;
    private long resetCount;

    @Test
    void shouldGoOnFromASnapshotWhenClocksStepAndBeginAnew() {
        Seeds.forEach(STREAMS, seed -> restart(new RandomPlant(seed).records(), seed));
        assertMuch();
    }

    @Test
    void shouldGoOnFromASnapshotOfAllKindsOfWindows() {
        Seeds.forEach(STREAMS, seed -> {
            RandomJournal journal =
                    RandomJournal.withStreams(seed, 250, AlarmRule.ON_ARRIVAL, AlarmRule.IN_ARRIVAL_ORDER, 1, 4);
            restart(journal.records, seed);
        });
        assertMuch();
    }

    @Test
    void shouldGoOnFromASnapshotWhenTimeIsThatOfTheSource() {
        Seeds.forEach(STREAMS, seed -> restart(new RandomPlant(seed, TimeScope.SOURCE).records(), seed));
        assertMuch();
    }

    @Test
    void shouldGiveInSeveralShardsWhatOneGives() {
        Seeds.forEach(STREAMS, seed -> {
            Random random = Seeds.random(~seed);
            RecordList records = ClockTrouble.add(new RandomPlant(seed).records(), random);
            List<Object> expected = new ArrayList<>();
            JournalFold one = new JournalFold(ShardDriver.into(expected), RandomPlant.FUNCTIONS);
            records.replay(one);
            count(one);
            for (int shards = 2; shards <= 4; shards++) {
                List<Object> results = new ArrayList<>();
                JournalFold whole = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
                ShardGroupModelTest.run(records, whole, shards, random);
                ShardGroupModelTest.assertSame(expected, results, shards);
                assertThat(whole.outputDigest()).isEqualTo(one.outputDigest());
                assertThat(whole.view().clockResetCount()).isEqualTo(one.view().clockResetCount());
                assertThat(whole.view().skippedCount()).isEqualTo(one.view().skippedCount());
            }
        });
        assertMuch();
    }

    private void restart(RecordList plain, long seed) {
        Random random = Seeds.random(~seed);
        RecordList records = ClockTrouble.add(plain, random);
        List<Object> expected = new ArrayList<>();
        JournalFold whole = new JournalFold(ShardDriver.into(expected), RandomPlant.FUNCTIONS);
        records.replay(whole);
        count(whole);

        int cut = 1 + random.nextInt(records.size() - 1);
        List<Object> results = new ArrayList<>();
        JournalFold part = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
        Recovery before = Recovery.into(part);
        forward(records, 0, cut, before);
        JournalFold rest = new JournalFold(ShardDriver.into(results), RandomPlant.FUNCTIONS);
        Recovery after = Recovery.into(rest);
        after.readFrom(new StateInput(new ByteArrayInputStream(snapshot(before))));
        assertThat(rest.digest()).isEqualTo(part.digest());
        assertThat(rest.lastElapsedNs()).isEqualTo(part.lastElapsedNs());
        assertThat(rest.clockSteps().sumBeforeNs(cut / 2))
                .isEqualTo(part.clockSteps().sumBeforeNs(cut / 2));
        forward(records, cut, records.size(), after);
        assertThat(results).isEqualTo(expected);
        assertThat(rest.digest()).isEqualTo(whole.digest());
        assertThat(rest.view().clockResetCount()).isEqualTo(whole.view().clockResetCount());
    }

    private void count(JournalFold shard) {
        stepCount += shard.view().clockStepCount();
        resetCount += shard.view().clockResetCount();
    }

    private void assertMuch() {
        if (Long.getLong("tocsin.seed") == null) {
            assertThat(stepCount).as("steps").isGreaterThan(STREAMS);
            assertThat(resetCount).as("clocks that began anew").isGreaterThan(STREAMS / 2);
        }
    }

    private static byte[] snapshot(Recovery recovery) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        recovery.writeTo(new StateOutput(bytes));
        return bytes.toByteArray();
    }

    private static void forward(RecordList records, int from, int to, Recovery recovery) {
        for (int position = from; position < to; position++) {
            records.entries().get(position).forward(position, recovery);
        }
    }
}
